package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"google.golang.org/protobuf/types/known/timestamppb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// drafting is what the flags of a new survey say.
type drafting struct {
	en, zhCN, instrument, owner, split, closes string
	units, employers, rootSplits               []string
	least                                      int32
	imported                                   bool
}

func surveyCreateCommand(options *client.Options, l words.Locale) *cobra.Command {
	d := &drafting{}
	command := &cobra.Command{
		Use:   "create",
		Short: l.Say("Draft a survey, and print its name alone", "创建调研草稿，只输出其名称"),
		Long: l.Say(`UNIT is units/…, or SOURCE:ID, the unit's id in the system that it comes from.
Nobody is asked before the survey is opened. Answers are confidential: they are shown in groups alone.`,
			`UNIT 为 units/…，或 SOURCE:ID，即该组织单元在来源系统中的编号。
开启之前不会邀请任何人作答。答卷保密，只以群体数据呈现。`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			survey, err := d.survey()
			if err != nil {
				return err
			}
			return withClient(cmd, options, func(c *client.Client) error { return d.create(cmd, c, survey) })
		},
	}
	flags := command.Flags()
	flags.StringVar(&d.en, "title", "", l.Say("its title in English", "英文标题"))
	flags.StringVar(&d.zhCN, "title-zh", "", l.Say("its title in Chinese", "中文标题"))
	flags.StringVar(&d.instrument, "instrument", "", l.Say("the published instrument, instruments/…", "已发布的问卷，instruments/…"))
	flags.StringVar(&d.owner, "owner", "", l.Say("UNIT whose survey it is", "调研所属的 UNIT"))
	flags.StringSliceVar(&d.units, "ask", nil, l.Say("UNIT whose people are asked, and all below it; the owner's by default", "受访的 UNIT 及其下级；默认为所属组织单元"))
	flags.StringSliceVar(&d.employers, "employer", nil, l.Say("ask the people of these employers alone", "只邀请这些雇主的人员"))
	flags.Int32Var(&d.least, "least", 0, l.Say("the fewest sheets of a group that may be told apart, 5 to 1000; 5 by default", "可单独呈现的群体的最少答卷数，5 至 1000；默认 5"))
	flags.StringVar(&d.split, "split", "", l.Say("split units by %s", "组织单元的划分属性：%s", attributes()))
	flags.StringSliceVar(&d.rootSplits, "split-all", nil, l.Say("split all together by further attributes", "全体的其他划分属性"))
	flags.StringVar(&d.closes, "closes", "", l.Say("when it closes by itself, such as 2026-12-11T18:00:00+08:00", "自动关闭时间，例如 2026-12-11T18:00:00+08:00"))
	flags.BoolVar(&d.imported, "import", false, l.Say("its answers were given elsewhere: hearth survey import", "答卷来自其他系统：hearth survey import"))
	for _, name := range []string{"instrument", "owner"} {
		if err := command.MarkFlagRequired(name); err != nil {
			panic(err)
		}
	}
	command.MarkFlagsOneRequired("title", "title-zh")
	return command
}

// survey is what can be said without asking Hearth.
func (d *drafting) survey() (*surveyv1.Survey, error) {
	survey := &surveyv1.Survey{
		DisplayName: &typev1.LocalizedText{Texts: map[string]string{}}, Instrument: d.instrument,
		Mode: surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL, Audience: &surveyv1.Audience{Employers: d.employers}, K: d.least,
		Intake: surveyv1.Intake_INTAKE_PEOPLE,
	}
	for tag, title := range map[string]string{"en": d.en, "zh-CN": d.zhCN} {
		if title != "" {
			survey.DisplayName.Texts[tag] = title
		}
	}
	if d.imported {
		survey.Intake = surveyv1.Intake_INTAKE_IMPORT
	}
	var err error
	if d.split != "" {
		if survey.Attribute, err = attribute(d.split); err != nil {
			return nil, err
		}
	}
	for _, name := range d.rootSplits {
		one, err := attribute(name)
		if err != nil {
			return nil, err
		}
		survey.RootAttributes = append(survey.RootAttributes, one)
	}
	if d.closes != "" {
		at, err := time.Parse(time.RFC3339, d.closes)
		if err != nil {
			return nil, usageError{model.Say("--closes %s is not an instant such as 2026-12-11T18:00:00+08:00", "--closes %s 不是时间点，格式如 2026-12-11T18:00:00+08:00", d.closes)}
		}
		survey.CloseTime = timestamppb.New(at)
	}
	return survey, nil
}

func (d *drafting) create(cmd *cobra.Command, c *client.Client, survey *surveyv1.Survey) (err error) {
	ctx := c.Context(cmd.Context())
	if survey.OwnerUnit, err = findUnit(ctx, c, d.owner); err != nil {
		return err
	}
	asked := d.units
	if len(asked) == 0 {
		asked = []string{survey.GetOwnerUnit()}
	}
	for _, one := range asked {
		unit, err := findUnit(ctx, c, one)
		if err != nil {
			return err
		}
		survey.Audience.Units = append(survey.Audience.Units, unit)
	}
	created, err := surveyv1.NewSurveyServiceClient(c.Conn()).CreateSurvey(ctx, &surveyv1.CreateSurveyRequest{Survey: survey, RequestId: uuid.NewString()})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), created.GetName())
	return err
}

// findUnit is the name of the unit that another system knows as source:id.
func findUnit(ctx context.Context, c *client.Client, unit string) (string, error) {
	if strings.HasPrefix(unit, "units/") {
		return unit, nil
	}
	page, err := directoryv1.NewUnitServiceClient(c.Conn()).ListUnits(ctx, &directoryv1.ListUnitsRequest{Filter: "external_id = " + strconv.Quote(unit)})
	if err != nil {
		return "", err
	}
	if len(page.GetUnits()) != 1 {
		return "", model.Say("there is no unit %q that you may see: name it as units/… or SOURCE:ID", "没有您可查看的组织单元 %q，请用 units/… 或 SOURCE:ID 指明", unit)
	}
	return page.GetUnits()[0].GetName(), nil
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
