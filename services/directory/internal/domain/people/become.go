package people

import (
	"slices"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

// Change is what a target makes of a person: the person after it, what happened, and the fields that differ, of which there are none
// when nothing does.
type Change struct {
	Person Person
	Facts  []model.Fact
	Fields []source.Change
}

func (c *Change) note(field, before, after string) {
	if before != after {
		c.Fields = append(c.Fields, source.Change{Field: field, Before: before, After: after})
	}
}

// Become is what the target makes of a person. Its post holds from the day on. A day of hire after the last day of work begins a new
// employment; any other corrects the latest. A target without a last day of work takes back the one that stood.
func (p *Person) Become(t Target, day model.Day, now time.Time) (Change, error) {
	c := Change{Person: *p}
	c.note("display_name", p.DisplayName, t.DisplayName)
	c.note("number", p.Number, t.Number)
	c.note("language", p.Language, t.Language)
	c.note("planned_end_date", p.PlannedEnd.String(), t.PlannedEnd.String())
	if !source.Same(p.ExternalIDs, t.ExternalIDs) {
		c.note("external_ids", listed(p.ExternalIDs), listed(t.ExternalIDs))
		c.Person.ExternalIDs = slices.Clone(t.ExternalIDs)
	}
	c.Person.DisplayName, c.Person.Number, c.Person.Language, c.Person.PlannedEnd = t.DisplayName, t.Number, t.Language, t.PlannedEnd
	if err := c.employ(t, day); err != nil {
		return Change{}, err
	}
	if len(c.Fields) > 0 {
		c.Person.Touch(now)
	}
	return c, nil
}

// employ brings the employments and the placements to where the target wants them.
func (c *Change) employ(t Target, day model.Day) error {
	hire, leave := c.Person.History.Latest()
	if t.Hire > leave {
		return c.rehire(t)
	}
	// A day of hire that moves back comes first, one that moves on comes last: so that the employment never ends before it begins.
	steps := []func() error{func() error { return c.end(leave, t.Leave) }, func() error { return c.correctHire(hire, t.Hire) }}
	if t.Hire < hire {
		slices.Reverse(steps)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return c.move(t.Post.Normal(), day)
}

// rehire begins an employment after the last.
func (c *Change) rehire(t Target) error {
	hire, leave := c.Person.History.Latest()
	history, err := c.Person.History.Begin(t.Hire, t.Leave, t.Post.Normal())
	if err != nil {
		return err
	}
	c.note("hire_date", hire.String(), t.Hire.String())
	c.note("leave_date", dayText(leave), dayText(t.Leave))
	c.notePost(c.Person.History[len(c.Person.History)-1].Post, t.Post.Normal())
	c.Person.History = history
	c.Facts = append(c.Facts, Joined{Person: c.Person.ID, Day: t.Hire, Rehire: true})
	if t.Leave != Open {
		c.Facts = append(c.Facts, Departed{Person: c.Person.ID, Day: t.Leave})
	}
	return nil
}

// end sets the last day of work, or takes it back.
func (c *Change) end(was, leave model.Day) error {
	if was == leave {
		return nil
	}
	history, err := c.Person.History.End(leave)
	if err != nil {
		return err
	}
	c.note("leave_date", dayText(was), dayText(leave))
	c.Person.History = history
	if leave != Open {
		c.Facts = append(c.Facts, Departed{Person: c.Person.ID, Day: leave})
	} else {
		c.Facts = append(c.Facts, Joined{Person: c.Person.ID, Day: was + 1, Rehire: true})
	}
	return nil
}

// correctHire moves the first day of the latest employment.
func (c *Change) correctHire(was, hire model.Day) error {
	if was == hire {
		return nil
	}
	history, err := c.Person.History.correctHire(hire)
	if err != nil {
		return err
	}
	c.note("hire_date", was.String(), hire.String())
	c.Person.History = history
	return nil
}

// move changes the post from the day on. Where nobody is employed on the day, there is nothing to change.
func (c *Change) move(post Post, day model.Day) error {
	held, employed := c.Person.History.On(day)
	if !employed {
		return nil
	}
	history, fields, err := c.Person.History.Change(day, post)
	if err != nil || len(fields) == 0 {
		return err
	}
	c.notePost(held.Post, post)
	c.Person.History = history
	c.Facts = append(c.Facts, Moved{Person: c.Person.ID, Day: day, Fields: fields})
	return nil
}

func (c *Change) notePost(before, after Post) {
	for _, field := range before.differs(after) {
		c.note(field.name, field.text(&before), field.text(&after))
	}
}

func dayText(day model.Day) string {
	if day == Open {
		return ""
	}
	return day.String()
}

func listed(ids []source.ID) string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = id.String()
	}
	slices.Sort(texts)
	return strings.Join(texts, ",")
}
