// Command hearth is the one binary: it serves Hearth, all of it or some roles, and it is the client of its public API.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/said"
)

// Exit codes, so that a supervisor can tell what a restart would help.
const (
	exitFailure = 1 // something failed; trying again may help
	exitUsage   = 2 // a wrong command, flag or configuration
	exitPort    = 3 // a port is taken
	exitData    = 4 // the data folder cannot be used
	exitSchema  = 5 // the tables are older or newer than this binary
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := execute(ctx, command())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "hearth:", said.Of(err).In(string(words.Of(os.Getenv))))
		os.Exit(exitCode(err))
	}
}

func command() *cobra.Command {
	l := words.Of(os.Getenv)
	root := &cobra.Command{
		Use:           "hearth",
		Short:         l.Say("Culture and belonging of contact-centre teams", "联络中心团队的文化与归属感"),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	config.BindFlags(root.PersistentFlags(), string(l))
	root.AddCommand(
		serveCommand(l), migrateCommand(l), healthCommand(l), configCommand(l), eventsCommand(l),
		adminCommand(l), backupCommand(l), restoreCommand(l), directoryCommand(l), surveyCommand(l), pulseCommand(l), normCommand(l), awardCommand(l), thankCommand(l), feedCommand(l), walletCommand(l), loginCommand(l), logoutCommand(l), tokenCommand(l),
		demoCommand(l), versionCommand(l),
	)
	brief(root, l)
	speak(root, l)
	return root
}

// settings is the configuration that a command runs with.
func settings(cmd *cobra.Command) (config.Config, error) {
	return config.Load(config.Sources{Folder: ".", Environ: os.Environ(), Flags: cmd.Flags()})
}

func exitCode(err error) int {
	var (
		usage  usageError
		wrong  *config.Error
		port   *app.PortError
		data   *app.DataDirError
		keys   *app.KeysDirError
		schema *app.SchemaError
		asked  *app.UsageError
	)
	switch {
	case errors.As(err, &usage), errors.As(err, &wrong), errors.As(err, &asked):
		return exitUsage
	case errors.As(err, &port):
		return exitPort
	case errors.As(err, &schema):
		return exitSchema
	case errors.As(err, &data), errors.As(err, &keys):
		return exitData
	default:
		return exitFailure
	}
}
