package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
)

func migrateCommand() *cobra.Command {
	var adminURL string
	command := &cobra.Command{
		Use:   "migrate [role]...",
		Short: "Bring the PostgreSQL tables of all roles, or of the named ones, up to date",
		Long: `Each role logs in to PostgreSQL with --database-url, in which {role} stands for its name, and owns the schema of that name.
With --admin-url, the schemas and login roles are made first; every role's password is that of --database-url.
Key files that are missing are written to --keys-dir: admin.key, and service-<role>.key for each role.
An embedded Hearth does all this by itself when it starts.`,
		RunE: func(cmd *cobra.Command, roles []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			return migrate(cmd.Context(), cfg, adminURL, roles, cmd.OutOrStdout())
		},
	}
	command.Flags().StringVar(&adminURL, "admin-url", os.Getenv("HEARTH_ADMIN_URL"), "PostgreSQL URL of a superuser, to make schemas and login roles")
	return command
}

func migrate(ctx context.Context, cfg config.Config, adminURL string, roles []string, out io.Writer) error {
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
		fmt.Fprintf(out, "%s: up to date\n", module.Name)
	}
	fmt.Fprintf(out, "admin key: %s\n", adminKey(cfg))
	return nil
}
