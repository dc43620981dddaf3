// Package scope_test tries what readers of a release are shown: each theirs and nothing else, by every route.
package scope_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/process"
	"github.com/hearth-culture/hearth/test/wave"
)

func TestMain(m *testing.M) { os.Exit(process.Main(m)) }

// The units, by names that stand nowhere else: Alder holds Birch and Elm, Birch holds Cedar and Dogwood, Elm holds Fir.
var above = map[string]string{"Alder": "", "Birch": "Alder", "Cedar": "Birch", "Dogwood": "Birch", "Elm": "Alder", "Fir": "Elm"}

var order = []string{"Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"}

// In each lowest unit so many people of each of two employers work.
const (
	ginkgo, hazel = "ginkgo-staffing", "hazel-services"
	each          = 16
	person        = "Iris" // is what everybody's name begins with
)

// world is an organisation that was asked twice, and these releases.
type world struct {
	*house.House
	units  map[string]string // by name
	people []string
	// places are the lowest unit and the employer of everybody, in the order of people.
	places []cell
	// The two waves, a survey of a single employer in Birch, and one under people's names.
	first, second, narrow, named string
	readers                      []reader
}

// reader is somebody with a role, and which groups they may read of the waves: the units, and of them one employer's people alone where one
// is named.
type reader struct {
	name, token string
	units       []string
	employer    string
	// narrow: the survey of one employer in Birch shows them its groups.
	narrow []string
	// refused: the role reads no release at all. answers: it reads what people answered under their names.
	refused, answers bool
}

// cell is a group: a unit as a whole, or its people of one employer.
type cell struct{ unit, employer string }

func (r reader) sees(c cell) bool {
	return slices.Contains(r.units, c.unit) && (r.employer == "" || r.employer == c.employer)
}

// tried are all readers, or two of them, by turns, where the race detector looks on: each way to read is tried over each of its protocols, by
// readers who pass through the same code as the others. The tests without the detector try all.
func tried(readers []reader, turn int) []reader {
	if !watched {
		return readers
	}
	return []reader{readers[turn%len(readers)], readers[(turn+len(readers)/2)%len(readers)]}
}

// cells are all groups of the waves.
func cells() (all []cell) {
	for _, unit := range order {
		all = append(all, cell{unit, ""}, cell{unit, ginkgo}, cell{unit, hazel})
	}
	return all
}

func (w *world) key(c cell) string {
	if c.employer == "" {
		return fmt.Sprintf(`{"unit": %q}`, w.units[c.unit])
	}
	return fmt.Sprintf(`{"unit": %q, "attribute": "ATTRIBUTE_EMPLOYER", "level": %q}`, w.units[c.unit], c.employer)
}

func text(en string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en, "zh-CN": en}}
}

func newWorld(t *testing.T, h *house.House) *world {
	w := &world{House: h, units: map[string]string{}}
	ctx := h.Admin(t)
	for _, name := range order {
		unit, err := directoryv1.NewUnitServiceClient(h.Conn()).CreateUnit(ctx, &directoryv1.CreateUnitRequest{
			Unit: &directoryv1.Unit{Kind: directoryv1.UnitKind_UNIT_KIND_TEAM, DisplayName: text(name), Parent: w.units[above[name]]},
		})
		require.NoError(t, err)
		w.units[name] = unit.GetName()
	}
	for i := range each {
		for _, unit := range []string{"Cedar", "Dogwood", "Fir"} {
			for _, employer := range []string{ginkgo, hazel} {
				made, err := directoryv1.NewPersonServiceClient(h.Conn()).CreatePerson(ctx, &directoryv1.CreatePersonRequest{Person: &directoryv1.Person{
					DisplayName: fmt.Sprint(person, len(w.people)), Number: fmt.Sprint(i, unit), HireDate: "2020-01-01",
					Placement: &directoryv1.Placement{Unit: w.units[unit], Employer: employer},
				}})
				require.NoError(t, err)
				w.people, w.places = append(w.people, made.GetName()), append(w.places, cell{unit, employer})
			}
		}
	}
	instrument := w.instrument(t, ctx)
	everybody := &surveyv1.Survey{OwnerUnit: w.units["Alder"], Attribute: surveyv1.Attribute_ATTRIBUTE_EMPLOYER, Instrument: instrument,
		Audience: &surveyv1.Audience{Units: []string{w.units["Alder"]}}}
	w.first = w.released(t, ctx, everybody, func(int) bool { return true })
	everybody.Previous = w.first
	w.second = w.released(t, ctx, everybody, func(int) bool { return true })
	w.narrow = w.released(t, ctx, &surveyv1.Survey{OwnerUnit: w.units["Birch"], Instrument: instrument,
		Audience: &surveyv1.Audience{Units: []string{w.units["Birch"]}, Employers: []string{hazel}}}, func(i int) bool { return i%6 == 1 || i%6 == 3 })
	w.named = w.released(t, ctx, &surveyv1.Survey{OwnerUnit: w.units["Alder"], Instrument: instrument, Mode: surveyv1.SurveyMode_SURVEY_MODE_IDENTIFIED, K: 1,
		Audience: &surveyv1.Audience{Units: []string{w.units["Alder"]}}}, func(int) bool { return true })
	w.meet(t, ctx)
	return w
}

func (w *world) instrument(t *testing.T, ctx context.Context) string {
	item := func(id string) *surveyv1.Item {
		return &surveyv1.Item{Id: id, Text: text("?"), Kind: &surveyv1.Item_Rating{Rating: &surveyv1.Rating{Min: 1, Max: 5}}}
	}
	instruments := surveyv1.NewInstrumentServiceClient(w.Conn())
	made, err := instruments.CreateInstrument(ctx, &surveyv1.CreateInstrumentRequest{Instrument: &surveyv1.Instrument{
		DisplayName: text("Pulse"), Items: []*surveyv1.Item{item("one"), item("two"), item("three"),
			{Id: "why", Text: text("?"), Kind: &surveyv1.Item_LongText{LongText: &surveyv1.LongText{}}}},
		Constructs: []*surveyv1.Construct{{Id: "all", DisplayName: text("All"), Items: []*surveyv1.ConstructItem{{Item: "one"}, {Item: "two"}, {Item: "three"}}}},
	}})
	require.NoError(t, err)
	_, err = instruments.PublishInstrument(ctx, &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
	require.NoError(t, err)
	_, err = surveyv1.NewNormServiceClient(w.Conn()).CreateNorm(ctx, &surveyv1.CreateNormRequest{Norm: &surveyv1.Norm{
		Family: made.GetName(), Of: "all", Statistic: surveyv1.NormStatistic_NORM_STATISTIC_MEAN, Value: 3.5, Population: text("others"), Source: "A study",
		Licence: "CC0", Date: "2026-01-02",
	}})
	require.NoError(t, err)
	return made.GetName()
}

// released asks, lets those answer who are asked, and waits for the release.
func (w *world) released(t *testing.T, ctx context.Context, survey *surveyv1.Survey, asked func(person int) bool) string {
	r := rand.New(rand.NewPCG(1, 2))
	var rows []*surveyv1.ResponseRow
	for i, name := range w.people {
		if !asked(i) {
			continue
		}
		row := &surveyv1.ResponseRow{Person: name}
		for _, id := range []string{"one", "two", "three"} {
			row.Answers = append(row.Answers, &surveyv1.Answer{Item: id, Value: &surveyv1.Answer_Rating{Rating: 1 + r.Int32N(5)}})
		}
		row.Answers = append(row.Answers, &surveyv1.Answer{Item: "why", Value: &surveyv1.Answer_Text{Text: wood(w.places[i].unit) + " desks of " + w.places[i].employer}})
		rows = append(rows, row)
	}
	return wave.Released(ctx, t, w.Conn(), survey, rows)
}

// meet makes the readers.
func (w *world) meet(t *testing.T, ctx context.Context) {
	birch, elm := []string{"Birch", "Cedar", "Dogwood"}, []string{"Elm", "Fir"}
	for _, one := range []struct {
		reader
		role     optionv1.Role
		over     string
		employer string
	}{
		{reader{name: "a works council over everything", units: order, narrow: birch}, optionv1.Role_ROLE_WORKS_COUNCIL, "", ""},
		{reader{name: "a manager of Birch", units: birch, narrow: birch}, optionv1.Role_ROLE_MANAGER, "Birch", ""},
		{reader{name: "a team lead of Cedar", units: []string{"Cedar"}, narrow: []string{"Cedar"}}, optionv1.Role_ROLE_TEAM_LEAD, "Cedar", ""},
		{reader{name: "a manager of one employer's people in Birch", units: birch, employer: hazel, narrow: birch}, optionv1.Role_ROLE_MANAGER, "Birch", hazel},
		{reader{name: "culture staff of the other employer in Birch", units: birch, employer: ginkgo, answers: true}, optionv1.Role_ROLE_CULTURE_ADMIN, "Birch", ginkgo},
		{reader{name: "an analyst of Elm", units: elm}, optionv1.Role_ROLE_ANALYST, "Elm", ""},
		{reader{name: "a works council of one employer in Elm", units: elm, employer: ginkgo}, optionv1.Role_ROLE_WORKS_COUNCIL, "Elm", ginkgo},
		{reader{name: "an outside system for Fir", units: []string{"Fir"}, answers: true}, optionv1.Role_ROLE_SYSTEM, "Fir", ""},
	} {
		made, err := directoryv1.NewKeyServiceClient(w.Conn()).CreateKey(ctx, &directoryv1.CreateKeyRequest{
			Key: &directoryv1.Key{DisplayName: "reader"}, Grants: []*directoryv1.KeyGrant{{Role: one.role, Unit: w.units[one.over], Employer: one.employer}},
		})
		require.NoError(t, err)
		one.token = w.Key(t, made.GetSecret())
		w.readers = append(w.readers, one.reader)
	}
	invitation, err := directoryv1.NewTokenServiceClient(w.Conn()).CreateInvitation(ctx, &directoryv1.CreateInvitationRequest{Name: w.people[0]})
	require.NoError(t, err)
	w.readers = append(w.readers, reader{name: "an employee", refused: true, token: w.Exchange(t, &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_Invitation{Invitation: invitation.GetSecret()},
	})})
}

// foreign is what must stand in nothing that a reader is shown: the names and ids of units beyond their reach, of people, and of the other
// employer.
func (w *world) foreign(r reader) (marks []string) {
	marks = w.beyond(r)
	for _, one := range w.people {
		marks = append(marks, strings.TrimPrefix(one, "people/"))
	}
	return append(marks, person)
}

// wood is what people of a unit write about.
func wood(unit string) string { return strings.ToLower(unit) + "wood" }

// beyond is foreign without people.
func (w *world) beyond(r reader) (marks []string) {
	for name, unit := range w.units {
		if !slices.Contains(r.units, name) {
			marks = append(marks, name, strings.TrimPrefix(unit, "units/"), wood(name))
		}
	}
	switch r.employer {
	case ginkgo:
		marks = append(marks, hazel)
	case hazel:
		marks = append(marks, ginkgo)
	}
	return marks
}
