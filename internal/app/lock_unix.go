//go:build unix

package app

import (
	"errors"
	"os"
	"syscall"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/said"
)

var errInUse = model.Say("another Hearth is running on it", "另一个 Hearth 正在使用它")

// lockFile takes the lock that ends with the process, however it ends. Some file systems have none.
func lockFile(file *os.File) error {
	for {
		switch err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
		case err == nil:
			return nil
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EWOULDBLOCK):
			return errInUse
		default:
			return model.Say("its file %s cannot be locked: %s", "无法锁定其中的文件 %s：%s", file.Name(), said.Of(err))
		}
	}
}
