package instrument

import (
	"fmt"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

const (
	mostItems   = 200
	mostColumns = 1000
	mostPages   = 100
	// leastPeople is the floor of LeastPeople.
	leastPeople = 5
)

// check looks at what can be told before the columns are laid out.
func (c Content) check(f *item.Findings) {
	f.CheckText("instrument.display_name", c.DisplayName)
	f.CheckOptional("instrument.purpose", c.Purpose)
	f.CheckOptional("instrument.reading", c.Reading)
	f.CheckOptional("instrument.warning", c.Warning)
	if c.LeastPeople != 0 && c.LeastPeople < leastPeople {
		f.Add("instrument.least_people", model.Say("is less than %d", "小于 %d", leastPeople))
	}
	if len(c.Items) == 0 || len(c.Items) > mostItems {
		f.Add("instrument.items", model.Say("are %d, not 1 to %d", "有 %d 道题，应为 1 至 %d 道", len(c.Items), mostItems))
		return
	}
	seen := map[string]bool{}
	columns, page := 0, int32(1)
	for n, one := range c.Items {
		field := fmt.Sprintf("instrument.items[%d]", n)
		before := len(*f)
		one.Check(f, field)
		if seen[one.ID] {
			f.Add(field+".id", item.Twice)
		}
		seen[one.ID] = true
		switch {
		case one.OnPage() < page:
			f.Add(field+".page", model.Say("is less than that of the item before", "小于前一题的页码"))
		case one.OnPage() > mostPages:
			f.Add(field+".page", model.Say("is more than %d", "大于 %d", mostPages))
		default:
			page = one.OnPage()
		}
		if len(*f) == before {
			for _, p := range one.Parts() {
				columns += len(p.Columns)
			}
		}
	}
	if columns > mostColumns {
		f.Add("instrument.items", model.Say("have %d rows and options together, more than %d", "的行与选项共 %d 个，超过 %d 个", columns, mostColumns))
	}
	if len(c.PageTitles) > int(page) {
		f.Add("instrument.page_titles", model.Say("are %d for %d pages", "有 %d 个，而页数为 %d", len(c.PageTitles), page))
	}
	for n, title := range c.PageTitles {
		f.CheckText(fmt.Sprintf("instrument.page_titles[%d]", n), title)
	}
}
