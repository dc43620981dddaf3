// Package page writes a release as one HTML document to read and to print: no script, nothing from elsewhere.
package page

import (
	"bufio"
	_ "embed"
	"html/template"
	"io"
	"strings"
	"time"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/chart"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

var (
	//go:embed page.html
	pageText string
	//go:embed chapter.html
	chapterText string
	//go:embed telling.html
	tellingText string
	//go:embed style.css
	style string
)

var templates = template.Must(chart.Add(template.Must(template.New("").Funcs(template.FuncMap{
	"percent": percent, "decimal": decimal, "whole": whole, "signed": signed, "two": two, "points": points, "chance": chance, "between": between, "spanned": spanned,
	"join": strings.Join, "pair": newTable, "style": func() template.CSS { return template.CSS(style) },
}).Parse(pageText + chapterText + tellingText + commentsText))))

// document is what the head of a page shows.
type document struct {
	Words          *words
	Locale         string
	Title          string
	Purpose        string
	Reading        string
	Warning        string
	Opened, Closed string
	K              int32
	Attribute      string
	Cells          int
	Chapters       []heading
	Definitions    []definition
	Columns        []string // of the heat map
	Several        bool
	Glance         []glanced
	Tests          int
	// Wrote is the heading of what people wrote, "" where nothing is to be read.
	Wrote string
}

type heading struct{ ID, Name string }

// Write writes the page. It looks at the cells twice, and keeps few of them: also a page of thousands of units needs little memory.
func Write(w io.Writer, r released.Release) error {
	to := bufio.NewWriterSize(w, 1<<16)
	form := r.Form()
	seen, err := survey(r, form)
	if err != nil {
		return err
	}
	v := view{r, form, wordsIn(r.Locale)}
	seen.found = v.standouts(seen.standings.All)
	wrote, err := v.wrote()
	if err != nil {
		return err
	}
	head := v.document(seen)
	if wrote {
		head.Wrote = v.saying().Title
	}
	if err := templates.ExecuteTemplate(to, "head", head); err != nil {
		return err
	}
	for i, group := range seen.groups {
		if err := templates.ExecuteTemplate(to, "chapter", v.chapter(i, group)); err != nil {
			return err
		}
	}
	if err := templates.ExecuteTemplate(to, "against", v.against(seen)); err != nil {
		return err
	}
	if err := v.heat(to, seen); err != nil {
		return err
	}
	if wrote {
		if err := v.comments(to, seen); err != nil {
			return err
		}
	}
	if err := templates.ExecuteTemplate(to, "figures", v.words); err != nil {
		return err
	}
	if err := templates.ExecuteTemplate(to, "foot", v.words); err != nil {
		return err
	}
	return to.Flush()
}

// view makes of the figures what the templates show.
type view struct {
	released.Release

	form  released.Form
	words *words
}

func (v view) document(seen *overview) document {
	about := v.About
	d := document{
		Words: v.words, Locale: v.Locale, Title: v.Title(), Purpose: v.Text(v.Instrument.GetPurpose()),
		Reading: v.Text(v.Instrument.GetReading()), Warning: v.Text(v.Instrument.GetWarning()), K: about.GetK(),
		Opened: about.GetOpenedTime().AsTime().Format(time.DateOnly), Closed: about.GetClosedTime().AsTime().Format(time.DateOnly),
		Attribute: v.words.Attributes[about.GetAttribute()], Cells: seen.cells, Definitions: v.definitions(), Columns: v.heads(),
		Glance: v.glance(seen), Tests: len(seen.standings.All),
	}
	for i, group := range seen.groups {
		d.Chapters = append(d.Chapters, heading{chapterID(i), v.title(group.cell)})
	}
	d.Several = len(d.Chapters) > 1
	return d
}

// title names a group of people.
func (v view) title(cell *surveyv1.Cell) string {
	name := nameOf(v.Release, cell)
	if cell.GetAttribute() != surveyv1.Attribute_ATTRIBUTE_UNSPECIFIED {
		name += " — " + v.level(cell)
	}
	return name
}

// level names what the people of a cell have in common.
func (v view) level(cell *surveyv1.Cell) string {
	level := v.Level(cell)
	if level == "" {
		level = v.words.NoLevel
	}
	return v.words.Attributes[cell.GetAttribute()] + v.words.Colon + level
}

// nameOf is what a unit was called when the release was made.
func nameOf(r released.Release, cell *surveyv1.Cell) string {
	if name := r.Text(cell.GetUnitName()); name != "" {
		return name
	}
	if cell.GetUnit() == "" {
		return wordsIn(r.Locale).Everybody
	}
	return cell.GetUnit()
}
