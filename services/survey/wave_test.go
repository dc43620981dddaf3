package survey_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/roster/rostertest"
)

// wave is a survey of 220 people by their employers, all together also by their positions: 88 in the team, 44 in the department above it,
// 88 in the second department.
type wave struct {
	*house
	survey *surveyv1.Survey
	places []place
	sheets [][]byte // nil of who did not answer
}

// place is where a person stands: unit, employer, position.
type place [3]string

func (p place) unit() string     { return p[0] }
func (p place) levels() []string { return []string{p[1], p[2]} }

// waveItems are three ratings of one construct, a net promoter score, and a choice.
func waveItems() *surveyv1.Instrument {
	return &surveyv1.Instrument{
		DisplayName: text("Wave"),
		Items: []*surveyv1.Item{
			rating("q1", false, 1, 5), rating("q2", false, 1, 5), rating("q3", false, 1, 5),
			{Id: "nps", Text: text("nps"), Kind: &surveyv1.Item_Nps{Nps: &surveyv1.Nps{}}},
			{Id: "pick", Text: text("pick"), Kind: &surveyv1.Item_Single{Single: &surveyv1.Single{Options: choices("x", "y")}}},
		},
		Constructs: []*surveyv1.Construct{
			{Id: "whole", DisplayName: text("whole")},
			{Id: "part", DisplayName: text("part"), Parent: "whole", Items: []*surveyv1.ConstructItem{{Item: "q1"}, {Item: "q2", Reversed: true}, {Item: "q3", Weight: 2}}},
		},
		LinearIndexes: []*surveyv1.LinearIndex{{Id: "sum", DisplayName: text("sum"), Constant: 1, Terms: []*surveyv1.Term{{Item: "q1", Coefficient: 2}, {Item: "nps", Coefficient: 1}}}},
	}
}

// wave opens a wave of the units, after change.
func (h *house) wave(change func(*surveyv1.Survey), units ...string) *wave {
	h.Helper()
	w := &wave{house: h}
	h.knows(func(d *rostertest.Directory) {
		for _, one := range d.People {
			one.Version, one.Placements[0].ToDate = 2, "2026-01-02" // but those of a wave before this one
		}
		for n := range 220 {
			unit := []string{teamA, teamA, depA, depB, depB}[n%5]
			at := place{unit, []string{"acme", "beta"}[n/5%2], []string{"agent", "coach", "planner"}[n%7%3]}
			one := rostertest.Person(id(3, n), at.unit(), at[1])
			one.Placements[0].Position = at[2]
			one.Version = 3
			d.People, w.places = append(d.People, one), append(w.places, at)
		}
	})
	made, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: waveItems()})
	require.NoError(h, err)
	made, err = h.instruments.PublishInstrument(h.As("culture"), &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
	require.NoError(h, err)
	asking := draft(made, root, units...)
	asking.Intake, asking.Attribute = surveyv1.Intake_INTAKE_IMPORT, surveyv1.Attribute_ATTRIBUTE_EMPLOYER
	asking.RootAttributes = []surveyv1.Attribute{surveyv1.Attribute_ATTRIBUTE_POSITION}
	if change != nil {
		change(asking)
	}
	w.survey, err = h.create("culture", asking)
	require.NoError(h, err)
	w.survey, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: w.survey.GetName()})
	require.NoError(h, err)
	return w
}

// answered is answers, and releases the wave.
func (w *wave) answered(r *rand.Rand) {
	w.Helper()
	w.answers(r)
	w.works()
}

// answers has the people answer by chance, some not at all and some but in part, and closes the wave.
func (w *wave) answers(r *rand.Rand) {
	w.Helper()
	rows := []*surveyv1.ResponseRow{}
	for n := range w.places {
		w.sheets = append(w.sheets, nil)
		if r.IntN(6) == 0 {
			continue
		}
		sheet, answers := make([]byte, 5), []*surveyv1.Answer{}
		for i, options := range []int{5, 5, 5, 11, 2} {
			if r.IntN(12) == 0 {
				continue
			}
			option := r.IntN(options)
			sheet[i] = byte(1 + option)
			item := []string{"q1", "q2", "q3", "nps", "pick"}[i]
			switch i {
			case 3:
				answers = append(answers, answer(item, int32(option)))
			case 4:
				answers = append(answers, &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Option{Option: []string{"x", "y"}[option]}})
			default:
				answers = append(answers, answer(item, int32(1+option)))
			}
		}
		w.sheets[n] = sheet
		rows = append(rows, row(id(3, n), answers...))
	}
	got, err := w.batch("culture", w.survey.GetName(), rows...)
	require.NoError(w, err)
	require.Equal(w, int64(len(rows)), got.GetImported(), "%v", got.GetRefusals())
	w.close(w.survey.GetName())
}

func (w *wave) releases() surveyv1.ReleaseServiceClient {
	return surveyv1.NewReleaseServiceClient(w.Conn)
}

// cells are all that a caller sees, page by page.
func (w *wave) cells(token, filter string, view surveyv1.CellView) ([]*surveyv1.Cell, error) {
	var all []*surveyv1.Cell
	request := &surveyv1.ListCellsRequest{Parent: w.survey.GetName() + "/release", Filter: filter, View: view, PageSize: 3}
	for {
		page, err := w.releases().ListCells(w.As(token), request)
		if err != nil {
			return nil, err
		}
		all = append(all, page.GetCells()...)
		if request.PageToken = page.GetNextPageToken(); request.GetPageToken() == "" {
			return all, nil
		}
	}
}

// called is what cells are, without their figures.
func called(cells []*surveyv1.Cell) []string {
	names := map[string]string{"": "all", "units/" + root: "root", "units/" + depA: "A", "units/" + teamA: "team", "units/" + depB: "B"}
	all := []string{}
	for _, cell := range cells {
		name := names[cell.GetUnit()]
		if cell.GetAttribute() != 0 {
			name += " " + cell.GetLevel()
		}
		all = append(all, name)
	}
	return all
}

func TestWhoReadsWhichCells(t *testing.T) {
	inHouse(t, func(h *house) {
		w := h.wave(nil, root)
		release := &surveyv1.GetReleaseRequest{Name: w.survey.GetName() + "/release"}
		_, err := w.releases().GetRelease(h.As("culture"), release)
		h.Refused("SURVEY_NOT_RELEASED", err)
		_, err = w.cells("lead-a", "", 0)
		h.Refused("NOT_FOUND", err)
		w.answered(rand.New(rand.NewPCG(7, 7)))

		everything := []string{
			"root", "root acme", "root beta", "A", "A acme", "A beta", "team", "team acme", "team beta", "B", "B acme", "B beta",
			"root agent", "root coach", "root planner",
		}
		for token, want := range map[string][]string{
			"culture": everything, "council": everything, "system": everything,
			"culture-a": {"A", "A acme", "A beta", "team", "team acme", "team beta"},
			"lead-a":    {"team", "team acme", "team beta"},
			"analyst-b": {"B", "B acme", "B beta"},
			"acme":      {"root acme", "A acme", "team acme", "B acme"},
			"lead-acme": {"B acme"},
		} {
			got, err := w.cells(token, "", surveyv1.CellView_CELL_VIEW_BASIC)
			require.NoError(h, err, token)
			require.Equal(h, want, called(got), token)
			for _, cell := range got {
				require.Empty(h, cell.GetItems())
			}
			read, err := w.releases().GetRelease(h.As(token), release)
			require.NoError(h, err)
			require.Equal(h, int32(len(want)), read.GetCells())
		}
		_, err = w.releases().GetRelease(h.As("lead-a"), &surveyv1.GetReleaseRequest{Name: "surveys/" + id(7, 7) + "/release"})
		h.Refused("NOT_FOUND", err)
		_, err = w.cells(token(0), "", 0)
		h.Refused("PERMISSION_DENIED", err)

		for filter, want := range map[string][]string{
			fmt.Sprintf(`unit = "units/%s"`, depB):                               {"B", "B acme", "B beta"},
			`attribute = EMPLOYER AND level = "beta"`:                            {"root beta", "A beta", "team beta", "B beta"},
			`attribute = ATTRIBUTE_UNSPECIFIED AND unit != "units/` + root + `"`: {"A", "team", "B"},
			`unit = ""`: {},
		} {
			got, err := w.cells("culture", filter, 0)
			require.NoError(h, err, filter)
			require.Equal(h, want, called(got), filter)
		}
		_, err = w.cells("culture", `eligible > 3`, 0)
		h.Refused("FILTER_INVALID", err)

		// Whose team moves reads by the tree of today; what was released stays as it was.
		before, err := w.cells("culture", "", surveyv1.CellView_CELL_VIEW_FULL)
		require.NoError(h, err)
		h.knows(func(d *rostertest.Directory) {
			d.Units[2] = &directoryv1.RosterUnit{Unit: "units/" + teamA, Version: 2, Parent: "units/" + depB}
		})
		got, err := w.cells("analyst-b", "", 0)
		require.NoError(h, err)
		require.Equal(h, []string{"team", "team acme", "team beta", "B", "B acme", "B beta"}, called(got))
		after, err := w.cells("culture", "", surveyv1.CellView_CELL_VIEW_FULL)
		require.NoError(h, err)
		sameMessages(h, before, after)
		require.Equal(h, "units/"+depA, after[6].GetParent())
		require.Equal(h, "Unit units/"+teamA, after[6].GetUnitName().GetTexts()["en"])
		require.Equal(h, "code of units/"+teamA, after[6].GetUnitCode())
		require.Nil(h, after[0].Parent)
	})
}

func TestEverybodyTogetherIsForWhoReachesAll(t *testing.T) {
	inHouse(t, func(h *house) {
		w := h.wave(func(s *surveyv1.Survey) { s.RootAttributes = nil }, depA, depB)
		w.answered(rand.New(rand.NewPCG(8, 8)))
		for token, want := range map[string][]string{
			"culture":   {"all", "all acme", "all beta", "A", "A acme", "A beta", "team", "team acme", "team beta", "B", "B acme", "B beta"},
			"culture-a": {"A", "A acme", "A beta", "team", "team acme", "team beta"},
			"acme":      {"all acme", "A acme", "team acme", "B acme"},
			"analyst-b": {"B", "B acme", "B beta"},
		} {
			got, err := w.cells(token, "", 0)
			require.NoError(h, err, token)
			require.Equal(h, want, called(got), token)
		}
		counted, err := h.participation("culture", w.survey.GetName())
		require.NoError(h, err)
		require.Equal(h, int64(220), counted.GetEligible())
	})
}

func TestASurveyOfOneEmployerIsReadByItsRoles(t *testing.T) {
	inHouse(t, func(h *house) {
		w := h.wave(func(s *surveyv1.Survey) {
			s.Audience.Employers, s.Attribute, s.RootAttributes = []string{"acme"}, 0, nil
		}, root)
		w.places = nil // nobody answers
		w.answered(rand.New(rand.NewPCG(9, 9)))
		got, err := w.cells("acme", "", 0)
		require.NoError(h, err)
		require.Empty(h, got, "an empty release is one, too")
		_, err = w.cells("beta", "", 0)
		h.Refused("NOT_FOUND", err)
		_, err = h.participation("acme", w.survey.GetName())
		h.Refused("TOO_FEW", err)
	})
}

func sameMessages[M proto.Message](h *house, want, got []M) {
	h.Helper()
	require.Empty(h, cmp.Diff(want, got, protocmp.Transform()))
}
