package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"google.golang.org/protobuf/proto"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/findings"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

func surveyCommentsCommand(options *client.Options, l words.Locale) *cobra.Command {
	short := l.Say("Show what people wrote, and what it speaks of", "显示大家写下的留言及其主题")
	command := &cobra.Command{Use: "comments NAME", Short: short, Long: short + "\n\n" + namesSurvey(l), Args: cobra.ExactArgs(1)}
	g := &group{}
	command.Flags().StringVar(&g.unit, "unit", "", l.Say("the UNIT that is meant, with all below it: units/…, its code, or its whole title; all that you see by default", "所指的 UNIT 及其下级：units/…、单元编码或完整名称；默认为您可查看的全体"))
	themes := command.Flags().Bool("themes", false, l.Say("what the comments speak of, in json and csv instead of the comments", "json 与 csv 输出主题，而非留言"))
	return showing(command, options, l, func(ctx context.Context, c *client.Client, args []string) (shown, error) {
		survey, err := surveyOf(ctx, c, args[0])
		if err != nil {
			return shown{}, err
		}
		release, err := figures.Outline(ctx, c.Conn(), survey)
		if err != nil {
			return shown{}, err
		}
		cell, err := g.in(release)
		if err != nil {
			return shown{}, err
		}
		found, err := readComments(ctx, c, release, cell)
		if err != nil {
			return shown{}, err
		}
		table, message := found.Exact(c.Locale), proto.Message(&surveyv1.ListCommentsResponse{Comments: found.Comments})
		if *themes {
			table, message = found.Spoken(c.Locale), &surveyv1.ListThemesResponse{Themes: found.Themes}
		}
		return shown{Table: table, Message: message, Say: func(out io.Writer) error {
			fmt.Fprintln(out, figures.Title(cell, c.Locale)+"\n")
			if len(found.Themes) > 0 {
				if err := found.Spoken(c.Locale).Text(out); err != nil {
					return err
				}
				fmt.Fprintln(out)
			}
			return sayAll(out, found.Written(c.Locale), found.Notes(c.Locale), nil, c.Locale)
		}}, nil
	})
}

// readComments reads what stands at a unit and at those below it that the caller sees, and what is spoken of at the unit.
func readComments(ctx context.Context, c *client.Client, release *figures.Release, of *surveyv1.Cell) (*findings.Comments, error) {
	comments := surveyv1.NewCommentServiceClient(c.Conn())
	within := map[string]bool{of.GetUnit(): true}
	for _, cell := range release.Cells {
		if cell.Parent != nil && within[cell.GetParent()] {
			within[cell.GetUnit()] = true
		}
	}
	found := &findings.Comments{}
	request := &surveyv1.ListCommentsRequest{Parent: release.About.GetName(), PageSize: 1000}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := comments.ListComments(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, one := range page.GetComments() {
			if within[one.GetUnit()] {
				found.Comments = append(found.Comments, one)
			}
		}
		request.PageToken = page.GetNextPageToken()
	}
	spoken := &surveyv1.ListThemesRequest{Parent: release.About.GetName(), PageSize: 1000}
	for more := true; more; more = spoken.GetPageToken() != "" {
		page, err := comments.ListThemes(ctx, spoken)
		if err != nil {
			return nil, err
		}
		for _, one := range page.GetThemes() {
			if one.GetUnit() == of.GetUnit() {
				found.Themes = append(found.Themes, one)
			}
		}
		spoken.PageToken = page.GetNextPageToken()
	}
	return found, nil
}
