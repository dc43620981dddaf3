package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/app"
)

func versionCommand(l words.Locale) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: l.Say("Print the version and the commit it was built from", "显示版本及其构建所用的提交"),
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), app.Version())
			return err
		},
	}
}
