package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/services/directory"
)

func adminCommand() *cobra.Command {
	command := &cobra.Command{Use: "admin", Short: "Repair access, on the machine that holds the data"}
	command.AddCommand(
		&cobra.Command{
			Use:   "reset-key",
			Short: "Replace the admin key that was lost: the old one ends, the new one is written to the key folder",
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				cfg, err := settings(cmd)
				if err != nil {
					return err
				}
				return withData(cmd, directory.Module().Name, func(ctx context.Context, d *db.DB) error {
					if err := directory.ResetAdminKey(ctx, d, cfg.KeysDir); err != nil {
						return err
					}
					_, err := fmt.Fprintf(cmd.OutOrStdout(), "The new admin key is in %s\n", filepath.Join(cfg.KeysDir, identity.AdminKeyFile))
					return err
				})
			},
		},
		&cobra.Command{
			Use:   "rotate-signing-key",
			Short: "Sign new tokens with a new key; those that are out stay good until they expire",
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return withData(cmd, directory.Module().Name, func(ctx context.Context, d *db.DB) error {
					return directory.RotateSigningKey(ctx, d)
				})
			},
		},
	)
	return command
}
