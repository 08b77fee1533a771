package recipe

import "fmt"

// Merge returns old, a program's settings file, with the account added. Every byte
// that is not the account's own stays as it is. An account of the same name gives
// an [*ExistsError], unless replace is true: then its block alone is replaced. A
// file the program itself could not read is refused.
//
// Merging into nothing gives what [Render] gives, and merging the same settings
// again, with replace, changes nothing.
func Merge(program string, old []byte, s Settings, replace bool) ([]byte, error) {
	e, err := ready(program, s)
	if err != nil {
		return nil, err
	}
	if e.merge == nil {
		return nil, fmt.Errorf("settings cannot be added to a file of %s that is there", e.Name)
	}
	return e.merge(old, s, replace)
}

// An ExistsError says that the file has an account of that name.
type ExistsError struct {
	Account string
	// Block is the old account as it stands, but for its password: that reads ***.
	Block string
}

func (e *ExistsError) Error() string {
	return fmt.Sprintf("there is an account %s already: replace it, or choose another name", e.Account)
}
