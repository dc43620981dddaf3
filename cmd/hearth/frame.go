package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// shown is what a command found out: for people, for programs that read tables, and as the message of the API.
type shown struct {
	// Table is what CSV has, and people where Say is nil.
	Table   grid.Table
	Message proto.Message
	// Say tells people.
	Say func(io.Writer) error
}

// showing makes a command that asks Hearth, and shows what it finds out in the form that --format names.
func showing(
	command *cobra.Command, options *client.Options, l words.Locale, ask func(ctx context.Context, c *client.Client, args []string) (shown, error),
) *cobra.Command {
	form := bindOutput(command, l, "table", "json", "csv")
	command.RunE = func(cmd *cobra.Command, args []string) error {
		if err := form.check(); err != nil {
			return err
		}
		return withClient(cmd, options, func(c *client.Client) error {
			found, err := ask(c.Context(cmd.Context()), c, args)
			if err != nil {
				return err
			}
			if form.format == "table" && found.Say != nil {
				return found.Say(cmd.OutOrStdout())
			}
			return form.print(cmd.OutOrStdout(), found.Table, found.Message)
		})
	}
	return command
}

// making makes a command that has Hearth make something, and prints its name alone, for the next command to be given.
func making(
	command *cobra.Command, options *client.Options, make func(ctx context.Context, c *client.Client, args []string) (name string, err error),
) *cobra.Command {
	command.RunE = func(cmd *cobra.Command, args []string) error {
		return withClient(cmd, options, func(c *client.Client) error {
			name, err := make(c.Context(cmd.Context()), c, args)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), name)
			return err
		})
	}
	return command
}
