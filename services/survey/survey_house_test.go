package survey_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/roster/rostertest"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/internal/testkit/housetest"

	"github.com/hearth-culture/hearth/services/survey"
)

// id is a UUID that a test can name.
func id(kind, n int) string { return fmt.Sprintf("%08d-0000-7000-8000-%012d", kind, n) }

// The organisation of the tests: a root with two departments, and a team below the first. People 0 to 11 are in the team, 12 to 17 in
// the second department; the even ones work for acme, the odd ones for beta.
var (
	root  = id(1, 0)
	depA  = id(1, 1)
	teamA = id(1, 2)
	depB  = id(1, 3)
)

func person(n int) string { return id(2, n) }

// token is what a test calls with; again is that of the same person who came in by another way, and astray by none.
func token(n int) string  { return fmt.Sprintf("person-%d", n) }
func again(n int) string  { return fmt.Sprintf("person-%d-again", n) }
func astray(n int) string { return fmt.Sprintf("person-%d-astray", n) }

func callers() calltest.Tokens {
	role := func(role model.Role, unit, employer string) model.Actor {
		return model.Actor{Subject: "keys/" + uuid.NewString(), Bindings: []model.Binding{{Role: role, Unit: unit, Employer: employer}}}
	}
	tokens := calltest.Tokens{
		"admin": role(model.RoleAdmin, "", ""), "culture": role(model.RoleCultureAdmin, "", ""),
		"culture-a": role(model.RoleCultureAdmin, depA, ""), "culture-b": role(model.RoleCultureAdmin, depB, ""),
		"lead-a": role(model.RoleTeamLead, teamA, ""), "lead-acme": role(model.RoleTeamLead, depB, "acme"),
		"acme": role(model.RoleCultureAdmin, root, "acme"), "beta": role(model.RoleCultureAdmin, root, "beta"),
		"analyst-b": role(model.RoleAnalyst, depB, ""), "council": role(model.RoleWorksCouncil, "", ""),
		"system": role(model.RoleSystem, "", ""), "survey": model.ServiceActor("survey"), "directory": model.ServiceActor("directory"),
		"incentive": model.ServiceActor("incentive"),
	}
	for n := range 18 {
		tokens[token(n)] = model.Actor{Subject: "people/" + person(n), WayIn: "first of " + person(n)}
		tokens[again(n)] = model.Actor{Subject: "people/" + person(n), WayIn: "second of " + person(n)}
		tokens[astray(n)] = model.Actor{Subject: "people/" + person(n)}
	}
	return tokens
}

// house is a survey service with everything between a caller and the database, and a directory beside it.
type house struct {
	*testing.T
	*housetest.House
	directory *rostertest.Directory

	instruments surveyv1.InstrumentServiceClient
	surveys     surveyv1.SurveyServiceClient
	responses   surveyv1.ResponseServiceClient
	imports     surveyv1.ResponseImportServiceClient
	pulses      surveyv1.PulseServiceClient
	comparisons surveyv1.ComparisonServiceClient
	comments    surveyv1.CommentServiceClient
}

// inHouse runs fn in a fresh house on each engine.
func inHouse(t *testing.T, fn func(h *house)) {
	testkit.EachEngine(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.Snapshot()
		fn(h)
	}, survey.Module().Migrations...)
}

func newHouse(t *testing.T, d *db.DB) *house {
	t.Helper()
	h := &house{T: t}
	h.directory = &rostertest.Directory{Units: []*directoryv1.RosterUnit{
		rostertest.Unit(root, ""), rostertest.Unit(depA, root), rostertest.Unit(teamA, depA), rostertest.Unit(depB, root),
	}}
	for n := range 18 {
		unit := teamA
		if n >= 12 {
			unit = depB
		}
		h.directory.People = append(h.directory.People, rostertest.Person(person(n), unit, []string{"acme", "beta"}[n%2]))
	}
	h.House = housetest.New(t, survey.Module(), d, housetest.Options{
		Auth: callers(), Peers: []string{"directory"},
		Beside: func(r grpc.ServiceRegistrar) {
			directoryv1.RegisterRosterServiceServer(r, h.directory)
			directoryv1.RegisterUnitServiceServer(r, rostertest.Named{Directory: h.directory})
			directoryv1.RegisterSiteServiceServer(r, rostertest.NamedSites{Directory: h.directory})
		},
	})
	h.Conn = calltest.Dial(t, h.Server)
	h.instruments = surveyv1.NewInstrumentServiceClient(h.Conn)
	h.surveys = surveyv1.NewSurveyServiceClient(h.Conn)
	h.responses = surveyv1.NewResponseServiceClient(h.Conn)
	h.imports = surveyv1.NewResponseImportServiceClient(h.Conn)
	h.pulses = surveyv1.NewPulseServiceClient(h.Conn)
	h.comparisons = surveyv1.NewComparisonServiceClient(h.Conn)
	h.comments = surveyv1.NewCommentServiceClient(h.Conn)
	return h
}

func text(en string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en, "zh-CN": "脉搏调研"}}
}

func rating(id string, required bool, low, high int32) *surveyv1.Item {
	return &surveyv1.Item{Id: id, Text: text("How is " + id + "?"), Required: required,
		Kind: &surveyv1.Item_Rating{Rating: &surveyv1.Rating{Min: low, Max: high}}}
}

func pulse() *surveyv1.Instrument {
	return &surveyv1.Instrument{DisplayName: text("Pulse"), Items: []*surveyv1.Item{rating("belonging", true, 1, 5), rating("enps", false, 0, 10)}}
}

// published makes an instrument fit for surveys.
func (h *house) published() *surveyv1.Instrument {
	h.Helper()
	made, err := h.instruments.CreateInstrument(h.As("culture"), &surveyv1.CreateInstrumentRequest{Instrument: pulse()})
	require.NoError(h, err)
	made, err = h.instruments.PublishInstrument(h.As("culture"), &surveyv1.PublishInstrumentRequest{Name: made.GetName()})
	require.NoError(h, err)
	return made
}

func draft(instrument *surveyv1.Instrument, owner string, audience ...string) *surveyv1.Survey {
	return &surveyv1.Survey{
		DisplayName: text("November"), Instrument: instrument.GetName(), OwnerUnit: "units/" + owner,
		Mode: surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL, Audience: &surveyv1.Audience{Units: model.Names("units", audience), Kind: surveyv1.AudienceKind_AUDIENCE_KIND_PEOPLE},
	}
}

func (h *house) create(token string, survey *surveyv1.Survey) (*surveyv1.Survey, error) {
	return h.surveys.CreateSurvey(h.As(token), &surveyv1.CreateSurveyRequest{Survey: survey})
}

// opened makes a survey of the units that takes answers.
func (h *house) opened(owner string, audience ...string) *surveyv1.Survey {
	h.Helper()
	made, err := h.create("culture", draft(h.published(), owner, audience...))
	require.NoError(h, err)
	made, err = h.surveys.OpenSurvey(h.As("culture"), &surveyv1.OpenSurveyRequest{Name: made.GetName()})
	require.NoError(h, err)
	return made
}

func answer(item string, value int32) *surveyv1.Answer {
	return &surveyv1.Answer{Item: item, Value: &surveyv1.Answer_Rating{Rating: value}}
}

func (h *house) submit(n int, survey string, answers ...*surveyv1.Answer) error {
	_, err := h.responses.SubmitResponse(h.As(token(n)), &surveyv1.SubmitResponseRequest{Survey: survey, Answers: answers})
	return err
}

func (h *house) close(survey string) *surveyv1.Survey {
	h.Helper()
	closed, err := h.surveys.CloseSurvey(h.As("culture"), &surveyv1.CloseSurveyRequest{Name: survey})
	require.NoError(h, err)
	return closed
}

// works has the background work done that waits, such as releases.
func (h *house) works() {
	h.Helper()
	waits := func() bool {
		var waits bool
		query := `SELECT EXISTS (SELECT 1 FROM operation_task WHERE end_time IS NULL)`
		require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), query).Scan(&waits))
		return waits
	}
	if !waits() {
		return
	}
	for _, run := range h.Service.Run {
		defer h.Background(run)()
	}
	require.Eventually(h, func() bool { return !waits() }, soon, 5*time.Millisecond)
}

// participation reads it once what was closed is released.
func (h *house) participation(token, survey string) (*surveyv1.Participation, error) {
	h.works()
	return h.surveys.GetParticipation(h.As(token), &surveyv1.GetParticipationRequest{Name: survey})
}

// reasonOf is the reason of a refusal, "" for none.
func reasonOf(err error) string {
	if err == nil {
		return ""
	}
	return calltest.Reason(err)
}

// halveRoster makes the roster what it is before the first snapshot has come to its end.
func (h *house) halveRoster() {
	h.Helper()
	require.NoError(h, h.DB.Tx(h.Context(), func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE roster_state SET ready = FALSE`)
		return err
	}))
}
