package main

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

func awardCommand(l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "award", Short: l.Say("List award rounds, and export the auditors' record of one", "列出评选轮次，导出其审计记录")}
	options := bindClient(command, l)
	command.AddCommand(awardListCommand(options, l), awardRecordCommand(options, l))
	return command
}

func awardListCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "list", Short: l.Say("List award rounds, the newest first", "列出评选轮次，最新的在前"), Args: cobra.NoArgs}
	return showing(command, options, l, func(ctx context.Context, c *client.Client, _ []string) (shown, error) {
		all := &incentivev1.ListAwardRoundsResponse{}
		request := &incentivev1.ListAwardRoundsRequest{PageSize: 1000}
		for more := true; more; more = request.GetPageToken() != "" {
			page, err := incentivev1.NewAwardRoundServiceClient(c.Conn()).ListAwardRounds(ctx, request)
			if err != nil {
				return shown{}, err
			}
			all.AwardRounds, request.PageToken = append(all.AwardRounds, page.GetAwardRounds()...), page.GetNextPageToken()
		}
		return shown{Table: awardTable(all.GetAwardRounds(), c.Locale), Message: all}, nil
	})
}

func awardTable(rounds []*incentivev1.AwardRound, l words.Locale) grid.Table {
	table := grid.Table{Heading: []string{
		l.Say("NAME", "名称"), l.Say("TITLE", "标题"), l.Say("STATE", "状态"), l.Say("FROM", "起始日期"), l.Say("TO", "结束日期"), l.Say("WINNERS", "获奖者"),
	}}
	// In the order of the values of AwardRoundState.
	states := []string{
		"", l.Say("draft", "草稿"), l.Say("committed", "已承诺"), l.Say("nominating", "提名中"), l.Say("scoring", "计分中"), l.Say("panel", "评审中"),
		l.Say("decided", "已裁定"), l.Say("announced", "已公布"), l.Say("final", "已结束"), l.Say("cancelled", "已取消"),
	}
	for _, round := range rounds {
		table.Rows = append(table.Rows, []string{
			round.GetName(), localized(round.GetDisplayName(), l), states[round.GetState()], round.GetStartDate(), round.GetEndDate(),
			strings.Join(round.GetWinners(), " "),
		})
	}
	return table
}

func awardRecordCommand(options *client.Options, l words.Locale) *cobra.Command {
	short := l.Say("Export all that a round was decided by, for auditors", "导出评选轮次的完整审计记录")
	command := &cobra.Command{
		Use: "record ROUND", Short: short, Args: cobra.ExactArgs(1),
		Long: short + "\n\n" + l.Say("ROUND is awardRounds/…, as list shows it. The record is one JSON document, from which another program can compute the round again.",
			"ROUND 为 list 所示的 awardRounds/…。记录为一个 JSON 文档，其他程序可据此重新计算。"),
	}
	path := command.Flags().String("file", "", l.Say("where to write it; otherwise it is printed", "写入的文件；未指定时直接输出"))
	command.RunE = func(cmd *cobra.Command, args []string) error {
		return withClient(cmd, options, func(c *client.Client) error {
			write := func(to io.Writer) error { return awardRecord(c.Context(cmd.Context()), c, args[0], to) }
			if *path == "" {
				return write(cmd.OutOrStdout())
			}
			return whole(*path, write)
		})
	}
	return command
}

// awardRecord writes a record as it comes.
func awardRecord(ctx context.Context, c *client.Client, round string, to io.Writer) error {
	stream, err := incentivev1.NewAwardRecordServiceClient(c.Conn()).ExportAwardAuditRecord(ctx, &incentivev1.ExportAwardAuditRecordRequest{Name: round})
	if err != nil {
		return err
	}
	for {
		piece, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := to.Write(piece.GetData()); err != nil {
			return err
		}
	}
}
