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
	"github.com/hearth-culture/hearth/internal/model"
)

func surveyDriversCommand(options *client.Options, l words.Locale) *cobra.Command {
	short := l.Say("Show what goes together with the outcome that a questionnaire names, in a large unit", "显示较大组织单元中与问卷所指结果相关的维度")
	command := &cobra.Command{Use: "drivers NAME", Short: short, Long: short + "\n\n" + namesSurvey(l), Args: cobra.ExactArgs(1)}
	g := &group{}
	command.Flags().StringVar(&g.unit, "unit", "", l.Say("the UNIT that is meant: units/…, its code, or its whole title; all that you see by default", "所指的 UNIT：units/…、单元编码或完整名称；默认为您可查看的全体"))
	return showing(command, options, l, func(ctx context.Context, c *client.Client, args []string) (shown, error) {
		survey, err := surveyOf(ctx, c, args[0])
		if err != nil {
			return shown{}, err
		}
		release, err := figures.Read(ctx, c.Conn(), survey, func(int) {})
		if err != nil {
			return shown{}, err
		}
		cell, err := g.in(release)
		if err != nil {
			return shown{}, err
		}
		drivers := cell.GetDrivers()
		if drivers == nil {
			return shown{}, noDrivers(release.Instrument)
		}
		found := findings.Drivers{Drivers: drivers, Instrument: release.Instrument}
		return shown{Table: found.Exact(), Message: drivers, Say: func(out io.Writer) error {
			fmt.Fprintf(out, "%s\n%s\n\n", figures.Title(cell, c.Locale), found.Heading(c.Locale))
			if err := found.Table(c.Locale).Text(out); err != nil {
				return err
			}
			fmt.Fprintln(out)
			return sayAll(out, found.Quadrants(c.Locale), found.Notes(c.Locale), nil, c.Locale)
		}}, nil
	})
}

// noDrivers says why a release may show none.
func noDrivers(instrument *surveyv1.Instrument) error {
	if instrument.GetOutcome() == "" {
		return model.Say("the questionnaire names no outcome", "问卷未指明结果题目或维度")
	}
	return model.Say("the release shows no drivers of this unit: it is not large enough, or something of them is hidden",
		"发布结果未呈现该单元的相关维度：人数不足，或其中有不予发布的结果")
}
