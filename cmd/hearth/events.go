package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
)

func eventsCommand(l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "events",
		Short: l.Say("Look at the events of a service, on the machine that holds the data, and send some again", "在存放数据的机器上查看某服务的事件，或重新发送"),
	}
	command.AddCommand(eventsListCommand(l), eventsDeadCommand(l), eventsReplayCommand(l))
	return command
}

func eventsListCommand(l words.Locale) *cobra.Command {
	var limit int
	command := &cobra.Command{
		Use:   "list SERVICE",
		Short: l.Say("List the newest events of a service, the newest first, and whether the bus has taken them", "列出某服务最新的事件（最新的在前），以及总线是否已接收"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withData(cmd, args[0], func(ctx context.Context, d *db.DB) error {
				listed, err := event.List(ctx, d.Read(), args[0], limit)
				if err != nil {
					return err
				}
				return printEvents(cmd.OutOrStdout(), l, listed)
			})
		},
	}
	command.Flags().IntVar(&limit, "limit", 50, l.Say("how many", "数量"))
	return command
}

func printEvents(out io.Writer, l words.Locale, listed []event.Listed) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, l.Say("TIME\tID\tSUBJECT\tAGGREGATE\tVERSION\tPUBLISHED", "时间\t编号\t主题\t对象\t版本\t发布时间"))
	for _, one := range listed {
		published := l.Say("waiting", "等待中")
		if !one.Settled.IsZero() {
			published = one.Settled.Format(time.RFC3339)
		}
		e := one.Event
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%d\t%s\n", e.Time.Format(time.RFC3339), e.ID, e.Subject, e.Aggregate, e.Version, published)
	}
	return table.Flush()
}

func eventsDeadCommand(l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "dead SERVICE",
		Short: l.Say("List the events that a service gave up, and why", "列出某服务放弃处理的事件及其原因"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withData(cmd, args[0], func(ctx context.Context, d *db.DB) error {
				letters, err := event.Dead(ctx, d.Read())
				if err != nil {
					return err
				}
				return printDead(cmd.OutOrStdout(), l, letters)
			})
		},
	}
	command.AddCommand(
		changeDeadCommand("retry SERVICE NUMBER...", l.Say("Put events that were given up through their handlers once more", "重新处理已放弃的事件"),
			model.Say("to be retried", "将重试"), event.RetryDead),
		changeDeadCommand("drop SERVICE NUMBER...", l.Say("Forget events that were given up, for good", "永久丢弃已放弃的事件"),
			model.Say("dropped", "已丢弃"), event.DropDead),
	)
	return command
}

func printDead(out io.Writer, l words.Locale, letters []event.DeadLetter) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, l.Say("NUMBER\tTIME\tCONSUMER\tSUBJECT\tAGGREGATE\tATTEMPTS\tREASON", "序号\t时间\t消费者\t主题\t对象\t尝试次数\t原因"))
	for _, letter := range letters {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%d\t%s\n", letter.Number, letter.Time.Format(time.RFC3339), letter.Consumer,
			letter.Event.Subject, letter.Event.Aggregate, letter.Attempts, letter.Reason)
	}
	return table.Flush()
}

func changeDeadCommand(use, short string, done model.Words, change func(context.Context, *db.DB, ...int64) (int64, error)) *cobra.Command {
	return &cobra.Command{
		Use:   use,
		Short: short,
		Args:  cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			numbers := make([]int64, len(args)-1)
			for i, text := range args[1:] {
				number, err := strconv.ParseInt(text, 10, 64)
				if err != nil {
					return usageError{model.Say("%q is not the number of a dead letter", "%q 不是已放弃事件的序号", text)}
				}
				numbers[i] = number
			}
			return withData(cmd, args[0], func(ctx context.Context, d *db.DB) error {
				changed, err := change(ctx, d, numbers...)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), words.Of(os.Getenv).Say("%[1]d of %[2]d %[3]s", "%[2]d 条中有 %[1]d 条%[3]s", changed, len(numbers), done))
				return err
			})
		},
	}
}

func eventsReplayCommand(l words.Locale) *cobra.Command {
	var replay event.Replay
	var since time.Duration
	command := &cobra.Command{
		Use:   "replay SERVICE",
		Short: l.Say("Publish events of a service again, under their own ids, for one consumer", "以原编号向一个消费者重新发布某服务的事件"),
		Long: l.Say(`The events of the last seven days can be published again. Only the named consumer is told.
What it has applied before has no effect again, unless --again is given.`,
			`可重新发布最近七天的事件，只通知指定的消费者。
它已处理过的事件不会再次生效，除非指定 --again。`),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			service, _, _ := strings.Cut(replay.Consumer, "-")
			if consuming, err := app.WithData(modules.All(config.Config{}), []string{service}); err != nil || len(consuming) == 0 || service == replay.Consumer {
				return usageError{model.Say(
					"there is no consumer %s: a consumer is named after its service, such as survey-roster",
					"没有消费者 %s：消费者以其服务命名，例如 survey-roster", replay.Consumer,
				)}
			}
			if since > 0 {
				replay.Since = time.Now().Add(-since)
			}
			return withData(cmd, args[0], func(ctx context.Context, d *db.DB) error {
				count, err := replay.Run(ctx, d)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), l.Say("%d events for %s", "%d 个事件，发往 %s", count, replay.Consumer))
				return err
			})
		},
	}
	command.Flags().StringVar(&replay.Consumer, "consumer", "", l.Say("the consumer that is told, such as survey-roster", "要通知的消费者，例如 survey-roster"))
	command.Flags().DurationVar(&since, "since", 0, l.Say("only what was emitted within this time, such as 24h; all by default", "只发送该时长内产生的事件，例如 24h；默认全部"))
	command.Flags().StringSliceVar(&replay.IDs, "id", nil, l.Say("only these events", "只发送这些事件"))
	command.Flags().BoolVar(&replay.Again, "again", false, l.Say("apply also what was applied before", "已处理过的也再次处理"))
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
		return usageError{model.Say("%s keeps no data", "%s 不存储数据", service)}
	}
	d, err := app.OpenData(cmd.Context(), cfg, found[0])
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return use(cmd.Context(), d)
}
