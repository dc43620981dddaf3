package sheets

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"

	"github.com/google/uuid"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Refusal is a row that was not imported.
type Refusal struct {
	Line    int
	Reason  string // of Hearth; "" where the row was never sent
	Item    string
	Message words.Text

	where words.Problem
}

// In names the place and says why.
func (r Refusal) In(locale words.Locale) string { return r.where.In(locale) }

// Outcome is what became of the rows.
type Outcome struct {
	Rows, Imported int
	// Refusals are by line. Hearth names the first 10,000 that it refuses; Unnamed counts those beyond.
	Refusals []Refusal
	Unnamed  int
}

// Refused counts the rows that were not imported.
func (o Outcome) Refused() int { return len(o.Refusals) + o.Unnamed }

// Checked is what became of the rows before any was sent.
func (s *Sheets) Checked() Outcome { return Outcome{Rows: s.Rows, Refusals: s.bad} }

const mostRows = 1000

// Send sends the rows to an open survey, once more from the beginning where the connection breaks: a row takes the place of itself.
func (s *Sheets) Send(ctx context.Context, c *client.Client, survey string, tell func(words.Text)) (Outcome, error) {
	outcome := s.Checked()
	if len(s.good) == 0 {
		return outcome, nil
	}
	rows := make([]*surveyv1.ResponseRow, len(s.good))
	for i, one := range s.good {
		rows[i] = one.row
	}
	answer, err := Stream(ctx, c, survey, rows, tell)
	if err != nil {
		return Outcome{}, err
	}
	outcome.Imported = int(answer.GetImported())
	for _, refused := range answer.GetRefusals() {
		outcome.Refusals = append(outcome.Refusals, s.refusal(refused, c.Locale))
	}
	outcome.Unnamed = int(answer.GetRefused()) - len(answer.GetRefusals())
	slices.SortStableFunc(outcome.Refusals, func(a, b Refusal) int { return cmp.Compare(a.Line, b.Line) })
	return outcome, nil
}

// refusal finds the line that Hearth refused, and the column of the item.
func (s *Sheets) refusal(refused *surveyv1.RefusedResponse, locale words.Locale) Refusal {
	line := s.good[refused.GetRow()-1].line
	text := words.Both("%s", "%s", cmp.Or(client.ReasonText(refused.GetReason(), locale), refused.GetReason()))
	if refused.GetProblem() != "" {
		text = words.Say(words.Violation, refused.GetItem(), words.Say(words.Plain, inWords(refused.GetProblem())))
	}
	where := words.Problem{File: s.file.Table.Name, Line: line, Text: text}
	if column, ok := s.file.Plan.Column(s.file.refusedField(refused)); ok {
		where.Column, where.Heading = column, s.file.Table.Heading[column-1]
	}
	return Refusal{Line: line, Reason: refused.GetReason(), Item: refused.GetItem(), Message: text, where: where}
}

// Stream sends rows in one stream, which a broken connection cannot count twice.
func Stream(ctx context.Context, c *client.Client, survey string, rows []*surveyv1.ResponseRow, tell func(words.Text)) (answer *surveyv1.ImportResponsesResponse, err error) {
	request := uuid.NewString()
	err = client.Persist(ctx, func() { tell(words.Say(words.SendingAgain)) }, func() (err error) {
		answer, err = stream(ctx, c, survey, request, rows, tell)
		return err
	})
	return answer, err
}

func stream(
	ctx context.Context, c *client.Client, survey, request string, rows []*surveyv1.ResponseRow, tell func(words.Text),
) (*surveyv1.ImportResponsesResponse, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := surveyv1.NewResponseImportServiceClient(c.Conn()).ImportResponses(ctx)
	if err != nil {
		return nil, err
	}
	err = stream.Send(&surveyv1.ImportResponsesRequest{Part: &surveyv1.ImportResponsesRequest_Options{
		Options: &surveyv1.ImportResponsesOptions{Name: survey, RequestId: request},
	}})
	sent := 0
	for part := range slices.Chunk(rows, mostRows) {
		if err != nil {
			break
		}
		sent += len(part)
		tell(words.Say(words.Sending, sent, len(rows)))
		err = stream.Send(&surveyv1.ImportResponsesRequest{Part: &surveyv1.ImportResponsesRequest_Rows{Rows: &surveyv1.ResponseRows{Rows: part}}})
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	// After an early end of the stream the answer says why.
	return stream.CloseAndRecv()
}
