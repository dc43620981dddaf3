package item

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/model/text"
)

const (
	mostPoints = 11
	mostBands  = 100
	// How long free words may be, in characters; usualLong where an item names no length.
	mostShort, usualLong, mostLong = 200, 2000, 4000
)

var id = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,31}$`)

// CheckID looks at the id of an item, an option or a construct.
func (f *Findings) CheckID(field, it string) {
	if !id.MatchString(it) {
		f.Add(field, model.Say("is not a letter and at most 31 letters, digits and underscores", "须以字母开头，其后最多 31 个字母、数字或下划线"))
	}
}

// CheckText asks for a text in at least one language.
func (f *Findings) CheckText(field string, texts model.Text) {
	if fault, refused := errors.AsType[*model.Fault](text.Localized(field, texts)); refused {
		*f = append(*f, fault.Violations...)
	}
}

// CheckOptional is CheckText for what may be left out.
func (f *Findings) CheckOptional(field string, texts model.Text) {
	if len(texts) > 0 {
		f.CheckText(field, texts)
	}
}

// Check looks at all that an item says of itself.
func (i Item) Check(f *Findings, field string) {
	f.CheckID(field+".id", i.ID)
	f.CheckText(field+".text", i.Text)
	f.CheckOptional(field+".help", i.Help)
	kind := field + "." + i.Name()
	switch i.Name() {
	case "":
		f.Add(field+".kind", model.Missing)
	case "rating":
		i.Rating.check(f, kind)
	case "matrix":
		checkChoices(f, kind+".rows", i.Matrix.Rows, 1, 50)
		if i.Matrix.Scale == nil {
			f.Add(kind+".scale", model.Missing)
		} else {
			i.Matrix.Scale.check(f, kind+".scale")
		}
	case "single":
		checkChoices(f, kind+".options", i.Single.Options, 2, 100)
	case "multi":
		i.Multi.check(f, kind)
	case "ranking":
		checkChoices(f, kind+".options", i.Ranking.Options, 2, 10)
	case "number":
		f.CheckOptional(kind+".unit", i.Number.Unit)
		checkBands(f, kind+".max", kind+".bounds", i.Number.Min, i.Number.Max, i.Number.Bounds)
	case "date":
		i.Date.check(f, kind)
	case "short_text":
		i.ShortText.check(f, kind, mostShort)
	case "long_text":
		i.LongText.check(f, kind, mostLong)
	}
}

func (r Rating) points() int64 { return int64(r.Max) - int64(r.Min) + 1 }

func (r Rating) check(f *Findings, field string) {
	points := r.points()
	if points < 2 || points > mostPoints {
		f.Add(field, model.Say("has %d points, not 2 to %d", "有 %d 个等级，应为 2 至 %d 个", points, mostPoints))
		return
	}
	if named := int64(len(r.Steps)); named != 0 && named != 2 && named != points {
		f.Add(field+".steps", model.Say("name %d of %d steps: name all of them, the first and the last, or none",
			"为 %[2]d 个等级中的 %[1]d 个命名：须全部命名、只命名首尾两级，或都不命名", named, points))
	}
	for n, step := range r.Steps {
		f.CheckText(fmt.Sprintf("%s.steps[%d]", field, n), step)
	}
	seen := map[int32]bool{}
	for _, of := range []struct {
		field  string
		values []int32
	}{{field + ".favourable", r.Favourable}, {field + ".unfavourable", r.Unfavourable}} {
		for _, value := range of.values {
			switch {
			case value < r.Min || value > r.Max:
				f.Add(of.field, model.Say("holds %d, which is not on the scale from %d to %d", "含有 %d，不在 %d 至 %d 的量表之内", value, r.Min, r.Max))
			case seen[value]:
				f.Add(of.field, model.Say("holds %d, which is named already", "含有 %d，该值已被列出", value))
			}
			seen[value] = true
		}
	}
}

func checkChoices(f *Findings, field string, all []Choice, least, most int) {
	if len(all) < least || len(all) > most {
		f.Add(field, model.Say("are %d, not %d to %d", "有 %d 个，应为 %d 至 %d 个", len(all), least, most))
	}
	seen := map[string]bool{}
	for n, one := range all {
		at := fmt.Sprintf("%s[%d]", field, n)
		f.CheckID(at+".id", one.ID)
		f.CheckText(at+".text", one.Text)
		if seen[one.ID] {
			f.Add(at+".id", Twice)
		}
		seen[one.ID] = true
	}
}

// Twice is said of an id.
var Twice = model.Say("stands twice", "重复出现")

func (m Multi) check(f *Findings, field string) {
	checkChoices(f, field+".options", m.Options, 2, 50)
	options := int32(len(m.Options))
	if m.Least < 0 || m.Least > options {
		f.Add(field+".least", model.Say("is %d of %d options", "为 %d，而选项共 %d 个", m.Least, options))
	}
	if m.Most < 0 || m.Most > options || m.Most != 0 && m.Most < m.Least {
		f.Add(field+".most", model.Say("is %d of %d options, of which at least %d are chosen", "为 %d，而选项共 %d 个，至少须选 %d 个", m.Most, options, m.Least))
	}
}

// checkBands looks at the ends of a range and of the bands in it.
func checkBands[N int64 | model.Day](f *Findings, ends, within string, first, last N, bounds []N) {
	if last <= first {
		f.Add(ends, model.Say("does not lie above the lowest value", "须大于最小值"))
		return
	}
	if len(bounds) == 0 || len(bounds) >= mostBands {
		f.Add(within, model.Say("are %d, not 1 to %d", "有 %d 个，应为 1 至 %d 个", len(bounds), mostBands-1))
		return
	}
	if bounds[0] < first || bounds[len(bounds)-1] >= last {
		f.Add(within, model.Say("do not lie within the range, below its end", "须在取值范围之内，且小于其最大值"))
	}
	for n, bound := range bounds[1:] {
		if bound <= bounds[n] {
			f.Add(within, model.Say("do not ascend", "须逐个递增"))
			return
		}
	}
}

func (d Date) check(f *Findings, field string) {
	before := len(*f)
	day := func(at, text string) model.Day {
		found, ok := dayOf(text)
		if !ok {
			f.Add(field+"."+at, model.NoDate)
		}
		return found
	}
	first, last := day("earliest", d.Earliest), day("latest", d.Latest)
	bounds := make([]model.Day, len(d.Bounds))
	for n, text := range d.Bounds {
		bounds[n] = day(fmt.Sprintf("bounds[%d]", n), text)
	}
	if len(*f) == before {
		checkBands(f, field+".latest", field+".bounds", first, last, bounds)
	}
}

func dayOf(text string) (model.Day, bool) {
	day, err := model.ParseDay(text)
	return day, err == nil && day != model.NoDay
}

func (w FreeText) check(f *Findings, field string, most int32) {
	if w.MaxLength < 0 || w.MaxLength > most {
		f.Add(field+".max_length", model.Say("is not 0 to %d", "应为 0 至 %d", most))
	}
}
