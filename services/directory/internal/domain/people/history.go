package people

import (
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
)

// Open stands for the last day of a placement that has none.
const Open model.Day = 1<<31 - 1

// LastDay writes a last day; "" while there is none.
func LastDay(day model.Day) string {
	if day == Open {
		return ""
	}
	return day.String()
}

// Placement is a post during some days of an employment.
type Placement struct {
	Post
	// From and To are the first and the last day; To is Open while there is no last one.
	From, To model.Day
	// Hire is the first day of the employment that it belongs to.
	Hire model.Day
}

// History are the placements of a person, oldest first. They never overlap, and together they cover exactly the days of employment.
// Its methods return a new history and leave the old one as it was.
type History []Placement

// On is the placement that holds on a day.
func (h History) On(day model.Day) (Placement, bool) {
	for _, placement := range h {
		if placement.From <= day && day <= placement.To {
			return placement, true
		}
	}
	return Placement{}, false
}

// Shown is the placement by which a person is shown, and by which others reach them, on a day: the one that holds, before an
// employment the one that it begins with, after the last employment the one that it ended with.
func (h History) Shown(day model.Day) (Placement, bool) {
	if len(h) == 0 {
		return Placement{}, false
	}
	for _, placement := range h {
		if day <= placement.To {
			return placement, true
		}
	}
	return h[len(h)-1], true
}

// Leave is the last day of the employment that begins on hire; Open without one.
func (h History) Leave(hire model.Day) model.Day {
	leave := model.NoDay
	for _, placement := range h {
		if placement.Hire == hire {
			leave = placement.To
		}
	}
	return leave
}

// Latest is the first and the last day of the latest employment; both are model.NoDay where there is none.
func (h History) Latest() (hire, leave model.Day) {
	if len(h) == 0 {
		return model.NoDay, model.NoDay
	}
	last := h[len(h)-1]
	return last.Hire, last.To
}

// Begin adds an employment after all others.
func (h History) Begin(hire, leave model.Day, post Post) (History, error) {
	if leave < hire {
		return nil, model.InvalidField("leave_date", model.Say("lies before the day of hire", "早于入职日期"))
	}
	if _, left := h.Latest(); left >= hire {
		return nil, ErrStillEmployed
	}
	return append(slices.Clone(h), Placement{Post: post, From: hire, To: leave, Hire: hire}), nil
}

// Change sets the fields in which post differs from the post that holds on the day, from that day to the end of the employment. What
// was before the day stays as it was. Placements of that employment that begin later keep all other fields: a move that is planned
// for July stays planned when the shift changes in May, and goes when the unit does.
func (h History) Change(day model.Day, post Post) (History, []string, error) {
	held, ok := h.On(day)
	if !ok {
		return nil, nil, ErrNotEmployed
	}
	differ := held.differs(post)
	if len(differ) == 0 {
		return h, nil, nil
	}
	changed := make(History, 0, len(h)+1)
	for _, placement := range h {
		if placement.Hire != held.Hire || placement.To < day {
			changed = append(changed, placement)
			continue
		}
		if placement.From < day {
			before := placement
			before.To = day - 1
			changed = append(changed, before)
			placement.From = day
		}
		for _, field := range differ {
			field.copy(&placement.Post, &post)
		}
		changed = append(changed, placement)
	}
	names := make([]string, len(differ))
	for i, field := range differ {
		names[i] = field.name
	}
	return changed.joined(), names, nil
}

// End makes leave the last day of the latest employment, be it earlier or later than it was; Open takes the end back.
func (h History) End(leave model.Day) (History, error) {
	hire, _ := h.Latest()
	if len(h) == 0 || leave < hire {
		return nil, ErrNotEmployed
	}
	ended := slices.DeleteFunc(slices.Clone(h), func(p Placement) bool { return p.From > leave })
	ended[len(ended)-1].To = leave
	return ended, nil
}

// correctHire corrects the first day of the latest employment. Days that it gains have the post of its first placement.
func (h History) correctHire(hire model.Day) (History, error) {
	was, leave := h.Latest()
	if len(h) == 0 || hire > leave {
		return nil, model.InvalidField("hire_date", model.Say("lies after the last day of work", "晚于最后工作日"))
	}
	corrected := make(History, 0, len(h))
	for _, placement := range h {
		switch {
		case placement.Hire != was:
			if placement.To >= hire {
				return nil, model.InvalidField("hire_date", model.Say("lies within an earlier employment", "处于此前的任职期间"))
			}
		case placement.To < hire:
			continue
		case placement.From == was || placement.From < hire:
			placement.From = hire
			placement.Hire = hire
		default:
			placement.Hire = hire
		}
		corrected = append(corrected, placement)
	}
	return corrected, nil
}

// joined makes one placement of neighbours that are the same.
func (h History) joined() History {
	whole := h[:0]
	for _, placement := range h {
		if n := len(whole); n > 0 {
			last := &whole[n-1]
			if last.To+1 == placement.From && last.Hire == placement.Hire && last.Equal(placement.Post) {
				last.To = placement.To
				continue
			}
		}
		whole = append(whole, placement)
	}
	return whole
}
