package driver

import (
	"fmt"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/figure"
)

// Quadrant is where a driver lies between what it explains and how it scores.
type Quadrant int

// The quadrants. Show all of them as a picture, not the drivers as a ranking of causes.
const (
	Improve  Quadrant = iota + 1 // explains much, scores low
	Keep                         // explains much, scores high
	Watch                        // explains little, scores low
	Maintain                     // explains little, scores high
)

// Standing is a driver's share of what is explained (0 to 1) and its score (an index of 0 to 100).
type Standing struct {
	Share, Score float64
}

// Priority is a driver's place. Value is share·(1 − score/100), from 0 to 1.
type Priority struct {
	Value    float64
	Quadrant Quadrant
}

// Priorities places drivers against each other. "Much" is an equal share, 1 of their number, or more; "high" is the mean of their scores
// or more. It refuses no driver (TooFewError), and shares and scores out of their range (figure.ErrInput).
func Priorities(drivers []Standing) ([]Priority, error) {
	if err := figure.AtLeast("drivers", int64(len(drivers)), 1); err != nil {
		return nil, err
	}
	n := float64(len(drivers))
	var above float64 // the mean of the scores, counted from the first: exact where all are the same
	for _, d := range drivers {
		if !(d.Share >= 0 && d.Share <= 1+rounding && d.Score >= 0 && d.Score <= 100) {
			return nil, fmt.Errorf("share %v, score %v: %w", d.Share, d.Score, figure.ErrInput)
		}
		above += (d.Score - drivers[0].Score) / n
	}
	priorities := make([]Priority, len(drivers))
	for i, d := range drivers {
		much, high := d.Share >= 1/n-rounding, d.Score-drivers[0].Score >= above
		priorities[i] = Priority{Value: d.Share * (1 - d.Score/100), Quadrant: quadrant(much, high)}
	}
	return priorities, nil
}

func quadrant(much, high bool) Quadrant {
	switch {
	case much && high:
		return Keep
	case much:
		return Improve
	case high:
		return Maintain
	default:
		return Watch
	}
}
