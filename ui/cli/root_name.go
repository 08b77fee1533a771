package cli

import (
	"os"
	"path/filepath"
)

// rootFolders are where root looks for commands, as sudo's own setting secure_path has
// it nearly everywhere: a person's folders are not among them.
var rootFolders = []string{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}

// rootName is what root calls this program: its name where root finds it by that, else
// its whole path.
func rootName() string {
	self, err := os.Executable()
	if err != nil {
		return "postern"
	}
	return nameAmong(self, rootFolders)
}

// nameAmong is the name by which the program at self is found in the first of the
// folders that has one of that name, and self where that is another program, or none.
func nameAmong(self string, folders []string) string {
	info, err := os.Stat(self)
	if err != nil {
		return "postern"
	}
	for _, dir := range folders {
		if found, err := os.Stat(filepath.Join(dir, "postern")); err == nil {
			if os.SameFile(info, found) {
				return "postern"
			}
			return self
		}
	}
	return self
}
