package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

func surveyReleaseCommand(options *client.Options, l words.Locale) *cobra.Command {
	short := l.Say("Wait until a closed survey has been released", "等待已关闭调研的结果发布")
	return surveyStepCommand(options, l, "release", short, func(ctx context.Context, c *client.Client, survey *surveyv1.Survey) (*surveyv1.Survey, error) {
		return figures.Await(ctx, c.Conn(), survey.GetName(), func(words.Text) {})
	})
}

// reporting is what the flags of a report say.
type reporting struct {
	by, level, unit string
	depth           int
}

func surveyReportCommand(options *client.Options, l words.Locale) *cobra.Command {
	r := &reporting{}
	command := &cobra.Command{
		Use:   "report NAME",
		Short: l.Say("Print what a release shows: units by constructs, or the questions of one unit", "输出发布结果：各组织单元的维度得分，或某一单元的各题结果"),
		Long: namesSurvey(l) + "\n\n" + l.Say(`Of each construct the share of favourable answers is printed, and the mean. %s marks what the release does not show.
UNIT is units/…, its code, or its whole title.`,
			`每个维度输出赞同率与均值。%s 表示该结果不予发布。
UNIT 为 units/…、单元编码或完整名称。`, figures.Hidden),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			by, err := r.attribute()
			if err != nil {
				return err
			}
			return withRelease(cmd, options, args[0], func(release *figures.Release, locale words.Locale) error { return r.print(cmd, release, by, locale) })
		},
	}
	flags := command.Flags()
	flags.StringVar(&r.by, "by", "", l.Say("the levels of an attribute: %s", "按属性呈现：%s", attributes()))
	flags.StringVar(&r.unit, "unit", "", l.Say("the questions of one UNIT", "某个 UNIT 的各题结果"))
	flags.StringVar(&r.level, "level", "", l.Say("with --unit and --by: of one level", "与 --unit 和 --by 同用：某一取值"))
	flags.IntVar(&r.depth, "depth", 3, l.Say("how many levels of units; 0 for all", "组织层级数；0 为全部"))
	return command
}

func (r *reporting) attribute() (surveyv1.Attribute, error) {
	if r.depth < 0 {
		return 0, usageError{model.Say("--depth is less than 0", "--depth 不能小于 0")}
	}
	if r.by == "" {
		return surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED, nil
	}
	return attribute(r.by)
}

func (r *reporting) print(cmd *cobra.Command, release *figures.Release, by surveyv1.Attribute, l words.Locale) error {
	out := cmd.OutOrStdout()
	about := release.About
	if r.unit == "" {
		hides := l.Say("nobody is shown in a group of fewer than %d", "少于 %d 人的群体不单独呈现", about.GetK())
		if about.GetK() == 1 {
			hides = l.Say("names stand beside the answers, and nothing is hidden", "实名作答，不隐藏任何结果")
		}
		_, err := fmt.Fprint(out, l.Say("%s, released %s; %s.\n\n", "%s，发布于 %s；%s。\n\n",
			localized(release.Instrument.GetDisplayName(), l), moment(about.GetCreateTime()), hides))
		if err != nil {
			return err
		}
		if err := release.Overview(l, by, r.depth).Text(out); err != nil {
			return err
		}
		if len(release.Instrument.GetConstructs()) == 0 {
			_, err = fmt.Fprint(out, l.Say("\nThis questionnaire has no constructs: --unit UNIT prints the questions of a unit.\n", "\n该问卷未设维度：--unit UNIT 输出某一单元的各题结果。\n"))
			return err
		}
		_, err = fmt.Fprint(out, l.Say("\nThe share of favourable answers, and the mean. %s marks what the release does not show.\n",
			"\n各列为赞同率与均值。%s 表示该结果不予发布。\n", figures.Hidden))
		return err
	}
	cell, ok := release.Find(r.unit, by, r.level)
	if !ok {
		return model.Say("the release shows no group %q to you", "发布结果中没有您可查看的群体 %q", strings.TrimSpace(r.unit+" "+r.level))
	}
	_, err := fmt.Fprint(out, l.Say("%s: %d of %d answered.\n\n", "%s：%[3]d 人中 %[2]d 人作答。\n\n", figures.Title(cell, l), cell.GetSheets(), cell.GetEligible()))
	if err != nil {
		return err
	}
	return release.Questions(l, cell).Text(out)
}

// withRelease finds a survey by its name or title, and reads its release.
func withRelease(cmd *cobra.Command, options *client.Options, name string, use func(*figures.Release, words.Locale) error) error {
	return withClient(cmd, options, func(c *client.Client) error {
		ctx := c.Context(cmd.Context())
		name, err := surveyOf(ctx, c, name)
		if err != nil {
			return err
		}
		told := newProgress(cmd.ErrOrStderr(), c.Locale)
		release, err := figures.Read(ctx, c.Conn(), name, func(cells int) { told.tell(words.Both("read %d groups", "已读取 %d 个群体", cells)) })
		told.end()
		if err != nil {
			return err
		}
		return use(release, c.Locale)
	})
}

// surveyOf is the name of a survey that is called by it or by its title. Who may read a release may not see its survey, and names that.
func surveyOf(ctx context.Context, c *client.Client, name string) (string, error) {
	if strings.HasPrefix(name, "surveys/") {
		return name, nil
	}
	survey, err := findSurvey(ctx, c, name)
	return survey.GetName(), err
}
