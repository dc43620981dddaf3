package identity

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/said"
)

// maxKeyFile has room for a token with all the bindings that somebody may have.
const maxKeyFile = 32 << 10

// WriteKeyFile writes a secret to a new file that its owner alone can read. A file of that name, or a link, is left as it is and
// reported as os.ErrExist. When it returns nil the file is on disk, whole; a crash leaves it whole or absent.
func WriteKeyFile(path, secret string) error {
	return placeKeyFile(path, secret, os.Link)
}

// ReplaceKeyFile is WriteKeyFile in place of what may stand there. A link is replaced, not followed.
func ReplaceKeyFile(path, secret string) error {
	return placeKeyFile(path, secret, os.Rename)
}

// KeyFileError says what is wrong with a key file.
type KeyFileError struct {
	Path string
	Err  error
}

// Error says it in English.
func (e *KeyFileError) Error() string { return e.Words().En }

// Words says it to people, who need not read twice which file it is about.
func (e *KeyFileError) Words() model.Words {
	cause := e.Err
	if of, ok := errors.AsType[*fs.PathError](cause); ok {
		cause = of.Err
	}
	return model.Say("the key file %s: %s", "密钥文件 %s：%s", e.Path, said.Of(cause))
}

// Unwrap is the cause.
func (e *KeyFileError) Unwrap() error { return e.Err }

func placeKeyFile(path, secret string, place func(from, to string) error) (err error) {
	folder := filepath.Dir(path)
	defer func() {
		if err != nil {
			err = &KeyFileError{path, err}
		}
	}()
	// CreateTemp makes a fresh file with mode 0600, and never follows a link.
	file, err := os.CreateTemp(folder, ".key-*")
	if err != nil {
		return err
	}
	defer func() {
		if gone := os.Remove(file.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) && err == nil {
			err = gone
		}
	}()
	_, err = file.WriteString(secret + "\n")
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := place(file.Name(), path); err != nil {
		return err
	}
	return syncFolder(folder)
}

func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// ReadKeyFile reads a secret. It refuses a file that others than its owner can read or write, or that belongs to somebody
// other than this user or root.
func ReadKeyFile(path string) (string, error) {
	// Without O_NONBLOCK a named pipe in its place would hold us for ever.
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return "", &KeyFileError{path, err}
	}
	defer func() { _ = file.Close() }()
	// All is asked of the open file, so that nobody can exchange it in between.
	info, err := file.Stat()
	if err != nil {
		return "", &KeyFileError{path, err}
	}
	if err := trustworthy(info); err != nil {
		return "", &KeyFileError{path, err}
	}
	text, err := io.ReadAll(io.LimitReader(file, maxKeyFile+1))
	if err != nil {
		return "", &KeyFileError{path, err}
	}
	secret := strings.TrimSpace(string(text))
	if secret == "" || len(text) > maxKeyFile {
		return "", &KeyFileError{path, model.Say("it does not hold a secret", "其中没有密钥")}
	}
	return secret, nil
}

func trustworthy(info os.FileInfo) error {
	if !info.Mode().IsRegular() {
		return model.Say("it is not a file", "不是文件")
	}
	if wide := info.Mode().Perm() & 0o077; wide != 0 {
		return model.Say("others can reach it (mode %04o): chmod 600 it", "其他用户可以访问它（权限 %04o），请执行 chmod 600", info.Mode().Perm())
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if ok && owner.Uid != 0 && int(owner.Uid) != os.Getuid() {
		return model.Say("it belongs to another user", "属于其他用户")
	}
	return nil
}
