package chart

import (
	"math"
	"strconv"
)

// Quadrant is a plane of scores from 0 to 100 and shares from 0 to 1, parted into four by the mean of the scores and an equal share.
type Quadrant struct {
	Title string
	// Across and Up name the axes; Corners are what is written at the upper left, upper right, lower left and lower right.
	Across, Up string
	Corners    [4]string
	Score      float64
	Share      float64
	Spots      []Spot
}

// Spot is a point with a short label; Low and High are the ends of the interval of its share.
type Spot struct {
	Label                   string
	Score, Share, Low, High float64
}

// The size of the plane, and where it lies in the picture.
const (
	PlaneWidth  = 480.0
	PlaneHeight = 300.0
	planeLeft   = 44.0
	planeRight  = 468.0
	planeTop    = 12.0
	planeBottom = 262.0
)

// Drawn is a spot by its place in the picture.
type Drawn struct {
	Label             string
	X, Y, Top, Bottom float64
}

// Tick is a number at an axis.
type Tick struct {
	At   float64
	Says string
}

// ends are the lowest and the highest score that is shown, whole tens around all of them.
func (q Quadrant) ends() (low, high float64) {
	low, high = 100, 0
	for _, spot := range q.Spots {
		low, high = min(low, spot.Score), max(high, spot.Score)
	}
	return max(0, 10*math.Floor((low-4)/10)), min(100, 10*math.Ceil((high+4)/10))
}

// most is the largest share that is shown.
func (q Quadrant) most() float64 {
	most := 2 * q.Share
	for _, spot := range q.Spots {
		most = max(most, spot.High)
	}
	return min(1, math.Ceil(10*most)/10)
}

func (q Quadrant) x(score float64) float64 {
	low, high := q.ends()
	return round(planeLeft + (planeRight-planeLeft)*(score-low)/(high-low))
}

func (q Quadrant) y(share float64) float64 {
	return round(planeBottom - (planeBottom-planeTop)*min(1, share/q.most()))
}

// Upright is where the line of the mean score stands, and Level that of an equal share.
func (q Quadrant) Upright() float64 { return q.x(q.Score) }

// Level is the height of the line of an equal share.
func (q Quadrant) Level() float64 { return q.y(q.Share) }

// Drawn are the spots by their places.
func (q Quadrant) Drawn() (all []Drawn) {
	for _, spot := range q.Spots {
		all = append(all, Drawn{spot.Label, q.x(spot.Score), q.y(spot.Share), q.y(spot.High), q.y(spot.Low)})
	}
	return all
}

// Scores are the numbers below the plane, every ten points.
func (q Quadrant) Scores() (all []Tick) {
	low, high := q.ends()
	for score := low; score <= high; score += 10 {
		all = append(all, Tick{q.x(score), number(score)})
	}
	return all
}

// Shares are the numbers at its left.
func (q Quadrant) Shares() (all []Tick) {
	for i := range 3 {
		share := q.most() * float64(i) / 2
		all = append(all, Tick{q.y(share), strconv.Itoa(int(math.Round(100*share))) + "%"})
	}
	return all
}

func number(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
