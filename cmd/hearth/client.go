package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// bindClient adds the flags of a command that speaks to a running Hearth.
func bindClient(cmd *cobra.Command) *client.Options {
	options := &client.Options{Env: os.Getenv}
	cmd.PersistentFlags().StringVar(&options.Server, "server", "",
		"the gRPC address of Hearth; "+client.ServerVariable+" names it too; by default the one that the configuration serves on")
	cmd.PersistentFlags().StringVar(&options.KeyFile, "key-file", "",
		"the file of an API key; "+client.KeyVariable+" can hold the key, "+client.TokenVariable+" a token; by default the administrator's")
	return options
}

// withClient connects, and says errors in the person's language.
func withClient(cmd *cobra.Command, options *client.Options, use func(*client.Client) error) error {
	cfg, err := settings(cmd)
	if err != nil {
		return err
	}
	c, err := client.New(cfg, *options)
	if err != nil {
		return err
	}
	defer func() { _ = c.Close() }()
	return c.Explain(use(c))
}

// misused says in the person's language what is wrong with the flags or a file.
func misused(err error) error {
	said, ok := client.Said(err, words.Of(os.Getenv))
	if !ok {
		return err
	}
	return usageError{said}
}

func tokenCommand() *cobra.Command {
	var options *client.Options
	command := &cobra.Command{
		Use:   "token",
		Short: "Log in with an API key, the administrator's on the machine of an embedded Hearth, and print the token alone",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClient(cmd, options, func(c *client.Client) error {
				token, err := c.Exchange(cmd.Context())
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), token.Text)
				return err
			})
		},
	}
	options = bindClient(command)
	return command
}
