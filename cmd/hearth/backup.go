package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
)

func backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FOLDER",
		Short: "Copy the data of an embedded Hearth, running or not, into a new folder",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			if err := app.Backup(cmd.Context(), cfg, modules.All(cfg), args[0]); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "The backup is in %s\n", args[0])
			return err
		},
	}
}

func restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FOLDER",
		Short: "Lay a backup into an empty data folder",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			if err := app.Restore(cmd.Context(), cfg, modules.All(cfg), args[0]); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s holds the backup; start Hearth on it. A backup holds no keys: `hearth admin reset-key` makes a new admin key.\n", cfg.DataDir)
			return err
		},
	}
}
