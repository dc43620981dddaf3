package record

import (
	"context"
	"encoding/json"

	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

type privacy struct {
	surveyv1.UnimplementedPrivacyServiceServer
	read domain.Reader
}

// keptData is a survey in the document that a person gets of what is kept about them.
type keptData struct {
	Survey      string     `json:"survey"`
	DisplayName model.Text `json:"displayName"`
	Place       placeData  `json:"place"`
	// Answers are left out where there are none, and the same for all but the person, by the way in by which they answered.
	Answers map[string]item.Value `json:"answers,omitempty"`
}

// placeData is where the person stood at the opening.
type placeData struct {
	Unit     string `json:"unit"`
	Employer string `json:"employer"`
	Site     string `json:"site,omitempty"`
	Shift    string `json:"shift,omitempty"`
	Channel  string `json:"channel,omitempty"`
	Position string `json:"position,omitempty"`
}

// ExportPersonData gathers the surveys that ask or asked a person, and for the person alone their answers to open ones. Whoever asks the
// directory in their stead, however far their role reaches, may read everything but what was said in confidence.
func (s *privacy) ExportPersonData(ctx context.Context, req *typev1.ExportPersonDataRequest) (*typev1.ExportPersonDataResponse, error) {
	data, err := domain.PersonData(ctx, s.read, model.Scope{Self: model.ID(req.GetPerson()), WayIn: req.GetWayIn()})
	if err != nil {
		return nil, err
	}
	document := struct {
		Surveys []keptData `json:"surveys"`
	}{[]keptData{}}
	for _, kept := range data {
		answers := map[string]item.Value{}
		for _, answer := range kept.Answers {
			answers[answer.Item] = answer.Value
		}
		document.Surveys = append(document.Surveys, keptData{
			Survey: model.Name("surveys", kept.Survey.ID), DisplayName: kept.Survey.DisplayName, Answers: answers,
			Place: placeData{
				Unit: model.Name("units", kept.Place.Unit), Employer: kept.Place.Employer, Site: model.Name("sites", kept.Place.Site),
				Shift: kept.Place.Shift, Channel: kept.Place.Channel, Position: kept.Place.Position,
			},
		})
	}
	text, err := json.Marshal(document)
	if err != nil {
		return nil, err
	}
	return &typev1.ExportPersonDataResponse{Service: "survey", Json: string(text)}, nil
}
