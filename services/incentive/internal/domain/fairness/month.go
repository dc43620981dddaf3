package fairness

import (
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Month is a calendar month, by its first day.
type Month model.Day

// NoMonth stands where there is no month.
const NoMonth = Month(model.NoDay)

// monthForm is how a month is written, such as 2026-10.
const monthForm = "2006-01"

// settles is how long after a month's end in UTC its boards are made: by then it has ended on all clocks, and a day more for what is told
// late of who left and who moved.
const settles = 36 * time.Hour

// MonthOf is the month in which a day lies.
func MonthOf(day model.Day) Month {
	_, _, date := day.Date()
	return Month(day - model.Day(date-1))
}

// ParseMonth reads what String writes. An empty text is NoMonth.
func ParseMonth(text string) (Month, error) {
	if text == "" {
		return NoMonth, nil
	}
	moment, err := time.Parse(monthForm, text)
	if err != nil {
		return NoMonth, model.InvalidField("month", model.Say("is not a month such as 2026-10", "不是月份，月份形如 2026-10"))
	}
	return Month(model.DayOf(moment)), nil
}

// String writes the year and the month, such as 2026-10; NoMonth is "".
func (m Month) String() string {
	if m == NoMonth {
		return ""
	}
	return begin(model.Day(m), time.UTC).Format(monthForm)
}

// Last is the last day.
func (m Month) Last() model.Day { return model.Day(m.next()) - 1 }

func (m Month) next() Month {
	year, month, _ := model.Day(m).Date()
	return Month(model.DayOf(time.Date(year, month+1, 1, 0, 0, 0, 0, time.UTC)))
}

func (m Month) before() Month { return MonthOf(model.Day(m) - 1) }

// bounds are when it begins on the clocks of a zone, and when the next one does.
func (m Month) bounds(zone *time.Location) (from, until time.Time) {
	return begin(model.Day(m), zone), begin(model.Day(m.next()), zone)
}

// ended says that it is over by UTC, and settled that its boards can be made.
func (m Month) ended(now time.Time) bool   { return !now.Before(begin(model.Day(m.next()), time.UTC)) }
func (m Month) settled(now time.Time) bool { return m.ended(now.Add(-settles)) }

// begin is when a day begins on the clocks of a zone.
func begin(day model.Day, zone *time.Location) time.Time {
	return time.Date(1970, 1, 1+int(day), 0, 0, 0, 0, zone)
}
