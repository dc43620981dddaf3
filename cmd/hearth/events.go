package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
)

func eventsCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "events",
		Short: "Look at the events of a service, on the machine that holds the data, and send some again",
	}
	command.AddCommand(eventsListCommand(), eventsDeadCommand(), eventsReplayCommand())
	return command
}

func eventsListCommand() *cobra.Command {
	var limit int
	command := &cobra.Command{
		Use:   "list SERVICE",
		Short: "List the newest events of a service, the newest first, and whether the bus has taken them",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withData(cmd, args[0], func(ctx context.Context, d *db.DB) error {
				listed, err := event.List(ctx, d.Read(), args[0], limit)
				if err != nil {
					return err
				}
				return printEvents(cmd.OutOrStdout(), listed)
			})
		},
	}
	command.Flags().IntVar(&limit, "limit", 50, "how many")
	return command
}

func printEvents(out io.Writer, listed []event.Listed) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "TIME\tID\tSUBJECT\tAGGREGATE\tVERSION\tPUBLISHED")
	for _, one := range listed {
		published := "waiting"
		if !one.Settled.IsZero() {
			published = one.Settled.Format(time.RFC3339)
		}
		e := one.Event
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\n", e.Time.Format(time.RFC3339), e.ID, e.Subject, e.Aggregate, e.Version, published)
	}
	return table.Flush()
}

func eventsDeadCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "dead SERVICE",
		Short: "List the events that a service gave up, and why",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withData(cmd, args[0], func(ctx context.Context, d *db.DB) error {
				letters, err := event.Dead(ctx, d.Read())
				if err != nil {
					return err
				}
				return printDead(cmd.OutOrStdout(), letters)
			})
		},
	}
	command.AddCommand(
		changeDeadCommand("retry SERVICE NUMBER...", "Put events that were given up through their handlers once more", "to be retried", event.RetryDead),
		changeDeadCommand("drop SERVICE NUMBER...", "Forget events that were given up, for good", "dropped", event.DropDead),
	)
	return command
}

func printDead(out io.Writer, letters []event.DeadLetter) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NUMBER\tTIME\tCONSUMER\tSUBJECT\tAGGREGATE\tATTEMPTS\tREASON")
	for _, letter := range letters {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%d\t%s\n", letter.Number, letter.Time.Format(time.RFC3339), letter.Consumer,
			letter.Event.Subject, letter.Event.Aggregate, letter.Attempts, letter.Reason)
	}
	return table.Flush()
}

func changeDeadCommand(use, short, done string, change func(context.Context, *db.DB, ...int64) (int64, error)) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			numbers := make([]int64, len(args)-1)
			for i, text := range args[1:] {
				number, err := strconv.ParseInt(text, 10, 64)
				if err != nil {
					return usageError{fmt.Errorf("%q is not the number of a dead letter", text)}
				}
				numbers[i] = number
			}
			return withData(cmd, args[0], func(ctx context.Context, d *db.DB) error {
				changed, err := change(ctx, d, numbers...)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d of %d %s\n", changed, len(numbers), done)
				return err
			})
		},
	}
}

func eventsReplayCommand() *cobra.Command {
	var replay event.Replay
	var since time.Duration
	command := &cobra.Command{
		Use:   "replay SERVICE",
		Short: "Publish events of a service again, under their own ids, for one consumer",
		Long: `The events of the last seven days can be published again. Only the named consumer is told.
What it has applied before has no effect again, unless --again is given.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			service, _, _ := strings.Cut(replay.Consumer, "-")
			if consuming, err := app.WithData(modules.All(config.Config{}), []string{service}); err != nil || len(consuming) == 0 || service == replay.Consumer {
				return usageError{fmt.Errorf("there is no consumer %s: a consumer is named after its service, such as survey-roster", replay.Consumer)}
			}
			if since > 0 {
				replay.Since = time.Now().Add(-since)
			}
			return withData(cmd, args[0], func(ctx context.Context, d *db.DB) error {
				count, err := replay.Run(ctx, d)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d events for %s\n", count, replay.Consumer)
				return err
			})
		},
	}
	command.Flags().StringVar(&replay.Consumer, "consumer", "", "the consumer that is told, such as survey-roster")
	command.Flags().DurationVar(&since, "since", 0, "only what was emitted within this time, such as 24h; all by default")
	command.Flags().StringSliceVar(&replay.IDs, "id", nil, "only these events")
	command.Flags().BoolVar(&replay.Again, "again", false, "apply also what was applied before")
	_ = command.MarkFlagRequired("consumer")
	return command
}

// withData opens the database of a service, embedded or not.
func withData(cmd *cobra.Command, service string, use func(ctx context.Context, d *db.DB) error) error {
	cfg, err := settings(cmd)
	if err != nil {
		return err
	}
	found, err := app.WithData(modules.All(cfg), []string{service})
	if err != nil {
		return usageError{err}
	}
	if len(found) == 0 {
		return usageError{fmt.Errorf("%s keeps no data", service)}
	}
	d, err := app.OpenData(cmd.Context(), cfg, found[0])
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return use(cmd.Context(), d)
}
