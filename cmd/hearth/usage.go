package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// usageError is a command that was not understood.
type usageError struct{ error }

// Unwrap is what is wrong with the command.
func (e usageError) Unwrap() error { return e.error }

// execute runs the command that the arguments name. What fails before it begins was not understood: its name, its arguments or its flags.
func execute(ctx context.Context, root *cobra.Command) error {
	begun := false
	watch(root, func() { begun = true })
	err := root.ExecuteContext(ctx)
	if err != nil && !begun {
		return misunderstood(err)
	}
	return err
}

// watch has begin called when a command does. A command that only groups others says what they are, and knows no further words.
func watch(command *cobra.Command, begin func()) {
	if !command.Runnable() {
		command.Args = cobra.NoArgs
		command.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	if command.Name() == "help" {
		command.Args = known
	}
	run := command.RunE
	if plain := command.Run; run == nil {
		run = func(cmd *cobra.Command, args []string) error {
			plain(cmd, args) // the command that helps has no error to tell
			return nil
		}
	}
	command.RunE = func(cmd *cobra.Command, args []string) error {
		begin()
		return run(cmd, args)
	}
	for _, child := range command.Commands() {
		watch(child, begin)
	}
}

// known refuses help about a command that is not there: cobra would show all commands and end well.
func known(help *cobra.Command, args []string) error {
	found, rest, err := help.Root().Find(args)
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("unknown command %q for %q", rest[0], found.CommandPath())
	}
	return err
}

// brief keeps the settings, which every command takes, out of the help of all but serve and migrate: they would bury what a command is about.
func brief(root *cobra.Command, l words.Locale) {
	help := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		if cmd.Name() == "serve" || cmd.Name() == "migrate" {
			help(cmd, args)
			return
		}
		root.PersistentFlags().VisitAll(func(flag *pflag.Flag) {
			flag.Hidden = flag.Name != "config" && flag.Name != "data-dir"
		})
		help(cmd, args)
		fmt.Fprintln(cmd.OutOrStdout(), "\n"+l.Say("Every setting has a flag, too: hearth config keys", "每项设置都有对应的参数：hearth config keys"))
	})
}
