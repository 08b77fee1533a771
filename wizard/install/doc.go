// Package install changes settings files without ever leaving half of one. [Look]
// reads what is there and refuses what is not safe to touch, [Make] plans the
// change (new bytes, mode, the difference to show), [Apply] carries it out:
//
//	c, err := install.Look(path)       // may say what is wrong with the place
//	plan := install.Make(c, body, 0o600)
//	done, err := install.Apply(plan, time.Now())
//
// [ApplyAll] does it for several files, all or none. Files of the system are looked at
// with [LookAs], which lets everybody look, and the administrator alone write.
//
// Apply keeps a backup, writes a temporary file in the same directory, and puts it
// in place in one step. If anything fails before that step, and if the file
// changed since Look, the old file stays whole. It is the only part of
// postern/wizard that touches the disk.
package install
