package record

import (
	"context"
	"encoding/json"

	"github.com/hearth-culture/hearth/internal/model"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
)

// Section reads what a part of the service keeps of a person, whom it gets by their bare id. What it returns is written as JSON.
type Section func(ctx context.Context, person string) (any, error)

type privacy struct {
	incentivev1.UnimplementedPrivacyServiceServer
	sections map[string]Section
}

// ExportPersonData gathers what all parts of the service keep of a person.
func (s *privacy) ExportPersonData(ctx context.Context, req *typev1.ExportPersonDataRequest) (*typev1.ExportPersonDataResponse, error) {
	document := make(map[string]any, len(s.sections))
	for name, read := range s.sections {
		kept, err := read(ctx, model.ID(req.GetPerson()))
		if err != nil {
			return nil, err
		}
		document[name] = kept
	}
	text, err := json.Marshal(document)
	return &typev1.ExportPersonDataResponse{Service: "incentive", Json: string(text)}, err
}
