package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/findings"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// group is what the flags say of the group of people that is meant.
type group struct{ unit, by, level string }

func bindGroup(command *cobra.Command, l words.Locale) *group {
	g := &group{}
	flags := command.Flags()
	flags.StringVar(&g.unit, "unit", "", l.Say("the UNIT that is meant: units/…, its code, or its whole title; all that you see by default", "所指的 UNIT：units/…、单元编码或完整名称；默认为您可查看的全体"))
	flags.StringVar(&g.by, "by", "", l.Say("of the UNIT one level of an attribute: %s", "UNIT 内按属性划分的一部分：%s", attributes()))
	flags.StringVar(&g.level, "level", "", l.Say("with --by: which level", "与 --by 同用：哪一取值"))
	return g
}

// in finds the group in a release.
func (g *group) in(release *figures.Release) (*surveyv1.Cell, error) {
	var by surveyv1.Attribute
	if g.by != "" {
		var err error
		if by, err = attribute(g.by); err != nil {
			return nil, err
		}
	}
	if tops := release.Tops(); g.unit == "" && by == surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED && len(tops) == 1 {
		return tops[0], nil
	}
	if found, ok := release.Find(g.unit, by, g.level); ok {
		return found, nil
	}
	if g.unit == "" {
		return nil, usageError{model.Say("name the group with --unit", "请用 --unit 指明群体")}
	}
	return nil, model.Say("the release shows no group %q to you", "发布结果中没有您可查看的群体 %q", strings.TrimSpace(g.unit+" "+g.level))
}

func keyOf(cell *surveyv1.Cell) *surveyv1.CellKey {
	return &surveyv1.CellKey{Unit: cell.GetUnit(), Attribute: cell.GetAttribute(), Level: cell.GetLevel()}
}

// comparing is with what a group is compared.
type comparing struct {
	*group
	against, againstLevel string
	rest, previous        bool
}

func surveyCompareCommand(options *client.Options, l words.Locale) *cobra.Command {
	short := l.Say("Compare a group of people with another, with all others, or with itself in the survey before", "将某一群体与另一群体、与其余全体或与其上一次调研相比较")
	command := &cobra.Command{
		Use: "compare NAME", Short: short, Args: cobra.ExactArgs(1),
		Long: short + "\n\n" + namesSurvey(l) + "\n" + l.Say("Without --against, --against-level and --previous it is compared with all others: of a unit those of the highest unit around it, of a level those of its unit.",
			"未指定 --against、--against-level 或 --previous 时与其余全体比较：单元与其最上级单元的其余人员比较，某一取值与所在单元的其余人员比较。"),
	}
	x := &comparing{group: bindGroup(command, l)}
	flags := command.Flags()
	flags.StringVar(&x.against, "against", "", l.Say("the UNIT with which it is compared", "作为比较对象的 UNIT"))
	flags.StringVar(&x.againstLevel, "against-level", "", l.Say("with --by: the level with which it is compared", "与 --by 同用：作为比较对象的取值"))
	flags.BoolVar(&x.rest, "rest", false, l.Say("compare it with all others", "与其余全体比较"))
	flags.BoolVar(&x.previous, "previous", false, l.Say("compare it with itself in the last survey before that shows it", "与其在上一次可查看的调研中的结果比较"))
	command.MarkFlagsMutuallyExclusive("against", "rest", "previous")
	command.MarkFlagsMutuallyExclusive("against-level", "rest", "previous")
	return showing(command, options, l, x.compare)
}

func (x *comparing) compare(ctx context.Context, c *client.Client, args []string) (shown, error) {
	survey, err := surveyOf(ctx, c, args[0])
	if err != nil {
		return shown{}, err
	}
	release, err := figures.Outline(ctx, c.Conn(), survey)
	if err != nil {
		return shown{}, err
	}
	first, err := x.in(release)
	if err != nil {
		return shown{}, err
	}
	request := &surveyv1.CompareCellsRequest{Parent: release.About.GetName(), First: keyOf(first)}
	if x.previous {
		request.Second = keyOf(first)
		request.SecondRelease, err = releaseBefore(ctx, c, request.GetParent(), first)
	} else {
		request.Second, err = x.other(release, first)
	}
	if err != nil {
		return shown{}, err
	}
	compared, err := surveyv1.NewComparisonServiceClient(c.Conn()).CompareCells(ctx, request)
	if err != nil {
		return shown{}, err
	}
	found := findings.Comparison{CellComparison: compared, Instrument: release.Instrument}
	return shown{Table: found.Exact(), Message: compared, Say: func(out io.Writer) error {
		for _, one := range []*surveyv1.ComparedCell{compared.GetFirst(), compared.GetSecond()} {
			fmt.Fprintln(out, comparedTitle(one, c.Locale))
		}
		fmt.Fprintln(out)
		return sayAll(out, found.Table(c.Locale), found.Notes(c.Locale), compared.GetNorms(), c.Locale)
	}}, nil
}

// other is the group with which one is compared in the same release.
func (x *comparing) other(release *figures.Release, first *surveyv1.Cell) (*surveyv1.CellKey, error) {
	if x.against == "" && x.againstLevel == "" {
		around, ok := release.Around(first)
		if !ok {
			return nil, model.Words{
				En:   "the release shows you nobody besides " + figures.Title(first, "en"),
				ZhCN: "发布结果中没有您可查看的“" + figures.Title(first, "zh-CN") + "”以外的人群",
			}
		}
		return keyOf(around), nil
	}
	other := group{unit: x.against, by: x.by, level: x.againstLevel}
	if other.unit == "" {
		other.unit = x.unit
	}
	if other.level == "" {
		other.level = x.level
	}
	second, err := other.in(release)
	return keyOf(second), err
}

// releaseBefore is the last release before this one, of the surveys that it repeats, that shows the same group.
func releaseBefore(ctx context.Context, c *client.Client, release string, cell *surveyv1.Cell) (before string, err error) {
	trends, err := surveyv1.NewComparisonServiceClient(c.Conn()).ListTrends(ctx, &surveyv1.ListTrendsRequest{Parent: release, Cell: keyOf(cell)})
	if err != nil {
		return "", err
	}
	for _, wave := range trends.GetWaves() {
		if wave.GetRelease() == release {
			break
		}
		before = wave.GetRelease()
	}
	if before == "" {
		return "", model.Say("no survey that this one repeats shows you the group", "本调研所重复的各次调研中，没有您可查看的该群体结果")
	}
	return before, nil
}

// comparedTitle says who one of two groups is.
func comparedTitle(one *surveyv1.ComparedCell, l words.Locale) string {
	cell := one.GetCell()
	title := figures.Title(cell, l)
	if one.GetRest() {
		title = l.Say("All others of %s", "%s 的其余人员", title)
	}
	return l.Say("%s: %d of %d answered (%s)", "%[1]s：%[3]d 人中 %[2]d 人作答（%[4]s）", title, cell.GetSheets(), cell.GetEligible(),
		strings.TrimSuffix(one.GetRelease(), "/release"))
}

// sayAll prints a table, what there is to know about it, and what others answered elsewhere.
func sayAll(out io.Writer, table grid.Table, notes string, norms []*surveyv1.Norm, l words.Locale) error {
	if err := table.Text(out); err != nil {
		return err
	}
	if _, err := fmt.Fprint(out, "\n"+notes); err != nil || len(norms) == 0 {
		return err
	}
	if _, err := fmt.Fprint(out, "\n"+l.Say("From elsewhere, shown beside the figures and counted in none:", "外部参考数据，仅供对照，不计入任何结果：")+"\n"); err != nil {
		return err
	}
	return findings.Norms(norms, l).Text(out)
}
