package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/config"
)

func configCommand(l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "config", Short: l.Say("Look at the configuration", "查看配置")}
	command.AddCommand(
		&cobra.Command{
			Use:   "check",
			Short: l.Say("Say what is wrong with the configuration, with the place of each mistake", "指出配置中的错误及其位置"),
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				if _, err := settings(cmd); err != nil {
					return err
				}
				_, err := fmt.Fprintln(cmd.OutOrStdout(), l.Say("The configuration is in order.", "配置无误。"))
				return err
			},
		},
		&cobra.Command{
			Use:   "diff",
			Short: l.Say("Show what differs from the defaults, and where it was set; secrets are masked", "显示与默认值不同的设置及其来源；密码会被隐去"),
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
			Short: l.Say("Explain every key, its variable and its flag", "说明每个键及其变量与参数"),
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				_, err := fmt.Fprint(cmd.OutOrStdout(), config.ReferenceTable(string(l)))
				return err
			},
		},
	)
	return command
}
