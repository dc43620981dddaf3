package main

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"google.golang.org/protobuf/types/known/timestamppb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// drafting is what the flags of a new survey say.
type drafting struct {
	*terms
	closes, previous string
	imported         bool
	// contacts: customers are asked after a contact.
	contacts bool
}

func surveyCreateCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "create",
		Short: l.Say("Draft a survey, and print its name alone", "创建调研草稿，只输出其名称"),
		Long: namesUnit(l) + "\n" + l.Say(`Nobody is asked before the survey is opened. Answers are confidential by default: they are shown in groups alone. With --mode identified
the name stands beside the answers: culture staff, admins and systems over a person's unit read them, by hearth survey responses.`,
			`开启之前不会邀请任何人作答。默认保密：答卷只以群体数据呈现。--mode identified 为实名：姓名与作答一并保留，
该人员所在单元的文化专员、管理员及对接系统可用 hearth survey responses 查看。`),
		Args: cobra.NoArgs,
	}
	d := &drafting{terms: bindTerms(command, l)}
	flags := command.Flags()
	flags.StringVar(&d.closes, "closes", "", l.Say("when it closes by itself, such as 2026-12-11T18:00:00+08:00", "自动关闭时间，例如 2026-12-11T18:00:00+08:00"))
	flags.StringVar(&d.previous, "repeats", "", l.Say("the SURVEY of the same instrument that it repeats, by its name or its title, for comparisons and trends",
		"所重复的同一问卷的 SURVEY（名称或标题），用于比较与趋势"))
	flags.BoolVar(&d.imported, "import", false, l.Say("its answers were given elsewhere: hearth survey import", "答卷来自其他系统：hearth survey import"))
	flags.BoolVar(&d.contacts, "contacts", false, l.Say("it asks customers after a contact, in the place of people: hearth survey import brings both contacts and answers",
		"在服务之后调研客户，而非人员：联系与答卷都由 hearth survey import 导入"))
	required(command, "instrument", "owner")
	command.MarkFlagsOneRequired("title", "title-zh")
	return making(command, options, func(ctx context.Context, c *client.Client, _ []string) (string, error) {
		survey, err := d.survey()
		if err != nil {
			return "", err
		}
		return d.create(ctx, c, survey)
	})
}

// survey is what can be said without asking Hearth.
func (d *drafting) survey() (survey *surveyv1.Survey, err error) {
	survey = &surveyv1.Survey{
		DisplayName: bilingual(d.en, d.zhCN), Instrument: d.instrument,
		K: d.least, ReminderDays: d.reminders, Intake: surveyv1.Intake_INTAKE_PEOPLE,
	}
	if survey.Mode, err = d.promise(); err != nil {
		return nil, err
	}
	if d.imported || d.contacts {
		survey.Intake = surveyv1.Intake_INTAKE_IMPORT
	}
	if survey.Attribute, survey.RootAttributes, err = d.splits(); err != nil {
		return nil, err
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

func (d *drafting) create(ctx context.Context, c *client.Client, survey *surveyv1.Survey) (name string, err error) {
	if survey.OwnerUnit, survey.Audience, err = d.people(ctx, c); err != nil {
		return "", err
	}
	if d.contacts {
		survey.Audience.Kind = surveyv1.AudienceKind_AUDIENCE_KIND_CONTACTS
	}
	if d.previous != "" {
		if survey.Previous, err = surveyOf(ctx, c, d.previous); err != nil {
			return "", err
		}
	}
	created, err := surveyv1.NewSurveyServiceClient(c.Conn()).CreateSurvey(ctx, &surveyv1.CreateSurveyRequest{Survey: survey, RequestId: uuid.NewString()})
	return created.GetName(), err
}
