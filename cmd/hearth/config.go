package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/internal/config"
)

func configCommand() *cobra.Command {
	command := &cobra.Command{Use: "config", Short: "Look at the configuration"}
	command.AddCommand(
		&cobra.Command{
			Use:   "check",
			Short: "Say what is wrong with the configuration, with the place of each mistake",
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				if _, err := settings(cmd); err != nil {
					return err
				}
				_, err := fmt.Fprintln(cmd.OutOrStdout(), "The configuration is in order.")
				return err
			},
		},
		&cobra.Command{
			Use:   "diff",
			Short: "Show what differs from the defaults, and where it was set; secrets are masked",
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				cfg, err := settings(cmd)
				if err != nil {
					return err
				}
				table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
				for _, setting := range config.Diff(cfg) {
					fmt.Fprintf(table, "%s\t%s\t(%s)\n", setting.Key, setting.Value, setting.Place)
				}
				return table.Flush()
			},
		},
		&cobra.Command{
			Use:   "keys",
			Short: "Explain every key, its variable and its flag",
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				_, err := fmt.Fprint(cmd.OutOrStdout(), config.ReferenceTable())
				return err
			},
		},
	)
	return command
}
