package report

import (
	"github.com/hearth-culture/hearth/services/survey/internal/domain/driver"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/form"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/interval"
)

// Told is what a release tells of a construct as a driver of the outcome.
type Told struct {
	Construct int
	R, Weight float64
	// Share is the bootstrap's interval of its share.
	Share interval.Interval
}

// Drivers are what goes together with the outcome. They are no causes.
type Drivers struct {
	driver.Model
	// Constructs are which ones the drivers are. Scores are their indexes in the cell, and Priorities where that and their shares place
	// them; both are empty where one has no index.
	Constructs []int
	Scores     []float64
	Priorities []driver.Priority
}

// Drivers are nil where the release tells of none.
func (c Cell) Drivers(f form.Form, sheets int64, told []Told) *Drivers {
	var correlations, weights []float64
	for _, one := range told {
		correlations, weights = append(correlations, one.R), append(weights, one.Weight)
	}
	model, err := driver.Told(sheets, correlations, weights)
	if err != nil {
		return nil
	}
	made := &Drivers{Model: model}
	all := c.Constructs(f)
	var standings []driver.Standing
	for i, one := range told {
		made.Model.Drivers[i].ShareInterval = one.Share
		made.Constructs = append(made.Constructs, one.Construct)
		if index := all[one.Construct].Index; index != nil {
			standings = append(standings, driver.Standing{Share: model.Drivers[i].Share, Score: *index})
			made.Scores = append(made.Scores, *index)
		}
	}
	if len(standings) == len(told) {
		made.Priorities, err = driver.Priorities(standings)
	}
	if err != nil || len(standings) < len(told) {
		made.Scores, made.Priorities = nil, nil
	}
	return made
}
