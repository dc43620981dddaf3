// Package recur says on which days something recurs, and when a time on the wall of a zone comes on a day.
package recur

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"github.com/hearth-culture/hearth/internal/model"
)

// mostInterval bounds how many days, weeks or months may lie between two days.
const mostInterval = 366

// Rule is a set of days. There are none but valid ones: Parse makes them.
type Rule struct{ rule *rrule.RRule }

var weekdays = []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"}

// Parse reads a part of RFC 5545's RRULE: FREQ of DAILY, WEEKLY or MONTHLY, with INTERVAL, BYDAY and BYMONTHDAY. The rule counts from first,
// and holds no day before it. It says what is wrong with a text that is no such rule.
func Parse(text string, first model.Day) (Rule, *model.Words) {
	seen := map[string]bool{}
	for part := range strings.SplitSeq(text, ";") {
		key, value, _ := strings.Cut(part, "=")
		if seen[key] || !allowed(key, strings.Split(value, ",")) {
			wrong := model.Say("%q is not understood", "无法识别 %q", part)
			return Rule{}, &wrong
		}
		seen[key] = true
	}
	if !seen["FREQ"] {
		wrong := model.Say("names no FREQ", "缺少 FREQ")
		return Rule{}, &wrong
	}
	option, err := rrule.StrToROption(text)
	if err == nil {
		option.Dtstart = midnight(first)
		if rule, err := rrule.NewRRule(*option); err == nil {
			return Rule{rule}, nil
		}
	}
	wrong := model.Say("is no recurrence such as FREQ=WEEKLY;BYDAY=TU", "不是有效的重复规则，重复规则形如 FREQ=WEEKLY;BYDAY=TU")
	return Rule{}, &wrong
}

func allowed(key string, values []string) bool {
	one := len(values) == 1
	switch key {
	case "FREQ":
		return one && slices.Contains([]string{"DAILY", "WEEKLY", "MONTHLY"}, values[0])
	case "INTERVAL":
		return one && between(values[0], 1, mostInterval)
	case "BYDAY":
		return !slices.ContainsFunc(values, func(value string) bool { return !isWeekday(value) })
	case "BYMONTHDAY":
		return !slices.ContainsFunc(values, func(value string) bool { return !between(strings.TrimPrefix(value, "-"), 1, 31) })
	default:
		return false
	}
}

// isWeekday takes TU, and 1TU or -1TU for the first or last Tuesday of a month.
func isWeekday(value string) bool {
	if len(value) < 2 {
		return false
	}
	which, day := value[:len(value)-2], value[len(value)-2:]
	return slices.Contains(weekdays, day) && (which == "" || between(strings.TrimPrefix(which, "-"), 1, 5))
}

func between(text string, low, high int) bool {
	number, err := strconv.Atoi(text)
	return err == nil && number >= low && number <= high && strconv.Itoa(number) == text
}

// From is the first day of the rule that is day or later; model.NoDay where none comes.
func (r Rule) From(day model.Day) model.Day {
	found := r.rule.After(midnight(day), true)
	if found.IsZero() {
		return model.NoDay
	}
	return model.DayOf(found)
}

// Count is how many days of the rule there are from first to last, both among them.
func (r Rule) Count(first, last model.Day) int {
	return len(r.rule.Between(midnight(first), midnight(last), true))
}

func midnight(day model.Day) time.Time { return time.Unix(int64(day)*24*60*60, 0).UTC() }
