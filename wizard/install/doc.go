// Package install changes settings files, and never leaves half of one behind. [Look]
// reads what is there and refuses what is not safe to touch, [Make] plans the change
// (new bytes, mode, the difference to show), [Apply] carries out one or several plans:
//
//	c, err := install.Look(path)       // may say what is wrong with the place
//	plan := install.Make(c, body, 0o600)
//	done, err := install.Apply([]install.Plan{plan}, time.Now())
//
// Files that belong to the system are read with [LookAs]: anybody may look, and only
// root may write.
//
// Apply keeps a backup, writes a temporary file in the same directory, and renames it
// into place. If anything fails before the rename, or if the file has changed since
// Look, the old file stays as it was. This is the only package of postern/wizard that
// touches the disk.
package install
