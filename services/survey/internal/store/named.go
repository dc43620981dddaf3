package store

import (
	"context"
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"
)

var namedColumns = map[string]string{"id": "s.person", "person": "s.person", "unit": shownUnit}

// Who moved is read by who reaches them now, and where they came from by who reaches that, too.
const (
	shownUnit     = `CASE WHEN s.shown THEN s.unit ELSE '' END`
	shownEmployer = `CASE WHEN s.shown THEN s.employer ELSE '' END`
)

// whereTheyAre are the sheets of a survey within the scope by where their people work now, or worked last. An erased person works nowhere.
// Contacts stay where they were served. The survey is argument 1.
func whereTheyAre(scope model.Scope, now time.Time, survey domain.Survey) (from string, args []any) {
	if survey.Audience.Contacts {
		within, args := roster.Units.Reached(scope, "a.unit", "a.employer", 2)
		return ` FROM sheet a WHERE a.survey = $1 AND ` + within, args
	}
	within, args := roster.Units.Reached(scope, "shown.unit", "shown.employer", 2)
	return ` FROM sheet a` + roster.JoinShown("a.person", now) + ` WHERE a.survey = $1 AND ` + within, args
}

// AsksWithin says whether a survey asks people whom the scope reaches.
func (r Reader) AsksWithin(ctx context.Context, scope model.Scope, now time.Time, survey domain.Survey) (asks bool, err error) {
	from, args := whereTheyAre(scope, now, survey)
	err = r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1`+from+`)`, append([]any{survey.ID}, args...)...).Scan(&asks)
	return asks, err
}

// Named lists the sheets of a survey that were filled in by people whom the scope reaches, with what they wrote, one more than a page.
func (r Reader) Named(ctx context.Context, scope model.Scope, now time.Time, survey domain.Survey, list model.List) ([]domain.Named, error) {
	from, args := whereTheyAre(scope, now, survey)
	shown, places := roster.Units.Reached(scope, "a.unit", "a.employer", 2+len(args))
	args = append(args, places...)
	where, order, more := db.ListSQL(list, namedColumns, 2+len(args))
	named, err := db.All(ctx, r.q, func(scan db.Scan) (one domain.Named, err error) {
		return one, scan(&one.Person, &one.Filled.Sheet, &one.Unit, &one.Employer)
	}, `SELECT s.person, s.answers, `+shownUnit+`, `+shownEmployer+`
		FROM (SELECT a.person, a.answers, a.unit, a.employer, `+shown+` AS shown`+from+` AND a.answered) s
		WHERE `+where+` ORDER BY `+order+` LIMIT `+strconv.Itoa(list.Size+1), append(append([]any{survey.ID}, args...), more...)...)
	if err != nil || len(named) == 0 {
		return named, err
	}
	return named, r.addWritings(ctx, survey.ID, named)
}

// addWritings reads what the people wrote.
func (r Reader) addWritings(ctx context.Context, survey string, named []domain.Named) error {
	at, people := map[string]int{}, []any{survey}
	for i, one := range named {
		at[one.Person] = i
		people = append(people, one.Person)
	}
	_, err := db.All(ctx, r.q, func(scan db.Scan) (none struct{}, err error) {
		var person string
		var w instrument.Writing
		if err := scan(&person, &w.Item, &w.Text); err != nil {
			return none, err
		}
		filled := &named[at[person]].Filled
		filled.Writings = append(filled.Writings, w)
		return none, nil
	}, `SELECT person, item, text FROM writing WHERE survey = $1 AND person IN `+db.In(2, len(named))+` ORDER BY person, item`, people...)
	return err
}
