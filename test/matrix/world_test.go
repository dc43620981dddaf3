// Package matrix_test tries every method with every role over every kind of scope, through every protocol and in both shapes. It is
// generated from the contract: a new method is in it by itself.
package matrix_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/test/house"
	"github.com/hearth-culture/hearth/test/wave"
)

// area is a part of the organisation over which a caller has a role.
type area struct{ unit, employer string }

// caller is somebody who calls, with what they may do as the test knows it.
type caller struct {
	name  string
	token string
	role  optionv1.Role
	// whole: over the installation; person: somebody who has a self; bad: a token that proves nothing.
	whole, person, bad bool
	// service is the part of Hearth that calls for itself.
	service string
}

// target is a resource of each kind: one within the reach of an area, one of another unit, one of another employer in the same unit.
// The last is empty for what has no employer.
type target struct{ inside, foreign, colleague string }

// world is two companies under one roof: in ours work people of two employers.
type world struct {
	*house.House
	ours area
	// their is the name of the other company's unit.
	their   string
	callers []caller
	// inside is a caller for each role over ours.
	inside  map[optionv1.Role]caller
	targets map[string][]target
	// crews are who works in an area; of theirs, all.
	crews map[area][]string
	// earlier is the release of a survey of ours, and revised an instrument: to compare others with.
	earlier, revised string
}

const inHouse, vendor = "in-house", "vendor"

func newWorld(t *testing.T, h *house.House) *world {
	w := &world{House: h, inside: map[optionv1.Role]caller{}, targets: map[string][]target{}}
	ctx := h.Admin(t)
	our, their := w.unit(t, ctx, "Ours"), w.unit(t, ctx, "Theirs")
	w.targets["units"] = []target{{inside: our, foreign: their}}
	mine, colleague, stranger := w.person(t, ctx, "1", our, inHouse), w.person(t, ctx, "2", our, vendor), w.person(t, ctx, "3", their, inHouse)
	w.targets["people"] = []target{{mine, stranger, colleague}}
	// Not the employee who calls below: a binding would make more of them.
	analyst := w.person(t, ctx, "4", our, inHouse)
	w.targets["bindings"] = []target{{w.binding(t, ctx, analyst, our, inHouse), w.binding(t, ctx, stranger, their, ""), w.binding(t, ctx, colleague, our, vendor)}}
	w.ours, w.their = area{our, inHouse}, their
	w.crews = map[area][]string{w.ours: {mine, analyst}, {our, vendor}: {colleague}, {their, ""}: {stranger}}
	for _, one := range []area{w.ours, {our, vendor}, {their, ""}} {
		for len(w.crews[one]) < crew {
			number := fmt.Sprint(one.employer, len(w.crews[one]), one.unit)
			w.crews[one] = append(w.crews[one], w.person(t, ctx, number, one.unit, cmp.Or(one.employer, inHouse)))
		}
	}
	w.surveys(t, ctx, our, their)
	w.letters(t, ctx, our, their)
	w.rewards(t, ctx, our, their, mine, stranger, colleague)
	w.funds(t, ctx, our, their, mine, stranger, colleague)
	w.payouts(t, ctx, our, their, mine, stranger, colleague)
	w.rules(t, ctx, our, their)
	w.goals(t, ctx, our, their)
	w.badges(t, ctx, our, their)
	w.recognitions(t, ctx)
	w.awards(t, ctx, our, their)

	for role := range optionv1.Role_name {
		role := optionv1.Role(role)
		if role <= optionv1.Role_ROLE_EMPLOYEE {
			continue
		}
		for name, over := range map[string]area{"everything": {}, "a subtree": {our, ""}, "a subtree and an employer": w.ours, "another subtree": {their, ""}} {
			c := caller{name: fmt.Sprintf("%s over %s", role, name), role: role, whole: over == area{}, token: w.key(t, ctx, role, over)}
			w.callers = append(w.callers, c)
			if over == w.ours {
				w.inside[role] = c
			}
		}
	}
	for _, service := range []string{"directory", "incentive"} {
		w.callers = append(w.callers, caller{name: "the service " + service, role: optionv1.Role_ROLE_SYSTEM, whole: true, service: service, token: w.Service(t, service)})
	}
	w.callers = append(w.callers, caller{name: "an employee", role: optionv1.Role_ROLE_EMPLOYEE, person: true, token: w.login(t, ctx, mine)})
	w.callers = append(w.callers, badCallers(t, h)...)
	return w
}

func text(en string) *typev1.LocalizedText {
	return &typev1.LocalizedText{Texts: map[string]string{"en": en}}
}

func (w *world) unit(t *testing.T, ctx context.Context, name string) string {
	unit, err := directoryv1.NewUnitServiceClient(w.Conn()).CreateUnit(ctx, &directoryv1.CreateUnitRequest{
		Unit: &directoryv1.Unit{Kind: directoryv1.UnitKind_UNIT_KIND_COMPANY, DisplayName: text(name)},
	})
	require.NoError(t, err)
	return unit.GetName()
}

func (w *world) person(t *testing.T, ctx context.Context, number, unit, employer string) string {
	person, err := directoryv1.NewPersonServiceClient(w.Conn()).CreatePerson(ctx, &directoryv1.CreatePersonRequest{
		Person: &directoryv1.Person{DisplayName: "Person " + number, Number: number, HireDate: "2020-01-01",
			Placement: &directoryv1.Placement{Unit: unit, Employer: employer}},
	})
	require.NoError(t, err)
	return person.GetName()
}

func (w *world) binding(t *testing.T, ctx context.Context, subject, unit, employer string) string {
	binding, err := directoryv1.NewBindingServiceClient(w.Conn()).CreateBinding(ctx, &directoryv1.CreateBindingRequest{
		Binding: &directoryv1.Binding{Subject: subject, Role: optionv1.Role_ROLE_ANALYST, Unit: unit, Employer: employer},
	})
	require.NoError(t, err)
	return binding.GetName()
}

func (w *world) key(t *testing.T, ctx context.Context, role optionv1.Role, over area) string {
	made, err := directoryv1.NewKeyServiceClient(w.Conn()).CreateKey(ctx, &directoryv1.CreateKeyRequest{
		Key:    &directoryv1.Key{DisplayName: "matrix"},
		Grants: []*directoryv1.KeyGrant{{Role: role, Unit: over.unit, Employer: over.employer}},
	})
	require.NoError(t, err)
	return w.Key(t, made.GetSecret())
}

func (w *world) login(t *testing.T, ctx context.Context, person string) string {
	invitation, err := directoryv1.NewTokenServiceClient(w.Conn()).CreateInvitation(ctx, &directoryv1.CreateInvitationRequest{Name: person})
	require.NoError(t, err)
	return w.Exchange(t, &directoryv1.ExchangeTokenRequest{
		Credential: &directoryv1.ExchangeTokenRequest_Invitation{Invitation: invitation.GetSecret()},
	})
}

// surveys makes a draft of each company, and a survey that was released. Their owner units reach the survey service by events.
func (w *world) surveys(t *testing.T, ctx context.Context, our, their string) {
	instruments := surveyv1.NewInstrumentServiceClient(w.Conn())
	instrument, err := instruments.CreateInstrument(ctx, &surveyv1.CreateInstrumentRequest{Instrument: &surveyv1.Instrument{
		DisplayName: text("Pulse"), Items: []*surveyv1.Item{{Id: "Q1", Text: text("?"), Kind: &surveyv1.Item_Rating{Rating: &surveyv1.Rating{Min: 1, Max: 5}}}},
	}})
	require.NoError(t, err)
	_, err = instruments.PublishInstrument(ctx, &surveyv1.PublishInstrumentRequest{Name: instrument.GetName()})
	require.NoError(t, err)
	survey := func(unit string, employers ...string) string {
		var name string
		require.Eventually(t, func() bool {
			made, err := surveyv1.NewSurveyServiceClient(w.Conn()).CreateSurvey(ctx, &surveyv1.CreateSurveyRequest{Survey: &surveyv1.Survey{
				DisplayName: text("Wave"), Instrument: instrument.GetName(), OwnerUnit: unit, Mode: surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL,
				Audience: &surveyv1.Audience{Units: []string{unit}, Employers: employers},
			}})
			name = made.GetName()
			return err == nil
		}, time.Minute, 20*time.Millisecond, "the roster knows the unit")
		return name
	}
	w.targets["surveys"] = []target{
		{inside: survey(our, inHouse), foreign: survey(their), colleague: survey(our, vendor)},
		{inside: w.released(t, ctx, instrument, our, inHouse), foreign: w.released(t, ctx, instrument, their, ""), colleague: w.released(t, ctx, instrument, our, vendor)},
	}
	w.earlier = w.released(t, ctx, instrument, our, inHouse) + "/release"
	revised, err := instruments.ReviseInstrument(ctx, &surveyv1.ReviseInstrumentRequest{Name: instrument.GetName()})
	require.NoError(t, err)
	w.revised = revised.GetName()
	pulse := func(unit string, employers ...string) string {
		made, err := surveyv1.NewPulseServiceClient(w.Conn()).CreatePulse(ctx, &surveyv1.CreatePulseRequest{Pulse: &surveyv1.Pulse{
			DisplayName: text("Pulse"), Instrument: instrument.GetName(), OwnerUnit: unit, Mode: surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL,
			Audience:   &surveyv1.Audience{Units: []string{unit}, Employers: employers},
			Recurrence: "FREQ=DAILY", StartDate: "2999-01-01", TimeZone: "UTC", DaysOpen: 1,
		}})
		require.NoError(t, err)
		return made.GetName()
	}
	w.targets["pulses"] = []target{{inside: pulse(our, inHouse), foreign: pulse(their), colleague: pulse(our, vendor)}}
	// An instrument holds nothing about anybody, and a site is no secret: they are there for all.
	w.targets["instruments"] = []target{{inside: instrument.GetName()}}
	w.targets["libraryInstruments"] = []target{{inside: "libraryInstruments/belonging-pulse"}}
	w.targets["sites"], w.targets["norms"] = nil, nil
}

// crew is how many people of an area answer the survey that is released: enough to be shown.
const crew = 6

// released asks an area and lets all of it answer, each otherwise.
func (w *world) released(t *testing.T, ctx context.Context, instrument *surveyv1.Instrument, unit, employer string) string {
	var answers []*surveyv1.ResponseRow
	for i, person := range w.crews[area{unit, employer}] {
		answers = append(answers, &surveyv1.ResponseRow{Person: person, Answers: []*surveyv1.Answer{
			{Item: "Q1", Value: &surveyv1.Answer_Rating{Rating: int32(1 + i%5)}},
		}})
	}
	audience := &surveyv1.Audience{Units: []string{unit}}
	if employer != "" {
		audience.Employers = []string{employer}
	}
	return wave.Released(ctx, t, w.Conn(), &surveyv1.Survey{Instrument: instrument.GetName(), OwnerUnit: unit, Audience: audience}, answers)
}

// methods are all methods of Hearth's contract, in the order of their names.
func methods() []protoreflect.MethodDescriptor {
	var all []protoreflect.MethodDescriptor
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		if !strings.HasPrefix(string(file.Package()), "hearth.") {
			return true
		}
		for i := range file.Services().Len() {
			service := file.Services().Get(i)
			for j := range service.Methods().Len() {
				all = append(all, service.Methods().Get(j))
			}
		}
		return true
	})
	slices.SortFunc(all, func(a, b protoreflect.MethodDescriptor) int {
		return strings.Compare(string(a.FullName()), string(b.FullName()))
	})
	return all
}
