package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// terms are what the flags say of a survey and of a pulse alike: what is asked of whom, and how a release may show it.
type terms struct {
	en, zhCN, instrument, owner, split, mode                        string
	units, employers, shifts, positions, channels, sites, rootSplit []string
	least                                                           int32
	reminders                                                       []int32
}

// The modes that can be asked for.
const (
	confidential = "confidential"
	identified   = "identified"
)

// promise is what is promised to those who answer.
func (t *terms) promise() (surveyv1.SurveyMode, error) {
	switch t.mode {
	case confidential:
		return surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL, nil
	case identified:
		return surveyv1.SurveyMode_SURVEY_MODE_IDENTIFIED, nil
	}
	return 0, usageError{model.Say("--mode %s is neither confidential nor identified", "--mode %s 不是 confidential 或 identified", t.mode)}
}

// namesUnit tells how a unit is named where no release has it.
func namesUnit(l words.Locale) string {
	return l.Say("UNIT is units/…, its id in the system that it comes from (ID or SOURCE:ID), or its whole title.",
		"UNIT 为 units/…、该组织单元在来源系统中的编号（ID 或 SOURCE:ID），或其完整名称。")
}

func bindTerms(command *cobra.Command, l words.Locale) *terms {
	t := &terms{}
	flags := command.Flags()
	flags.StringVar(&t.en, "title", "", l.Say("its title in English", "英文标题"))
	flags.StringVar(&t.zhCN, "title-zh", "", l.Say("its title in Chinese", "中文标题"))
	flags.StringVar(&t.instrument, "instrument", "", l.Say("the published instrument, instruments/…", "已发布的问卷，instruments/…"))
	flags.StringVar(&t.owner, "owner", "", l.Say("UNIT whose survey it is", "调研所属的 UNIT"))
	flags.StringSliceVar(&t.units, "ask", nil, l.Say("UNIT whose people are asked, and all below it; the owner's by default", "受邀的 UNIT 及其下级；默认为所属组织单元"))
	flags.StringSliceVar(&t.employers, "employer", nil, l.Say("ask the people of these employers alone", "只邀请这些雇主的人员"))
	flags.StringSliceVar(&t.shifts, "shift", nil, l.Say("ask the people of these shifts alone", "只邀请这些班次的人员"))
	flags.StringSliceVar(&t.positions, "position", nil, l.Say("ask the people in these positions alone", "只邀请这些岗位的人员"))
	flags.StringSliceVar(&t.channels, "channel", nil, l.Say("ask the people of these channels alone", "只邀请这些渠道的人员"))
	flags.StringSliceVar(&t.sites, "site", nil, l.Say("ask the people at these sites alone, sites/…", "只邀请这些场地（sites/…）的人员"))
	flags.StringVar(&t.mode, "mode", confidential, l.Say("what is promised to those who answer, for good: confidential or identified", "对受邀者的承诺，不可更改：confidential（保密）或 identified（实名）"))
	flags.Int32Var(&t.least, "k", 0, l.Say(
		"the fewest sheets of a group that may be told apart, 5 to 1000, or 1 with --mode identified, where nothing is hidden; 5 by default",
		"可单独呈现的群体的最少答卷数，5 至 1000；实名调研可为 1，即不隐藏任何结果；默认 5"))
	flags.StringVar(&t.split, "split", "", l.Say("split units by %s", "组织单元的划分属性：%s", attributes()))
	flags.StringSliceVar(&t.rootSplit, "split-all", nil, l.Say("split all together by further attributes", "全体的其他划分属性"))
	flags.Int32SliceVar(&t.reminders, "remind", nil, l.Say("so many days before its close people are to be reminded", "在关闭前多少天提醒作答"))
	return t
}

// required marks flags without which a command means nothing.
func required(command *cobra.Command, names ...string) {
	for _, name := range names {
		if err := command.MarkFlagRequired(name); err != nil {
			panic(err)
		}
	}
}

// bilingual is a text that was given in one language or both.
func bilingual(en, zhCN string) *typev1.LocalizedText {
	text := &typev1.LocalizedText{Texts: map[string]string{}}
	for tag, said := range map[string]string{"en": en, "zh-CN": zhCN} {
		if said != "" {
			text.Texts[tag] = said
		}
	}
	return text
}

// splits are the attributes by which a release is split: units, and all together.
func (t *terms) splits() (units surveyv1.Attribute, all []surveyv1.Attribute, err error) {
	if t.split != "" {
		if units, err = attribute(t.split); err != nil {
			return 0, nil, err
		}
	}
	for _, name := range t.rootSplit {
		one, err := attribute(name)
		if err != nil {
			return 0, nil, err
		}
		all = append(all, one)
	}
	return units, all, nil
}

// people find the owner, and who is asked: all of the owner's people where no unit is named.
func (t *terms) people(ctx context.Context, c *client.Client) (owner string, audience *surveyv1.Audience, err error) {
	audience = &surveyv1.Audience{Employers: t.employers, Shifts: t.shifts, Positions: t.positions, Channels: t.channels, Sites: t.sites}
	if t.owner != "" {
		if owner, err = findUnit(ctx, c, t.owner); err != nil {
			return "", nil, err
		}
	}
	for _, one := range t.units {
		unit, err := findUnit(ctx, c, one)
		if err != nil {
			return "", nil, err
		}
		audience.Units = append(audience.Units, unit)
	}
	if len(t.units) == 0 && owner != "" {
		audience.Units = []string{owner}
	}
	return owner, audience, nil
}

const attributePrefix = "ATTRIBUTE_"

// attributes are the words for what people of a unit differ in.
func attributes() string {
	var names []string
	for value := range int32(len(surveyv1.Attribute_name)) {
		if value > 0 {
			names = append(names, attributeWord(surveyv1.Attribute(value)))
		}
	}
	return strings.Join(names, ", ")
}

func attributeWord(a surveyv1.Attribute) string {
	return strings.ToLower(strings.TrimPrefix(a.String(), attributePrefix))
}

func attribute(name string) (surveyv1.Attribute, error) {
	value := surveyv1.Attribute(surveyv1.Attribute_value[attributePrefix+strings.ToUpper(name)])
	if value == surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED || !slices.Contains(strings.Split(attributes(), ", "), name) {
		return 0, usageError{model.Say("people are not split by %q; there are %s", "不能按 %q 划分；可用属性：%s", name, attributes())}
	}
	return value, nil
}
