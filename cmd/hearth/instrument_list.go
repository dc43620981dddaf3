package main

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/questionnaire"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

func instrumentListCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "list", Short: l.Say("List the questionnaires, the newest first", "列出问卷，最新的在前"), Args: cobra.NoArgs}
	return showing(command, options, l, func(ctx context.Context, c *client.Client, _ []string) (shown, error) {
		all := &surveyv1.ListInstrumentsResponse{}
		request := &surveyv1.ListInstrumentsRequest{PageSize: 1000}
		for more := true; more; more = request.GetPageToken() != "" {
			page, err := instrumentService(c).ListInstruments(ctx, request)
			if err != nil {
				return shown{}, err
			}
			all.Instruments, request.PageToken = append(all.Instruments, page.GetInstruments()...), page.GetNextPageToken()
		}
		return shown{Table: instrumentTable(all.GetInstruments(), c.Locale), Message: all}, nil
	})
}

func instrumentLibraryCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use: "library", Short: l.Say("List the questionnaires that come with Hearth", "列出 Hearth 自带的问卷"), Args: cobra.NoArgs,
	}
	return showing(command, options, l, func(ctx context.Context, c *client.Client, _ []string) (shown, error) {
		all, err := instrumentService(c).ListLibraryInstruments(ctx, &surveyv1.ListLibraryInstrumentsRequest{})
		return shown{Table: libraryTable(all.GetInstruments(), c.Locale), Message: all}, err
	})
}

func instrumentTable(instruments []*surveyv1.Instrument, l words.Locale) grid.Table {
	table := grid.Table{Right: map[int]bool{3: true, 4: true}, Heading: []string{
		l.Say("NAME", "名称"), l.Say("TITLE", "标题"), l.Say("STATE", "状态"), l.Say("EDITION", "版次"), l.Say("QUESTIONS", "题数"),
	}}
	for _, one := range instruments {
		state := l.Say("draft", "草稿")
		if one.GetState() == surveyv1.InstrumentState_INSTRUMENT_STATE_PUBLISHED {
			state = l.Say("published", "已发布")
		}
		table.Rows = append(table.Rows, []string{
			one.GetName(), localized(one.GetDisplayName(), l), state, strconv.Itoa(int(one.GetEdition())), strconv.Itoa(questionnaire.Questions(one)),
		})
	}
	return table
}

func libraryTable(instruments []*surveyv1.Instrument, l words.Locale) grid.Table {
	table := grid.Table{Right: map[int]bool{2: true, 3: true}, Heading: []string{
		l.Say("SLUG", "代号"), l.Say("TITLE", "标题"), l.Say("QUESTIONS", "题数"), l.Say("MINUTES", "分钟"),
	}}
	for _, one := range instruments {
		table.Rows = append(table.Rows, []string{
			one.GetName()[len(inLibrary):], localized(one.GetDisplayName(), l), strconv.Itoa(questionnaire.Questions(one)), strconv.Itoa(int(one.GetMinutes())),
		})
	}
	return table
}
