package intake

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// Show prints counts and lines for people: what an import did, with the refused rows, or for a dry run all that it would do.
func (s *Session) Show(ctx context.Context, out io.Writer, o Outcome) error {
	p := &page{out: out, locale: s.Client.Locale}
	sum, title := o.Summary, words.Applied
	if sum.GetDryRun() {
		title = words.DryRun
	}
	p.line(words.Say(title).In(p.locale))
	for _, count := range []struct {
		key   words.Key
		count int64
	}{
		{words.CountCreated, sum.GetCreated()}, {words.CountUpdated, sum.GetUpdated()}, {words.CountUnchanged, sum.GetUnchanged()},
		{words.CountEnded, sum.GetEnded()}, {words.CountRefused, sum.GetRefused()},
	} {
		p.line(fmt.Sprintf("%9d  %s", count.count, words.Say(count.key).In(p.locale)))
	}
	if sum.GetDryRun() {
		for _, part := range []section{
			{directoryv1.RowOutcome_ROW_OUTCOME_CREATED, words.RowCreated, sum.GetCreated(), 20},
			{directoryv1.RowOutcome_ROW_OUTCOME_UPDATED, words.RowUpdated, sum.GetUpdated(), 20},
			{directoryv1.RowOutcome_ROW_OUTCOME_ENDED, words.RowEnded, sum.GetEnded(), 50},
		} {
			s.section(ctx, p, o, part)
		}
	}
	s.section(ctx, p, o, section{directoryv1.RowOutcome_ROW_OUTCOME_REFUSED, words.RowRefused, sum.GetRefused(), 1000})
	return p.err
}

// section is the rows of one outcome, the first of them.
type section struct {
	outcome directoryv1.RowOutcome
	key     words.Key
	count   int64
	most    int
}

// page stops at the first error.
type page struct {
	out    io.Writer
	locale words.Locale
	err    error
}

func (p *page) line(text string) {
	if p.err == nil {
		_, p.err = fmt.Fprintln(p.out, text)
	}
}

func (s *Session) section(ctx context.Context, p *page, o Outcome, part section) {
	if part.count == 0 || p.err != nil {
		return
	}
	word := words.Say(part.key).In(p.locale)
	shown := 0
	err := s.Rows(ctx, o, func(row Row) (bool, error) {
		text, err := s.describe(ctx, row)
		p.line(word + "  " + text)
		shown++
		return shown < part.most, errors.Join(err, p.err)
	}, part.outcome)
	if p.err = errors.Join(p.err, err); part.count > int64(shown) {
		p.line(words.Say(words.More, part.count-int64(shown), word).In(p.locale))
	}
}

func (s *Session) describe(ctx context.Context, row Row) (string, error) {
	locale := s.Client.Locale
	if row.Reason != "" {
		return row.where.In(locale), nil
	}
	if row.Line == 0 {
		return s.person(ctx, row.Name)
	}
	what := []string{row.ID}
	if len(row.Changes) == 0 {
		what = append(what, row.who...)
	}
	for _, change := range row.Changes {
		what = append(what, words.Say(words.RowChange, change.Field, change.Before, change.After).In(locale))
	}
	row.where.Text = words.Say(words.Plain, strings.Join(what, "  "))
	return row.where.In(locale), nil
}

// person is who stands behind a name, for people to recognise.
func (s *Session) person(ctx context.Context, name string) (string, error) {
	var person *directoryv1.Person
	err := s.persist(ctx, words.Waiting, func() (err error) {
		person, err = directoryv1.NewPersonServiceClient(s.Client.Conn()).GetPerson(s.Client.Context(ctx), &directoryv1.GetPersonRequest{Name: name})
		return err
	})
	return person.GetNumber() + "  " + person.GetDisplayName() + "  " + name, err
}

// CSV writes all rows that changed, would change or were refused, for programs.
func (s *Session) CSV(ctx context.Context, out io.Writer, o Outcome) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{"outcome", "file", "line", "id", "name", "reason", "field", "message", "changes"}); err != nil {
		return err
	}
	err := s.Rows(ctx, o, func(row Row) (bool, error) {
		line := ""
		if row.Line > 0 {
			line = strconv.Itoa(row.Line)
		}
		var changes []string
		for _, change := range row.Changes {
			changes = append(changes, words.Say(words.RowChange, change.Field, change.Before, change.After).In("en"))
		}
		return true, w.Write([]string{row.Outcome, row.File, line, row.ID, row.Name, row.Reason, row.Field, row.Message, strings.Join(changes, "; ")})
	})
	w.Flush()
	return errors.Join(err, w.Error())
}

// JSON writes one object for programs: the counts, and all rows that changed, would change or were refused.
func (s *Session) JSON(ctx context.Context, out io.Writer, o Outcome) error {
	sum := o.Summary
	document := struct {
		Operation string           `json:"operation"`
		DryRun    bool             `json:"dry_run"`
		Counts    map[string]int64 `json:"counts"`
		Rows      []Row            `json:"rows"`
	}{o.Operation, sum.GetDryRun(), map[string]int64{
		"rows": sum.GetRows(), "created": sum.GetCreated(), "updated": sum.GetUpdated(), "unchanged": sum.GetUnchanged(),
		"ended": sum.GetEnded(), "refused": sum.GetRefused(),
	}, []Row{}}
	err := s.Rows(ctx, o, func(row Row) (bool, error) {
		document.Rows = append(document.Rows, row)
		return true, nil
	})
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(document)
}
