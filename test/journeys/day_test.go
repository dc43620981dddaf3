package journeys_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/internal/testkit/calltest"
	"github.com/hearth-culture/hearth/test/house"
)

// eastAndWest are two zones that never have the same day. That in the west does not end while the test runs.
func eastAndWest(t *testing.T) (east, west *time.Location) {
	now := time.Now()
	zones := map[string]*time.Location{}
	for _, name := range []string{"Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Honolulu"} {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		zones[name] = zone
	}
	west = zones["Pacific/Pago_Pago"]
	if now.In(west).Hour() == 23 {
		west = zones["Pacific/Honolulu"]
	}
	return zones["Pacific/Kiritimati"], west
}

// dayIn is a day in a zone, so many after today.
func dayIn(zone *time.Location, after int) string {
	return time.Now().In(zone).AddDate(0, 0, after).Format(time.DateOnly)
}

// at puts a unit at a site of its own, which it returns.
func (o *office) at(t *testing.T, unit string, zone *time.Location) string {
	site, err := directoryv1.NewSiteServiceClient(o.Conn()).CreateSite(o.admin, &directoryv1.CreateSiteRequest{
		Site: &directoryv1.Site{DisplayName: text(zone.String()), TimeZone: zone.String()},
	})
	require.NoError(t, err)
	_, err = directoryv1.NewUnitServiceClient(o.Conn()).UpdateUnit(o.admin, &directoryv1.UpdateUnitRequest{
		Unit: &directoryv1.Unit{Name: unit, Site: site.GetName()}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"site"}},
	})
	require.NoError(t, err)
	return site.GetName()
}

// works adds somebody who works in a unit from the first to the last day, "" for no last one.
func (o *office) works(t *testing.T, number, unit, first, last string) person {
	people := directoryv1.NewPersonServiceClient(o.Conn())
	made, err := people.CreatePerson(o.admin, &directoryv1.CreatePersonRequest{Person: &directoryv1.Person{
		DisplayName: "Called " + number, Number: number, HireDate: first, Placement: &directoryv1.Placement{Unit: unit, Employer: "in-house"},
	}})
	require.NoError(t, err)
	if last != "" {
		_, err = people.EndEmployment(o.admin, &directoryv1.EndEmploymentRequest{Name: made.GetName(), LeaveDate: last})
		require.NoError(t, err)
	}
	return person{name: made.GetName(), number: number}
}

// ask opens one more survey with the instrument of the first, and answers it as these people.
func (o *office) ask(t *testing.T, eligible int64, units []string, answering ...person) {
	surveys := surveyv1.NewSurveyServiceClient(o.Conn())
	first, err := surveys.GetSurvey(o.admin, &surveyv1.GetSurveyRequest{Name: o.survey})
	require.NoError(t, err)
	survey, err := surveys.CreateSurvey(o.admin, &surveyv1.CreateSurveyRequest{Survey: &surveyv1.Survey{
		DisplayName: text("Days"), Instrument: first.GetInstrument(), OwnerUnit: o.team, Mode: first.GetMode(), Audience: &surveyv1.Audience{Units: units},
	}})
	require.NoError(t, err)
	survey, err = surveys.OpenSurvey(o.admin, &surveyv1.OpenSurveyRequest{Name: survey.GetName()})
	require.NoError(t, err)
	require.Equal(t, eligible, survey.GetEligible())
	for _, p := range answering {
		_, err := surveyv1.NewResponseServiceClient(o.Conn()).SubmitResponse(calltest.As(t.Context(), o.login(t, p.name)), &surveyv1.SubmitResponseRequest{
			Survey: survey.GetName(), Answers: []*surveyv1.Answer{{Item: "mood", Value: &surveyv1.Answer_Rating{Rating: 3}}},
		})
		require.NoError(t, err, p.number)
	}
}

// A survey asks those who work on the day that it is where they work, also where that day changes: what the directory knows of sites the
// survey service knows as well.
func TestEachSiteHasItsDay(t *testing.T) {
	house.EachShape(t, func(t *testing.T, h *house.House) {
		o := open(t, h, 5)
		east, west := eastAndWest(t)
		eastern, western := o.unit(t, "East"), o.unit(t, "West")
		site := o.at(t, eastern, east)
		o.at(t, western, west)
		begins := o.works(t, "begins", eastern, dayIn(east, 0), "")
		left := o.works(t, "left", eastern, "2020-01-01", dayIn(east, -1))
		stays := o.works(t, "stays", western, "2020-01-01", dayIn(west, 0))
		o.works(t, "later", western, dayIn(west, 1), "")
		all := []string{o.team, eastern, western}
		o.rosterFollows(t)
		o.ask(t, 7, all, begins, stays)

		_, err := directoryv1.NewSiteServiceClient(h.Conn()).UpdateSite(o.admin, &directoryv1.UpdateSiteRequest{
			Site: &directoryv1.Site{Name: site, TimeZone: west.String()}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"time_zone"}},
		})
		require.NoError(t, err)
		o.rosterFollows(t)
		o.ask(t, 7, all, left, stays)
	})
}
