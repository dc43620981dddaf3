package figure

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/published"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/report"
	statistic "github.com/hearth-culture/hearth/services/survey/internal/domain/tally"
)

// drivers are what of a cell goes together with the instrument's outcome, nil where the release tells of nothing.
func drivers(of report.Cell, f form.Form, statistics []published.Statistic) *surveyv1.Drivers {
	var sheets int64
	told := make([]report.Told, len(f.Drivers))
	for i, c := range f.Drivers {
		told[i].Construct = c
		for _, one := range statistics {
			if one.Construct != c {
				continue
			}
			switch one.Kind {
			case statistic.Sheets:
				sheets = int64(one.Value)
			case statistic.DriverR:
				told[i].R = one.Value
			case statistic.DriverWeight:
				told[i].Weight = one.Value
			case statistic.DriverLow:
				told[i].Share.Low = one.Value
			case statistic.DriverHigh:
				told[i].Share.High = one.Value
			}
		}
	}
	found := of.Drivers(f, sheets, told)
	if found == nil {
		return nil
	}
	made := &surveyv1.Drivers{Outcome: f.OutcomeID, Sheets: found.Sheets, RSquared: found.RSquared}
	for i, one := range found.Model.Drivers {
		driver := &surveyv1.Driver{
			Construct: f.Constructs[found.Constructs[i]].ID, R: one.R, RLow: one.Interval.Low, RHigh: one.Interval.High, P: one.P, Q: one.Q,
			Share: one.Share, ShareLow: one.ShareInterval.Low, ShareHigh: one.ShareInterval.High,
		}
		if found.Priorities != nil {
			driver.Score, driver.Priority = &found.Scores[i], &found.Priorities[i].Value
			driver.Quadrant = surveyv1.Quadrant(found.Priorities[i].Quadrant)
		}
		made.Drivers = append(made.Drivers, driver)
	}
	return made
}
