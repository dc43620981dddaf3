package main

import (
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

func surveyResponsesCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "responses NAME",
		Short: l.Say("Print who answered what to an identified survey", "输出实名调研中各人的作答"),
		Long: namesSurvey(l) + "\n\n" + l.Say(`One row an answer, of the people, or the contacts, in your reach. The reading is noted in the audit log.`,
			`每行一项作答，仅限您权限范围内的人员或客户联系。查看会记入审计日志。`),
		Args: cobra.ExactArgs(1),
	}
	form := bindOutput(command, l, "table", "json", "csv")
	command.RunE = func(cmd *cobra.Command, args []string) error {
		if err := form.check(); err != nil {
			return err
		}
		return withClient(cmd, options, func(c *client.Client) error {
			ctx := c.Context(cmd.Context())
			survey, err := findSurvey(ctx, c, args[0])
			if err != nil {
				return err
			}
			all := &surveyv1.ListResponsesResponse{}
			request := &surveyv1.ListResponsesRequest{Name: survey.GetName(), PageSize: 1000}
			for more := true; more; more = request.GetPageToken() != "" {
				request.RequestId = uuid.NewString()
				page, err := surveyv1.NewResponseServiceClient(c.Conn()).ListResponses(ctx, request)
				if err != nil {
					return err
				}
				all.Responses = append(all.Responses, page.GetResponses()...)
				request.PageToken = page.GetNextPageToken()
			}
			return form.print(cmd.OutOrStdout(), responsesTable(all.GetResponses(), c.Locale), all)
		})
	}
	return command
}

func responsesTable(responses []*surveyv1.NamedResponse, l words.Locale) grid.Table {
	table := grid.Table{Heading: []string{l.Say("WHO", "作答人"), l.Say("UNIT", "组织单元"), l.Say("EMPLOYER", "雇主"), l.Say("QUESTION", "题目"), l.Say("ANSWER", "作答")}}
	for _, one := range responses {
		who := one.GetPerson()
		if contact := one.GetContact(); contact != nil {
			who = contact.GetSource() + ":" + contact.GetId()
		}
		for _, answer := range one.GetAnswers() {
			table.Rows = append(table.Rows, []string{who, one.GetUnit(), one.GetEmployer(), answer.GetItem(), inCell(answer)})
		}
	}
	return table
}

// inCell is an answer in a cell, as hearth survey import would read it; of a number and a date the band.
func inCell(answer *surveyv1.Answer) string {
	switch value := answer.GetValue().(type) {
	case *surveyv1.Answer_Rating:
		return strconv.Itoa(int(value.Rating))
	case *surveyv1.Answer_Option:
		return value.Option
	case *surveyv1.Answer_Options:
		return strings.Join(value.Options.GetOptions(), ";")
	case *surveyv1.Answer_Text:
		return value.Text
	case *surveyv1.Answer_Agreed:
		return strconv.FormatBool(value.Agreed)
	case *surveyv1.Answer_Band:
		return strconv.Itoa(int(value.Band))
	default:
		return ""
	}
}
