package record

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Section reads what a part of the service keeps of a person, whom it gets by their bare id. What it returns is written as JSON.
type Section func(ctx context.Context, person string) (any, error)

// Sections are by their name in the document of a person.
type Sections struct {
	// Kept are told to whoever may ask, Own instead of them to the person who asks for themselves.
	Kept, Own map[string]Section
}

type privacy struct {
	incentivev1.UnimplementedPrivacyServiceServer
	sections Sections
}

// ExportPersonData gathers what all parts of the service keep of a person.
func (s *privacy) ExportPersonData(ctx context.Context, req *typev1.ExportPersonDataRequest) (*typev1.ExportPersonDataResponse, error) {
	sections := maps.Clone(s.sections.Kept)
	if req.GetWayIn() != "" {
		maps.Copy(sections, s.sections.Own)
	}
	document := make(map[string]any, len(sections))
	for name, read := range sections {
		kept, err := read(ctx, model.ID(req.GetPerson()))
		if err != nil {
			return nil, err
		}
		document[name] = kept
	}
	text, err := json.Marshal(document)
	return &typev1.ExportPersonDataResponse{Service: "incentive", Json: string(text)}, err
}
