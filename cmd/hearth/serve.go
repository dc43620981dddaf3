package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/identity"
)

func serveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "serve [role]...",
		Short: "Serve Hearth: all of it in one process, or only the named roles",
		Long: `Without a role, everything runs in this process on embedded parts, with one data folder.
With roles, only these run, against PostgreSQL, a NATS cluster and their peers.`,
		RunE: func(cmd *cobra.Command, roles []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			return serve(cmd.Context(), cfg, roles, cmd.OutOrStdout())
		},
	}
}

// serve runs until the context ends or a part fails, then stops everything.
func serve(ctx context.Context, cfg config.Config, roles []string, out io.Writer) error {
	house, err := app.Start(ctx, cfg, modules.All(cfg), roles)
	if err != nil {
		return err
	}
	greet(out, cfg, house, roles)
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
func greet(out io.Writer, cfg config.Config, house *app.House, roles []string) {
	if len(roles) > 0 {
		// Whether a role is ready depends on others, too: that is for `hearth health` to say.
		fmt.Fprintf(out, "Hearth serves %s: gRPC on %s", strings.Join(roles, ", "), house.GRPCAddr())
		if addr := house.HTTPAddr(); addr != "" {
			fmt.Fprintf(out, ", REST and pages on %s", addr)
		}
		fmt.Fprintln(out)
		return
	}
	fmt.Fprintf(out, `
Hearth is ready.
  Pages and API description   http://%[1]s/
  REST, Connect, gRPC-Web     http://%[1]s
  gRPC                        %[2]s
  Data                        %[3]s
  Admin key                   %[4]s

Next, in another terminal:    %[5]s directory import FILE.csv
`, house.HTTPAddr(), house.GRPCAddr(), cfg.DataDir, adminKey(cfg), os.Args[0])
}

// adminKey is the file of the admin key, and what to do where it is not: lost, taken to a safer place, or never part of the backup.
func adminKey(cfg config.Config) string {
	path := filepath.Join(cfg.KeysDir, identity.AdminKeyFile)
	if _, err := os.Stat(path); err != nil {
		return fmt.Sprintf("not in %s; if it is lost: %s admin reset-key", path, os.Args[0])
	}
	return path
}
