package said_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/said"
)

func TestErrorsInBothLanguages(t *testing.T) {
	_, missing := os.Open("nowhere")
	empty := model.Say("it is empty", "内容为空")
	for _, c := range []struct {
		err      error
		en, zhCN string
	}{
		{empty, "it is empty", "内容为空"},
		{fmt.Errorf("survey: %w", empty), "survey: it is empty", "survey: 内容为空"},
		{missing, "open nowhere: no such file or directory", "open nowhere: 没有该文件或文件夹"},
		{errors.Join(empty, fmt.Errorf("x: %w", empty)), "it is empty\nx: it is empty", "内容为空\nx: 内容为空"},
		{&fs.PathError{Op: "mkdir", Path: "a", Err: syscall.EROFS}, "mkdir a: read-only file system", "mkdir a: 文件系统只读"},
		{&fs.PathError{Op: "remove", Path: "a", Err: syscall.ENOTEMPTY}, "remove a: directory not empty", "remove a: 文件夹不为空"},
		{&fs.PathError{Op: "mkdir", Path: "a", Err: syscall.EEXIST}, "mkdir a: file exists", "mkdir a: 文件已存在"},
		{syscall.EADDRINUSE, "address already in use", "地址已被占用"},
		{errors.New("odd"), "odd", "odd"},
		{fmt.Errorf("%w and %w", empty, errors.New("odd")), "it is empty and odd", "it is empty and odd"},
	} {
		require.Equal(t, model.Words{En: c.en, ZhCN: c.zhCN}, said.Of(c.err))
	}
}
