package rpc

import (
	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

func audienceOf(from *surveyv1.Audience) domain.Audience {
	return domain.Audience{
		Units: model.IDs(from.GetUnits()), Employers: from.GetEmployers(), Shifts: from.GetShifts(), Positions: from.GetPositions(),
		Channels: from.GetChannels(), Sites: model.IDs(from.GetSites()),
	}
}

func audienceProto(a domain.Audience) *surveyv1.Audience {
	return &surveyv1.Audience{
		Units: model.Names("units", a.Units), Employers: a.Employers, Shifts: a.Shifts, Positions: a.Positions, Channels: a.Channels,
		Sites: model.Names("sites", a.Sites),
	}
}
