package main

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"google.golang.org/protobuf/types/known/timestamppb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

func surveyCommand(l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "survey", Short: l.Say("Ask people, and read what a release shows", "开展调研，查看发布结果")}
	options := bindClient(command, l)
	command.AddCommand(
		surveyCreateCommand(options, l), surveyListCommand(options, l), surveyShowCommand(options, l),
		surveyStepCommand(options, l, "open",
			l.Say("Freeze who is asked, and begin to take answers", "冻结调研对象，开始收集答卷"), openSurvey),
		surveyStepCommand(options, l, "close",
			l.Say("End the taking of answers for good", "结束收集答卷，不可恢复"), closeSurvey),
		surveyPreviewCommand(options, l), surveyImportCommand(options, l), surveyResponsesCommand(options, l), surveyReleaseCommand(options, l),
		surveyReportCommand(options, l), surveyCompareCommand(options, l), surveyTrendCommand(options, l), surveyDriversCommand(options, l),
		surveyCommentsCommand(options, l), surveyExportCommand(options, l), instrumentCommand(options, l),
	)
	return command
}

// namesSurvey tells how a survey is named to each command.
func namesSurvey(l words.Locale) string {
	return l.Say("NAME is surveys/…, or the whole title of the one survey that has it.", "NAME 为 surveys/…，或唯一匹配的完整标题。")
}

// findSurvey is the survey of a name or a title.
func findSurvey(ctx context.Context, c *client.Client, name string) (*surveyv1.Survey, error) {
	if strings.HasPrefix(name, "surveys/") {
		return surveyv1.NewSurveyServiceClient(c.Conn()).GetSurvey(ctx, &surveyv1.GetSurveyRequest{Name: name})
	}
	var found []*surveyv1.Survey
	err := eachSurvey(ctx, c, "", func(survey *surveyv1.Survey) {
		if titled(survey.GetDisplayName(), name) {
			found = append(found, survey)
		}
	})
	switch {
	case err != nil:
		return nil, err
	case len(found) == 0:
		return nil, model.Say("there is no survey with the title %q that you may see", "没有您可查看的标题为 %q 的调研", name)
	case len(found) > 1:
		return nil, model.Say("%d surveys have the title %q: name one as surveys/…", "有 %d 个调研的标题为 %q，请用 surveys/… 指明", len(found), name)
	}
	return found[0], nil
}

func eachSurvey(ctx context.Context, c *client.Client, filter string, visit func(*surveyv1.Survey)) error {
	request := &surveyv1.ListSurveysRequest{PageSize: 1000, Filter: filter}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := surveyv1.NewSurveyServiceClient(c.Conn()).ListSurveys(ctx, request)
		if err != nil {
			return err
		}
		for _, survey := range page.GetSurveys() {
			visit(survey)
		}
		request.PageToken = page.GetNextPageToken()
	}
	return nil
}

func surveyListCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "list", Short: l.Say("List surveys", "列出调研"), Args: cobra.NoArgs}
	return showing(command, options, l, func(ctx context.Context, c *client.Client, _ []string) (shown, error) {
		all := &surveyv1.ListSurveysResponse{}
		err := eachSurvey(ctx, c, "", func(survey *surveyv1.Survey) { all.Surveys = append(all.Surveys, survey) })
		slices.Reverse(all.Surveys) // the newest first
		return shown{Table: surveyTable(all.GetSurveys(), c.Locale), Message: all}, err
	})
}

func surveyShowCommand(options *client.Options, l words.Locale) *cobra.Command {
	return surveyStepCommand(options, l, "show", l.Say("Show one survey", "显示一个调研"),
		func(_ context.Context, _ *client.Client, survey *surveyv1.Survey) (*surveyv1.Survey, error) {
			return survey, nil
		})
}

// step is what takes a survey further.
type step func(ctx context.Context, c *client.Client, survey *surveyv1.Survey) (*surveyv1.Survey, error)

// surveyStepCommand finds a survey, takes a step, and shows the survey as it is then.
func surveyStepCommand(options *client.Options, l words.Locale, verb, short string, take step) *cobra.Command {
	command := &cobra.Command{Use: verb + " NAME", Short: short, Long: short + "\n\n" + namesSurvey(l), Args: cobra.ExactArgs(1)}
	return showing(command, options, l, func(ctx context.Context, c *client.Client, args []string) (shown, error) {
		survey, err := findSurvey(ctx, c, args[0])
		if err != nil {
			return shown{}, err
		}
		if survey, err = take(ctx, c, survey); err != nil {
			return shown{}, err
		}
		return shown{Table: surveyTable([]*surveyv1.Survey{survey}, c.Locale), Message: survey}, nil
	})
}

func openSurvey(ctx context.Context, c *client.Client, survey *surveyv1.Survey) (*surveyv1.Survey, error) {
	return surveyv1.NewSurveyServiceClient(c.Conn()).OpenSurvey(ctx, &surveyv1.OpenSurveyRequest{
		Name: survey.GetName(), Etag: survey.GetEtag(), RequestId: uuid.NewString(),
	})
}

func closeSurvey(ctx context.Context, c *client.Client, survey *surveyv1.Survey) (*surveyv1.Survey, error) {
	return surveyv1.NewSurveyServiceClient(c.Conn()).CloseSurvey(ctx, &surveyv1.CloseSurveyRequest{
		Name: survey.GetName(), Etag: survey.GetEtag(), RequestId: uuid.NewString(),
	})
}

func surveyTable(surveys []*surveyv1.Survey, l words.Locale) grid.Table {
	table := grid.Table{Right: map[int]bool{3: true}, Heading: []string{
		l.Say("NAME", "名称"), l.Say("TITLE", "标题"), l.Say("STATE", "状态"), l.Say("ASKED", "受邀人数"), l.Say("OPENED", "开启时间"), l.Say("CLOSED", "关闭时间"),
	}}
	for _, survey := range surveys {
		asked := ""
		if survey.GetState() != surveyv1.SurveyState_SURVEY_STATE_DRAFT {
			asked = strconv.FormatInt(survey.GetEligible(), 10)
		}
		table.Rows = append(table.Rows, []string{
			survey.GetName(), localized(survey.GetDisplayName(), l), stateName(survey, l), asked,
			moment(survey.GetOpenedTime()), moment(survey.GetClosedTime()),
		})
	}
	return table
}

func stateName(survey *surveyv1.Survey, l words.Locale) string {
	switch {
	case survey.GetState() == surveyv1.SurveyState_SURVEY_STATE_DRAFT:
		return l.Say("draft", "草稿")
	case survey.GetState() == surveyv1.SurveyState_SURVEY_STATE_OPEN:
		return l.Say("open", "进行中")
	case survey.GetReleasedTime() != nil:
		return l.Say("released", "已发布")
	default:
		return l.Say("closed", "已关闭")
	}
}

// moment is when something was, by the clock on this machine's wall; empty where it has not been.
func moment(at *timestamppb.Timestamp) string {
	if at == nil {
		return ""
	}
	return at.AsTime().Local().Format(time.DateTime)
}

// titled tells whether something has the title, in any language.
func titled(text *typev1.LocalizedText, title string) bool {
	return slices.Contains(slices.Collect(maps.Values(text.GetTexts())), title)
}

// localized is a text of Hearth in a person's language.
func localized(text *typev1.LocalizedText, l words.Locale) string {
	return model.Text(text.GetTexts()).In(string(l))
}
