package place

import (
	"slices"
	"strings"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/model"
)

// span is some days in a row that differ from the week's rule for one reason.
type span struct {
	first, last string // ISO 8601, both within it
	kind        directoryv1.CalendarDayKind
	en, zhCN    string
}

const (
	holiday = directoryv1.CalendarDayKind_CALENDAR_DAY_KIND_HOLIDAY
	makeup  = directoryv1.CalendarDayKind_CALENDAR_DAY_KIND_MAKEUP_WORKDAY
	peak    = directoryv1.CalendarDayKind_CALENDAR_DAY_KIND_PEAK_FREEZE
)

var days = map[Country][]*directoryv1.CalendarDay{
	China: spread(
		span{"2026-01-01", "2026-01-03", holiday, "New Year", "元旦"},
		span{"2026-01-04", "2026-01-04", makeup, "Made up for New Year", "元旦调休"},
		span{"2026-02-14", "2026-02-14", makeup, "Made up for the Spring Festival", "春节调休"},
		span{"2026-02-15", "2026-02-23", holiday, "Spring Festival", "春节"},
		span{"2026-02-28", "2026-02-28", makeup, "Made up for the Spring Festival", "春节调休"},
		span{"2026-04-04", "2026-04-06", holiday, "Qingming Festival", "清明节"},
		span{"2026-05-01", "2026-05-05", holiday, "Labour Day", "劳动节"},
		span{"2026-05-09", "2026-05-09", makeup, "Made up for Labour Day", "劳动节调休"},
		span{"2026-06-16", "2026-06-18", peak, "Mid-year sale", "618 大促"},
		span{"2026-06-19", "2026-06-21", holiday, "Dragon Boat Festival", "端午节"},
		span{"2026-09-20", "2026-09-20", makeup, "Made up for the National Day", "国庆节调休"},
		span{"2026-09-25", "2026-09-27", holiday, "Mid-Autumn Festival", "中秋节"},
		span{"2026-10-01", "2026-10-07", holiday, "National Day", "国庆节"},
		span{"2026-10-10", "2026-10-10", makeup, "Made up for the National Day", "国庆节调休"},
		span{"2026-11-09", "2026-11-13", peak, "Singles' Day sale", "双11 大促"},
	),
	Malaysia: spread(
		span{"2026-02-17", "2026-02-18", holiday, "Chinese New Year", "农历新年"},
		span{"2026-05-01", "2026-05-01", holiday, "Labour Day", "劳动节"},
		span{"2026-08-31", "2026-08-31", holiday, "National Day", "国庆日"},
		span{"2026-09-16", "2026-09-16", holiday, "Malaysia Day", "马来西亚日"},
		span{"2026-12-25", "2026-12-25", holiday, "Christmas", "圣诞节"},
	),
	Japan: spread(
		span{"2026-01-01", "2026-01-01", holiday, "New Year's Day", "元日"},
		span{"2026-02-11", "2026-02-11", holiday, "National Foundation Day", "建国纪念日"},
		span{"2026-02-23", "2026-02-23", holiday, "Emperor's Birthday", "天皇诞生日"},
		span{"2026-04-29", "2026-04-29", holiday, "Showa Day", "昭和之日"},
		span{"2026-05-03", "2026-05-06", holiday, "Golden Week", "黄金周"},
		span{"2026-08-11", "2026-08-11", holiday, "Mountain Day", "山之日"},
		span{"2026-11-03", "2026-11-03", holiday, "Culture Day", "文化之日"},
		span{"2026-11-23", "2026-11-23", holiday, "Labour Thanksgiving Day", "勤劳感谢日"},
	),
}

// spread makes days of spans, by date.
func spread(spans ...span) (all []*directoryv1.CalendarDay) {
	for _, s := range spans {
		first, err := model.ParseDay(s.first)
		if err != nil {
			panic(err)
		}
		for day := first; day.String() <= s.last; day++ {
			all = append(all, &directoryv1.CalendarDay{Date: day.String(), Kind: s.kind, DisplayName: Text(s.en, s.zhCN)})
		}
	}
	slices.SortFunc(all, func(a, b *directoryv1.CalendarDay) int { return strings.Compare(a.GetDate(), b.GetDate()) })
	return all
}
