package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/findings"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

func surveyTrendCommand(options *client.Options, l words.Locale) *cobra.Command {
	short := l.Say("Follow a group of people over the surveys that a survey repeats", "查看某一群体在历次重复调研中的走势")
	command := &cobra.Command{Use: "trend NAME", Short: short, Long: short + "\n\n" + namesSurvey(l), Args: cobra.ExactArgs(1)}
	g := bindGroup(command, l)
	others := command.Flags().StringSlice("with", nil, l.Say("the other surveys, by their names or titles, instead of those that it repeats", "指定其他调研（名称或标题），代替所重复的调研"))
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
		request := &surveyv1.ListTrendsRequest{Parent: release.About.GetName(), Cell: keyOf(cell)}
		for _, one := range *others {
			other, err := surveyOf(ctx, c, one)
			if err != nil {
				return shown{}, err
			}
			request.Releases = append(request.Releases, other+"/release")
		}
		trends, err := surveyv1.NewComparisonServiceClient(c.Conn()).ListTrends(ctx, request)
		if err != nil {
			return shown{}, err
		}
		found := findings.Trends{ListTrendsResponse: trends, Instrument: release.Instrument}
		return shown{Table: found.Exact(), Message: trends, Say: func(out io.Writer) error {
			fmt.Fprintln(out, figures.Title(cell, c.Locale)+"\n")
			return sayAll(out, found.Table(c.Locale), found.Notes(c.Locale), nil, c.Locale)
		}}, nil
	})
}
