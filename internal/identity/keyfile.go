package identity

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

const maxKeyFile = 4 << 10

// WriteKeyFile writes a secret to a new file that its owner alone can read. A file of that name, or a link, is left as it is and
// reported as os.ErrExist. When it returns nil the file is on disk, whole; a crash leaves it whole or absent.
func WriteKeyFile(path, secret string) error {
	return placeKeyFile(path, secret, os.Link)
}

// ReplaceKeyFile is WriteKeyFile in place of what may stand there. A link is replaced, not followed.
func ReplaceKeyFile(path, secret string) error {
	return placeKeyFile(path, secret, os.Rename)
}

func placeKeyFile(path, secret string, place func(from, to string) error) (err error) {
	folder := filepath.Dir(path)
	// CreateTemp makes a fresh file with mode 0600, and never follows a link.
	file, err := os.CreateTemp(folder, ".key-*")
	if err != nil {
		return fmt.Errorf("identity: key file: %w", err)
	}
	defer func() {
		if gone := os.Remove(file.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) && err == nil {
			err = fmt.Errorf("identity: key file: %w", gone)
		}
	}()
	_, err = file.WriteString(secret + "\n")
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("identity: key file: %w", err)
	}
	if err := place(file.Name(), path); err != nil {
		return fmt.Errorf("identity: key file: %w", err)
	}
	return syncFolder(folder)
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("identity: key file: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// ReadKeyFile reads a secret. It refuses a file that others than its owner can read or write, or that belongs to somebody
// other than this user or root.
func ReadKeyFile(path string) (string, error) {
	// Without O_NONBLOCK a named pipe in its place would hold us for ever.
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return "", fmt.Errorf("identity: key file: %w", err)
	}
	defer func() { _ = file.Close() }()
	// All is asked of the open file, so that nobody can exchange it in between.
	info, err := file.Stat()
	if err != nil {
		return "", fmt.Errorf("identity: key file: %w", err)
	}
	if err := trustworthy(info); err != nil {
		return "", fmt.Errorf("identity: key file %s: %w", path, err)
	}
	text, err := io.ReadAll(io.LimitReader(file, maxKeyFile+1))
	if err != nil {
		return "", fmt.Errorf("identity: key file: %w", err)
	}
	secret := strings.TrimSpace(string(text))
	if secret == "" || len(text) > maxKeyFile {
		return "", fmt.Errorf("identity: key file %s: does not hold a secret", path)
	}
	return secret, nil
}

func trustworthy(info os.FileInfo) error {
	if !info.Mode().IsRegular() {
		return errors.New("not a file")
	}
	if wide := info.Mode().Perm() & 0o077; wide != 0 {
		return fmt.Errorf("others can reach it (mode %04o): chmod 600 it", info.Mode().Perm())
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if ok && owner.Uid != 0 && int(owner.Uid) != os.Getuid() {
		return errors.New("belongs to another user")
	}
	return nil
}
