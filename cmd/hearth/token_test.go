package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

func TestToken(t *testing.T) {
	house := serving(t)
	got := run(t, "", "token")
	require.NoError(t, got.error)
	require.Empty(t, got.err)
	require.Regexp(t, `^[\w.-]+\n$`, got.out, "the token alone")

	conn, err := rpc.Dial(house.GRPCAddr(), nil, nil)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	caller, err := directoryv1.NewTokenServiceClient(conn).GetCaller(calltest.As(t.Context(), got.out[:len(got.out)-1]), &directoryv1.GetCallerRequest{})
	require.NoError(t, err)
	require.Regexp(t, "^keys/", caller.GetSubject())

	secret, err := identity.ReadKeyFile(filepath.Join(os.Getenv("HEARTH_KEYS_DIR"), identity.AdminKeyFile))
	require.NoError(t, err)
	t.Setenv("HEARTH_KEYS_DIR", t.TempDir())
	require.ErrorContains(t, run(t, "", "token").error, "there is no key")
	require.NoError(t, run(t, "", "token", "--key-file", file(t, "a.key", secret)).error)
	t.Setenv("HEARTH_KEY", secret)
	require.NoError(t, run(t, "", "token").error)
	t.Setenv("HEARTH_GRPC_ADDR", "127.0.0.1:1")
	require.NoError(t, run(t, "", "token", "--server", house.GRPCAddr()).error)
	t.Setenv("HEARTH_SERVER", house.GRPCAddr())
	require.NoError(t, run(t, "", "token").error)
	require.ErrorContains(t, run(t, "", "token", "--key-file", "nowhere").error, "there is no key", "what is named counts")

	t.Setenv("HEARTH_KEY", "hk_wrong")
	require.EqualError(t, run(t, "", "token").error, "This did not log you in. Check it and try again.")
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	require.EqualError(t, run(t, "", "token").error, "登录失败，请核对后重试。")
	t.Setenv("HEARTH_SERVER", "127.0.0.1:1")
	require.EqualError(t, run(t, "", "token").error, "无法连接 127.0.0.1:1 上的 Hearth，请确认其已启动。")
	require.Equal(t, exitFailure, exitCode(run(t, "", "token").error))
}
