package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

func surveyPreviewCommand(options *client.Options, l words.Locale) *cobra.Command {
	short := l.Say("Show which groups a release can show at most, before anybody is asked", "在邀请作答之前，查看发布结果最多可呈现哪些群体")
	command := &cobra.Command{Use: "preview NAME", Short: short, Long: short + "\n\n" + namesSurvey(l), Args: cobra.ExactArgs(1)}
	return showing(command, options, l, func(ctx context.Context, c *client.Client, args []string) (shown, error) {
		survey, err := findSurvey(ctx, c, args[0])
		if err != nil {
			return shown{}, err
		}
		preview, err := surveyv1.NewReleaseServiceClient(c.Conn()).PreviewRelease(ctx, &surveyv1.PreviewReleaseRequest{Survey: survey.GetName()})
		if err != nil {
			return shown{}, err
		}
		titles, err := unitTitles(ctx, c)
		return shown{Table: previewTable(preview, titles, c.Locale), Message: preview}, err
	})
}

// unitTitles are what units are called today, by name.
func unitTitles(ctx context.Context, c *client.Client) (map[string]string, error) {
	titles := map[string]string{"": c.Locale.Say("Everybody", "全体")}
	request := &directoryv1.ListUnitsRequest{PageSize: 1000, ShowArchived: true}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := directoryv1.NewUnitServiceClient(c.Conn()).ListUnits(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, unit := range page.GetUnits() {
			titles[unit.GetName()] = localized(unit.GetDisplayName(), c.Locale)
		}
		request.PageToken = page.GetNextPageToken()
	}
	return titles, nil
}

func previewTable(preview *surveyv1.ReleasePreview, titles map[string]string, l words.Locale) grid.Table {
	table := grid.Table{
		Heading: []string{l.Say("UNIT", "组织单元"), l.Say("ASKED", "受邀人数"), l.Say("SHOWN", "呈现方式"), l.Say("SPLIT INTO", "划分为")},
		Right:   map[int]bool{1: true},
	}
	for _, unit := range preview.GetUnits() {
		asked, shown := "", l.Say("by itself", "单独呈现")
		switch {
		case unit.MergedInto != nil:
			shown = l.Say("with %s", "并入 %s", titles[unit.GetMergedInto()])
		case !unit.GetReported():
			shown = l.Say("not at all", "不呈现")
		}
		if unit.GetReported() {
			asked = strconv.FormatInt(unit.GetEligible(), 10)
		}
		table.Rows = append(table.Rows, []string{titles[unit.GetUnit()], asked, shown, strings.Join(unit.GetLevels(), ", ")})
	}
	for _, root := range preview.GetRootLevels() {
		by := l.Say("Everybody by %s", "全体，按 %s", attributeWord(root.GetAttribute()))
		table.Rows = append(table.Rows, []string{by, "", "", strings.Join(root.GetLevels(), ", ")})
	}
	return table
}
