package tidy

import (
	"fmt"
	"io/fs"
)

// MaxBytes is how large a file of the tree may be, text or not: nothing that is written or drawn for Hearth comes near, and every binary
// that was built does.
const MaxBytes = 1 << 20

// Sizes says which files below root are too large, but for what is built, downloaded or hidden where it belongs.
func Sizes(root fs.FS) (wrong []string, err error) {
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && foreign(name):
			return fs.SkipDir
		case !entry.Type().IsRegular():
			return nil
		}
		info, err := entry.Info()
		if err == nil && info.Size() > MaxBytes {
			wrong = append(wrong, fmt.Sprintf("%s has %d bytes, more than %d", name, info.Size(), MaxBytes))
		}
		return err
	})
	return wrong, err
}
