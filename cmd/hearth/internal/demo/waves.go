package demo

import (
	"context"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc/status"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/answers"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/organisation"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/figures"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/sheets"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// pulse is the instrument of Hearth's library that everybody is asked by.
const pulse = "libraryInstruments/belonging-pulse"

// waves are what everybody is asked, in their order. Units are split by employer, since vendors' managers see their own people alone, and once
// by shift, to see the nights of all sites together.
var waves = [answers.Waves]struct {
	title map[string]string
	split surveyv1.Attribute
}{
	{map[string]string{"en": "Belonging pulse, wave 1", "zh-CN": "归属感脉搏 第 1 期"}, surveyv1.Attribute_ATTRIBUTE_EMPLOYER},
	{map[string]string{"en": "Belonging pulse, wave 2", "zh-CN": "归属感脉搏 第 2 期"}, surveyv1.Attribute_ATTRIBUTE_SHIFT},
	{map[string]string{"en": "Belonging pulse, wave 3", "zh-CN": "归属感脉搏 第 3 期"}, surveyv1.Attribute_ATTRIBUTE_EMPLOYER},
}

// bringWaves asks everybody three times. A wave that was begun goes on where it was left.
func (f *Filling) bringWaves(ctx context.Context) error {
	instrument, err := f.bringInstrument(ctx)
	if err != nil {
		return err
	}
	known, err := f.surveys(ctx)
	if err != nil {
		return err
	}
	questions, model := questionsOf(instrument), answers.New(Seed, f.enterprise)
	var previous string
	for wave, one := range waves {
		survey := known[one.title["en"]]
		if survey == nil {
			if survey, err = f.draft(ctx, instrument.GetName(), previous, one.title, one.split); err != nil {
				return err
			}
		}
		if err := f.hold(ctx, survey, wave, questions, model); err != nil {
			return err
		}
		previous = survey.GetName()
		f.waves = append(f.waves, previous)
	}
	return nil
}

// bringInstrument takes the instrument from the library, once.
func (f *Filling) bringInstrument(ctx context.Context) (*surveyv1.Instrument, error) {
	instruments := surveyv1.NewInstrumentServiceClient(f.Client.Conn())
	wanted, err := instruments.GetLibraryInstrument(ctx, &surveyv1.GetLibraryInstrumentRequest{Name: pulse})
	if err != nil {
		return nil, err
	}
	var found *surveyv1.Instrument
	request := &surveyv1.ListInstrumentsRequest{PageSize: pageSize}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := instruments.ListInstruments(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, one := range page.GetInstruments() {
			if one.GetDisplayName().GetTexts()["en"] == wanted.GetDisplayName().GetTexts()["en"] {
				found = one // the oldest
			}
		}
		request.PageToken = page.GetNextPageToken()
	}
	if found == nil {
		wanted.Name = ""
		if found, err = instruments.CreateInstrument(ctx, &surveyv1.CreateInstrumentRequest{Instrument: wanted, RequestId: uuid.NewString()}); err != nil {
			return nil, err
		}
	}
	return instruments.PublishInstrument(ctx, &surveyv1.PublishInstrumentRequest{Name: found.GetName(), RequestId: uuid.NewString()})
}

// surveys are those that are there, by their English titles.
func (f *Filling) surveys(ctx context.Context) (map[string]*surveyv1.Survey, error) {
	known := map[string]*surveyv1.Survey{}
	request := &surveyv1.ListSurveysRequest{PageSize: pageSize}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := surveyv1.NewSurveyServiceClient(f.Client.Conn()).ListSurveys(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, survey := range page.GetSurveys() {
			known[survey.GetDisplayName().GetTexts()["en"]] = survey
		}
		request.PageToken = page.GetNextPageToken()
	}
	return known, nil
}

// draft makes a wave, which repeats the previous one if there is any.
func (f *Filling) draft(
	ctx context.Context, instrument, previous string, title map[string]string, split surveyv1.Attribute,
) (survey *surveyv1.Survey, err error) {
	company := f.units[organisation.Company]
	request := &surveyv1.CreateSurveyRequest{RequestId: uuid.NewString(), Survey: &surveyv1.Survey{
		DisplayName: &typev1.LocalizedText{Texts: title}, Instrument: instrument, OwnerUnit: company,
		Mode: surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL, Intake: surveyv1.Intake_INTAKE_IMPORT,
		Audience: &surveyv1.Audience{Units: []string{company}}, Attribute: split, Previous: previous,
	}}
	err = f.until(ctx, func() (bool, error) {
		survey, err = surveyv1.NewSurveyServiceClient(f.Client.Conn()).CreateSurvey(ctx, request)
		reason := client.Reason(status.Convert(err))
		if reason == model.ErrNotFound.Reason || reason == "ROSTER_NOT_READY" {
			return false, nil
		}
		return true, err
	})
	return survey, err
}

// hold takes a wave from where it is to its end.
func (f *Filling) hold(ctx context.Context, survey *surveyv1.Survey, wave int, q *questionnaire, m *answers.Model) (err error) {
	surveys := surveyv1.NewSurveyServiceClient(f.Client.Conn())
	if survey.GetState() == surveyv1.SurveyState_SURVEY_STATE_DRAFT {
		if err := f.everybodyIsKnown(ctx, survey.GetName()); err != nil {
			return err
		}
		if survey, err = surveys.OpenSurvey(ctx, &surveyv1.OpenSurveyRequest{Name: survey.GetName(), RequestId: uuid.NewString()}); err != nil {
			return err
		}
	}
	if survey.GetState() == surveyv1.SurveyState_SURVEY_STATE_OPEN {
		if err := f.answer(ctx, survey.GetName(), wave, q, m); err != nil {
			return err
		}
		if _, err = surveys.CloseSurvey(ctx, &surveyv1.CloseSurveyRequest{Name: survey.GetName(), RequestId: uuid.NewString()}); err != nil {
			return err
		}
	}
	_, err = figures.Await(ctx, f.Client.Conn(), survey.GetName(), f.Tell)
	return err
}

// answer brings in what everybody says in a wave.
func (f *Filling) answer(ctx context.Context, survey string, wave int, q *questionnaire, m *answers.Model) error {
	var rows []*surveyv1.ResponseRow
	for _, person := range f.enterprise.People {
		id := person.GetExternalId().GetId()
		if sheet := q.sheet(m, id, wave); sheet != nil {
			rows = append(rows, &surveyv1.ResponseRow{Person: f.people[id], Answers: sheet})
		}
	}
	answer, err := sheets.Stream(ctx, f.Client, survey, rows, f.Tell)
	if err != nil {
		return err
	}
	if answer.GetRefused() > 0 {
		return words.Say(words.SomeRefused, answer.GetRefused())
	}
	return nil
}

// everybodyIsKnown waits until the surveys have heard of all people: who is not known at the opening is not asked.
func (f *Filling) everybodyIsKnown(ctx context.Context, survey string) error {
	return f.until(ctx, func() (bool, error) {
		preview, err := surveyv1.NewReleaseServiceClient(f.Client.Conn()).PreviewRelease(ctx, &surveyv1.PreviewReleaseRequest{Survey: survey})
		return preview.GetEligible() == int64(len(f.enterprise.People)), err
	})
}

const (
	// catchUp is how long the other services may take to hear of what the directory knows.
	catchUp = 2 * time.Minute
	lookUp  = 200 * time.Millisecond
)

// errBehind is that another service does not hear of the directory.
var errBehind = model.Say(
	"Not all services have heard of everybody yet: is the bus of events running? Run this again later.",
	"有服务尚未获知全部人员，请确认事件总线运行正常，稍后再次运行。")

// until asks again until something is so.
func (f *Filling) until(ctx context.Context, so func() (bool, error)) error {
	for began := time.Now(); time.Since(began) < catchUp; {
		if done, err := so(); done || err != nil {
			return err
		}
		f.Tell(words.Both("waiting until all services have heard of everybody", "正在等待各服务获知全部人员"))
		if err := client.Pause(ctx, lookUp); err != nil {
			return err
		}
	}
	return errBehind
}
