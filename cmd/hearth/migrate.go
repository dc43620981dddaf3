package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
)

func migrateCommand(l words.Locale) *cobra.Command {
	var adminURL string
	command := &cobra.Command{
		Use:   "migrate [role]...",
		Short: l.Say("Bring the PostgreSQL tables of all roles, or of the named ones, up to date", "将所有角色或指定角色的 PostgreSQL 数据表更新到最新版本"),
		Long: l.Say(`Each role logs in to PostgreSQL with --database-url, in which {role} stands for its name, and owns the schema of that name.
With --admin-url, the schemas and login roles are made first; every role's password is that of --database-url.
Key files that are missing are written to --keys-dir: admin.key, and service-<role>.key for each role.
An embedded Hearth does all this by itself when it starts.`,
			`每个角色用 --database-url 登录 PostgreSQL，其中的 {role} 代表角色名；每个角色拥有与其同名的 schema。
指定 --admin-url 时，先创建各 schema 与登录角色；每个角色的密码取自 --database-url。
缺失的密钥文件会写入 --keys-dir：admin.key，以及每个角色的 service-<role>.key。
内嵌模式的 Hearth 在启动时自动完成这一切。`),
		RunE: func(cmd *cobra.Command, roles []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			return migrate(cmd.Context(), l, cfg, adminURL, roles, cmd.OutOrStdout())
		},
	}
	command.Flags().StringVar(&adminURL, "admin-url", os.Getenv("HEARTH_ADMIN_URL"), l.Say(
		"PostgreSQL URL of a superuser, to make schemas and login roles", "超级用户的 PostgreSQL URL，用于创建 schema 与登录角色",
	))
	return command
}

func migrate(ctx context.Context, l words.Locale, cfg config.Config, adminURL string, roles []string, out io.Writer) error {
	todo, err := app.WithData(modules.All(cfg), roles)
	if err != nil {
		return err
	}
	for _, module := range todo {
		if adminURL != "" {
			password, err := app.DatabasePassword(cfg, module)
			if err != nil {
				return err
			}
			if err := db.CreateRole(ctx, adminURL, module.Name, password); err != nil {
				return fmt.Errorf("the login role of %s: %w", module.Name, err)
			}
		}
		if err := app.Migrate(ctx, cfg, modules.All(cfg), module, slog.Default()); err != nil {
			return fmt.Errorf("%s: %w", module.Name, err)
		}
		fmt.Fprintln(out, l.Say("%s: up to date", "%s：已是最新", module.Name))
	}
	fmt.Fprintln(out, l.Say("admin key: %s", "管理员密钥：%s", adminKey(l, cfg)))
	return nil
}
