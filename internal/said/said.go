// Package said puts errors into the words of people: those of the house in both languages, and those of the operating system that an
// operator meets and can do something about.
package said

import (
	"errors"
	"io/fs"
	"strings"
	"syscall"

	"github.com/hearth-culture/hearth/internal/model"
)

// Error is an error that people read in their language. model.Words is one itself.
type Error interface {
	error
	Words() model.Words
}

// ofSystem are the errors of the operating system that people meet and can do something about. The first that holds says it: a folder
// that is not empty counts as one that exists, too.
var ofSystem = []struct {
	err   error
	words model.Words
}{
	{syscall.EISDIR, model.Say("is a directory", "是文件夹，不是文件")},
	{syscall.ENOTDIR, model.Say("not a directory", "不是文件夹")},
	{syscall.ENOTEMPTY, model.Say("directory not empty", "文件夹不为空")},
	{syscall.EROFS, model.Say("read-only file system", "文件系统只读")},
	{syscall.ENOSPC, model.Say("no space left on device", "磁盘空间不足")},
	{syscall.ENOLCK, model.Say("no locks available", "文件系统不支持加锁")},
	{syscall.EADDRINUSE, model.Say("address already in use", "地址已被占用")},
	{syscall.EADDRNOTAVAIL, model.Say("cannot assign requested address", "本机没有该地址")},
	{syscall.ECONNREFUSED, model.Say("connection refused", "连接被拒绝")},
	{fs.ErrNotExist, model.Say("no such file or directory", "没有该文件或文件夹")},
	{fs.ErrPermission, model.Say("permission denied", "权限不足")},
	{fs.ErrExist, model.Say("file exists", "文件已存在")},
}

// Of says an error in both languages, as far as it can be said: an Error in its own words, those that wrap one or an error of the
// operating system around its words, and any other as it is.
func Of(err error) model.Words { return model.Words{En: err.Error(), ZhCN: inChinese(err)} }

func inChinese(err error) string {
	if said, ok := err.(Error); ok {
		return said.Words().ZhCN
	}
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		lines, said := make([]string, 0), make([]string, 0)
		for _, one := range several.Unwrap() {
			lines, said = append(lines, one.Error()), append(said, inChinese(one))
		}
		return strings.Replace(err.Error(), strings.Join(lines, "\n"), strings.Join(said, "\n"), 1)
	}
	if inner := errors.Unwrap(err); inner != nil && inner.Error() != "" {
		return strings.Replace(err.Error(), inner.Error(), inChinese(inner), 1)
	}
	for _, of := range ofSystem {
		if errors.Is(err, of.err) {
			return of.words.ZhCN
		}
	}
	return err.Error()
}
