package main

import (
	"context"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

func instrumentPublishCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "publish NAME",
		Short: l.Say("Let surveys use a draft, and print its name; from then on only its texts can be changed", "发布草稿供调研使用，并输出其名称；发布后只能修改文字"),
		Args:  cobra.ExactArgs(1),
	}
	return making(command, options, func(ctx context.Context, c *client.Client, args []string) (string, error) {
		made, err := instrumentService(c).PublishInstrument(ctx, &surveyv1.PublishInstrumentRequest{Name: args[0], RequestId: uuid.NewString()})
		return made.GetName(), err
	})
}

func instrumentReviseCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "revise NAME",
		Short: l.Say("Make a draft of the next edition of a published questionnaire, and print its name", "为已发布的问卷建立下一版次的草稿，并输出其名称"),
		Args:  cobra.ExactArgs(1),
	}
	return making(command, options, func(ctx context.Context, c *client.Client, args []string) (string, error) {
		made, err := instrumentService(c).ReviseInstrument(ctx, &surveyv1.ReviseInstrumentRequest{Name: args[0], RequestId: uuid.NewString()})
		return made.GetName(), err
	})
}

func instrumentDiffCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "diff NAME OTHER",
		Short: l.Say("Say what is otherwise in another questionnaire, such as a later edition", "说明另一份问卷（例如后一版次）有哪些不同"),
		Args:  cobra.ExactArgs(2),
	}
	return showing(command, options, l, func(ctx context.Context, c *client.Client, args []string) (shown, error) {
		compared, err := instrumentService(c).CompareInstruments(ctx, &surveyv1.CompareInstrumentsRequest{Name: args[0], Other: args[1]})
		return shown{Table: changeTable(compared.GetChanges(), c.Locale), Message: compared}, err
	})
}

func changeTable(changes []*surveyv1.Change, l words.Locale) grid.Table {
	table := grid.Table{Heading: []string{l.Say("WHERE", "位置"), l.Say("WHAT", "变更")}}
	for _, change := range changes {
		table.Rows = append(table.Rows, []string{change.GetPath(), localized(change.GetSentence(), l)})
	}
	return table
}
