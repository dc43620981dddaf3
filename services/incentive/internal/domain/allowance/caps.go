package allowance

import (
	"strconv"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// The refusals of gifts. The metadata of those of a day and of a colleague say how much may still be given ("left") and when the cap is
// free again ("frees").
var (
	ErrGiftTooLarge = model.NewFault("GIFT_TOO_LARGE")
	ErrDayCap       = model.NewFault("DAY_CAP_REACHED")
	ErrColleagueCap = model.NewFault("COLLEAGUE_CAP_REACHED")
)

// Given is a gift that was given before.
type Given struct {
	// To is the receiver, by the same word as in Check.
	To     string
	Amount int64
	At     time.Time
}

// Since is how far back Check looks.
func (p Policy) Since(now time.Time, zone *time.Location) time.Time {
	first, _ := p.Period.Around(model.DayOf(now.In(zone)))
	return midnight(first, zone)
}

// Check says whether a person may give so much to each of the receivers, after what they gave since Since. zone is where their days begin.
func (p Policy) Check(now time.Time, zone *time.Location, given []Given, to []string, each int64) error {
	if p.PerGift > 0 && each > p.PerGift {
		return ErrGiftTooLarge.With("most", strconv.FormatInt(p.PerGift, 10))
	}
	today := model.DayOf(now.In(zone))
	var day int64
	colleague := map[string]int64{}
	for _, g := range given {
		if !g.At.Before(midnight(today, zone)) {
			day += g.Amount
		}
		colleague[g.To] += g.Amount
	}
	// Divided and not multiplied: no amount is so large that it is none.
	if left := max(p.PerDay-day, 0); p.PerDay > 0 && each > left/int64(max(len(to), 1)) {
		return reached(ErrDayCap, left, midnight(today+1, zone))
	}
	if p.PerColleague == 0 {
		return nil
	}
	_, next := p.Period.Around(today)
	for _, one := range to {
		if left := max(p.PerColleague-colleague[one], 0); each > left {
			return reached(ErrColleagueCap, left, midnight(next, zone))
		}
	}
	return nil
}

func reached(fault *model.Fault, left int64, frees time.Time) error {
	return fault.With("left", strconv.FormatInt(left, 10)).With("frees", frees.UTC().Format(time.RFC3339))
}
