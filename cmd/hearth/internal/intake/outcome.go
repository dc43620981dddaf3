package intake

import (
	"context"
	"strconv"
	"strings"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// Outcome is what became, or would become, of an intake.
type Outcome struct {
	Operation string
	Summary   *directoryv1.ImportSummary
}

// Changes says whether anything is, or would be, different.
func (o Outcome) Changes() bool {
	return o.Summary.GetCreated()+o.Summary.GetUpdated()+o.Summary.GetEnded() > 0
}

// Row is what became of one row. Of an ended person there is no line.
type Row struct {
	File    string   `json:"file,omitempty"`
	Line    int      `json:"line,omitempty"`
	ID      string   `json:"id,omitempty"`
	Outcome string   `json:"outcome"`
	Name    string   `json:"name,omitempty"`
	Reason  string   `json:"reason,omitempty"`
	Field   string   `json:"field,omitempty"`
	Message string   `json:"message,omitempty"`
	Changes []Change `json:"changes,omitempty"`

	where words.Problem
	who   []string
}

// Change is one field that differs.
type Change struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

const pageSize = 1000

// Rows visits what became of the rows with some outcomes, all but the unchanged ones when none is named, until visit returns false.
func (s *Session) Rows(ctx context.Context, o Outcome, visit func(Row) (bool, error), outcomes ...directoryv1.RowOutcome) error {
	ctx = s.Client.Context(ctx)
	imports := directoryv1.NewImportServiceClient(s.Client.Conn())
	request := &directoryv1.ListImportRowsRequest{Parent: o.Operation, PageSize: pageSize, Outcomes: outcomes}
	for {
		var page *directoryv1.ListImportRowsResponse
		err := s.persist(ctx, words.Waiting, func() (err error) {
			page, err = imports.ListImportRows(ctx, request)
			return err
		})
		if err != nil {
			return err
		}
		for _, result := range page.GetResults() {
			if more, err := visit(s.row(result)); err != nil || !more {
				return err
			}
		}
		if request.PageToken = page.GetNextPageToken(); request.GetPageToken() == "" {
			return nil
		}
	}
}

// row finds the line that a result is about.
func (s *Session) row(result *directoryv1.RowResult) Row {
	row := Row{
		Outcome: strings.ToLower(strings.TrimPrefix(result.GetOutcome().String(), "ROW_OUTCOME_")),
		Name:    result.GetName(), Reason: result.GetReason(), Field: result.GetField(),
	}
	for _, change := range result.GetChanges() {
		row.Changes = append(row.Changes, Change{change.GetField(), change.GetBefore(), change.GetAfter()})
	}
	number := result.GetRow()
	if number < 1 || number > int64(len(s.Intake.rows)) {
		return row
	}
	from := s.Intake.rows[number-1]
	row.File, row.Line, row.ID, row.who = from.file.Table.Name, from.line, from.id, from.who(s.Client.Locale)
	row.where = words.Problem{File: row.File, Line: row.Line}
	if row.Reason == "" {
		return row
	}
	if problem, ok := s.Intake.problems[number]; ok {
		row.where, row.Message = problem, problem.Text.In(s.Client.Locale)
		return row
	}
	column, ok := from.file.column(row.Field)
	if ok {
		row.where.Column, row.where.Heading = column, from.file.Table.Heading[column-1]
	}
	row.Message = s.sentence(result, ok)
	if named := from.names(row.Field); named != "" {
		row.Message = words.Say(words.Violation, strconv.Quote(named), row.Message).In(s.Client.Locale)
	}
	row.where.Text = words.Say(words.Plain, row.Message)
	return row
}

// sentence is why the directory refused a row. What is wrong with a single field says more than that one is wrong; where a column is
// named, the reason is enough.
func (s *Session) sentence(result *directoryv1.RowResult, placed bool) string {
	detail := words.Say(words.Violation, result.GetField(), result.GetMessage()).In(s.Client.Locale)
	text := client.ReasonText(result.GetReason(), s.Client.Locale)
	switch {
	case text == "" || result.GetReason() == model.InvalidField("", model.Words{}).Reason:
		return detail
	case placed || result.GetField() == "":
		return text
	default:
		return text + " (" + detail + ")"
	}
}

// column is the column behind a field as the directory names it.
func (f *File) column(field string) (int, bool) {
	field, _, _ = strings.Cut(field, ".id")
	for _, name := range map[string][]string{"external_id": {"id", "number"}, "parent_id": {"parent"}, "unit.kind": {"kind"}, "unit.display_name": {"display_name"}}[field] {
		if column, ok := f.Plan.Column(name); ok {
			return column, true
		}
	}
	return f.Plan.Column(field)
}
