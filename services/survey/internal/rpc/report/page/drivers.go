package page

import (
	"strconv"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/chart"
)

// drivers are what goes together with the outcome.
type drivers struct {
	*surveyv1.Drivers

	Outcome string
	Rows    []driverRow
	// Plane is nil where the scores are not shown.
	Plane *chart.Quadrant
}

type driverRow struct {
	Number int
	Name   string
	Place  string
	*surveyv1.Driver
}

// name is what a construct or an item is called.
func (v view) name(id string) string {
	_, name := v.form.Of(id)
	return name
}

func (v view) drivers(cell *surveyv1.Cell) *drivers {
	told := cell.GetDrivers()
	if told == nil {
		return nil
	}
	made := &drivers{Drivers: told, Outcome: v.name(told.GetOutcome())}
	plane := &chart.Quadrant{
		Across: v.words.Across, Up: v.words.Up, Share: 1 / float64(len(told.GetDrivers())),
		Corners: [4]string{
			v.words.Quadrants[surveyv1.Quadrant_QUADRANT_IMPROVE], v.words.Quadrants[surveyv1.Quadrant_QUADRANT_KEEP],
			v.words.Quadrants[surveyv1.Quadrant_QUADRANT_WATCH], v.words.Quadrants[surveyv1.Quadrant_QUADRANT_MAINTAIN],
		},
	}
	for i, one := range told.GetDrivers() {
		row := driverRow{i + 1, v.form.ConstructName(one.GetConstruct()), v.words.Quadrants[one.GetQuadrant()], one}
		made.Rows = append(made.Rows, row)
		if one.Score == nil {
			plane = nil
		}
		if plane == nil {
			continue
		}
		if plane.Title != "" {
			plane.Title += v.words.Semicolon
		}
		plane.Title += strconv.Itoa(row.Number) + " " + row.Name + v.words.Colon + row.Place
		plane.Score += one.GetScore() / float64(len(told.GetDrivers()))
		plane.Spots = append(plane.Spots, chart.Spot{
			Label: strconv.Itoa(row.Number), Score: one.GetScore(), Share: one.GetShare(), Low: one.GetShareLow(), High: one.GetShareHigh(),
		})
	}
	made.Plane = plane
	return made
}
