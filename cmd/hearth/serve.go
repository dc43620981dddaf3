package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/identity"
)

func serveCommand(l words.Locale) *cobra.Command {
	return &cobra.Command{
		Use:   "serve [role]...",
		Short: l.Say("Serve Hearth: all of it in one process, or only the named roles", "运行 Hearth：在一个进程中运行全部，或只运行指定的角色"),
		Long: l.Say(`Without a role, everything runs in this process on embedded parts, with one data folder.
With roles, only these run, against PostgreSQL, a NATS cluster and their peers.`,
			`不指定角色时，全部在本进程中以内嵌组件运行，只用一个数据目录。
指定角色时，只运行这些角色，并使用 PostgreSQL、NATS 集群与其他角色。`),
		RunE: func(cmd *cobra.Command, roles []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			return serve(cmd.Context(), l, cfg, roles, cmd.OutOrStdout())
		},
	}
}

// serve runs until the context ends or a part fails, then stops everything.
func serve(ctx context.Context, l words.Locale, cfg config.Config, roles []string, out io.Writer) error {
	house, err := app.Start(ctx, cfg, modules.All(cfg), roles)
	if err != nil {
		return err
	}
	greet(out, l, cfg, house, roles)
	select {
	case <-ctx.Done():
	case err = <-house.Failed():
	}
	if stopped := house.Stop(); err == nil {
		err = stopped
	}
	return err
}

// greet prints where the house is and what to do next.
func greet(out io.Writer, l words.Locale, cfg config.Config, house *app.House, roles []string) {
	if len(roles) > 0 {
		// Whether a role is ready depends on others, too: that is for `hearth health` to say.
		text := l.Say("Hearth serves %s: gRPC on %s", "Hearth 正在运行 %s：gRPC 位于 %s", strings.Join(roles, ", "), house.GRPCAddr())
		if addr := house.HTTPAddr(); addr != "" {
			text += l.Say(", REST and pages on %s", "，REST 与页面位于 %s", addr)
		}
		fmt.Fprintln(out, text)
		return
	}
	fmt.Fprint(out, l.Say(`
Hearth is ready.
  Pages and API description   http://%[1]s/
  REST, Connect, gRPC-Web     http://%[1]s
  gRPC                        %[2]s
  Data                        %[3]s
  Admin key                   %[4]s

Next, in another terminal:    %[5]s directory import FILE.csv, or %[5]s demo
`, `
Hearth 已就绪。
  页面与 API 说明             http://%[1]s/
  REST、Connect、gRPC-Web     http://%[1]s
  gRPC                        %[2]s
  数据                        %[3]s
  管理员密钥                  %[4]s

下一步，在另一个终端中：      %[5]s directory import 文件.csv，或 %[5]s demo
`, house.HTTPAddr(), house.GRPCAddr(), cfg.DataDir, adminKey(l, cfg), os.Args[0]))
}

// adminKey is the file of the admin key, and what to do where it is not: lost, taken to a safer place, or never part of the backup.
func adminKey(l words.Locale, cfg config.Config) string {
	path := filepath.Join(cfg.KeysDir, identity.AdminKeyFile)
	if _, err := os.Stat(path); err != nil {
		return l.Say("not in %s; if it is lost: %s admin reset-key", "不在 %s 中；如已遗失：%s admin reset-key", path, os.Args[0])
	}
	return path
}
