package main

import (
	"context"

	"github.com/spf13/cobra"
)

// usageError is a command that was not understood.
type usageError struct{ error }

// execute runs the command that the arguments name. What fails before it begins was not understood: its name, its arguments or its flags.
func execute(ctx context.Context, root *cobra.Command) error {
	begun := false
	watch(root, func() { begun = true })
	err := root.ExecuteContext(ctx)
	if err != nil && !begun {
		return usageError{err}
	}
	return err
}

// watch has begin called when a command does. A command that only groups others says what they are, and knows no further words.
func watch(command *cobra.Command, begin func()) {
	if !command.Runnable() {
		command.Args = cobra.NoArgs
		command.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	run := command.RunE
	command.RunE = func(cmd *cobra.Command, args []string) error {
		begin()
		return run(cmd, args)
	}
	for _, child := range command.Commands() {
		watch(child, begin)
	}
}
