package page

import (
	_ "embed"
	"io"

	"github.com/hearth-culture/hearth/internal/model"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/rpc/report/released"
)

//go:embed comments.html
var commentsText string

// saying is the texts of the section on comments.
type saying struct{ Title, About, Number, Theme, Comments, Share, Keywords, Colon, Comma string }

func (v view) saying() saying {
	return saying{
		Title: v.Say(model.Say("What people wrote", "大家写了什么")),
		About: v.Say(model.Say(
			"Each comment stands at one unit, at which at least ten people wrote; where fewer did, theirs stand at a unit above. The order is by chance, "+
				"and nothing joins a comment to answers or to another comment. What may name somebody is masked. Themes count what stands at the unit and below it.",
			"每条留言只列在一个单元之下，该单元至少有十人留言；不足十人的，列在其上级单元。顺序随机，留言与作答、留言与留言之间均无法对应。可能指认个人的内容已遮盖。主题按该单元及其下级合计。")),
		Number: v.Say(model.Say("%d comments", "%d 条留言")), Theme: v.Say(model.Say("Theme", "主题")), Comments: v.Say(model.Say("Comments", "留言")),
		Share: v.Say(model.Say("Share", "占比")), Keywords: v.Say(model.Say("Words that occur most", "高频词")), Colon: v.words.Colon, Comma: v.words.Comma,
	}
}

// written is what the themes of an item and a unit show.
type written struct {
	Say            saying
	Question, Unit string
	Comments       int64
	Themes         []spoken
	Keywords       []*surveyv1.Keyword
}

type spoken struct {
	Name     string
	Comments int64
	Share    float64
}

// comments writes what people wrote and what it speaks of: themes of the units that have a chapter, then every comment where it stands.
func (v view) comments(to io.Writer, seen *overview) error {
	if err := templates.ExecuteTemplate(to, "comments", struct{ Say saying }{v.saying()}); err != nil {
		return err
	}
	chapters := map[string]bool{}
	for _, group := range seen.groups {
		chapters[group.cell.GetUnit()] = chapters[group.cell.GetUnit()] || released.KeyOf(group.cell).Whole()
	}
	for of, err := range v.Themes {
		if err != nil {
			return err
		}
		if !chapters[of.GetUnit()] {
			continue
		}
		if err := templates.ExecuteTemplate(to, "themes", v.written(of)); err != nil {
			return err
		}
	}
	if err := v.each(to); err != nil {
		return err
	}
	return templates.ExecuteTemplate(to, "commented", nil)
}

func (v view) written(of *surveyv1.ItemThemes) written {
	made := written{
		Say: v.saying(), Question: v.Question(of.GetItem()), Unit: v.unit(of), Comments: of.GetComments(), Keywords: of.GetKeywords(),
	}
	for _, theme := range of.GetThemes() {
		made.Themes = append(made.Themes, spoken{v.Text(theme.GetDisplayName()), theme.GetComments(), float64(theme.GetComments()) / float64(of.GetComments())})
	}
	return made
}

// each writes the comments as they come: by question, then by unit.
func (v view) each(to io.Writer) error {
	last := &surveyv1.Comment{}
	first := true
	for one, err := range v.Comments {
		if err != nil {
			return err
		}
		asked := first || one.GetItem() != last.GetItem()
		if asked || one.GetUnit() != last.GetUnit() {
			if !first {
				err = templates.ExecuteTemplate(to, "stood", nil)
			}
			if err == nil && asked {
				err = templates.ExecuteTemplate(to, "question", v.Question(one.GetItem()))
			}
			if err == nil {
				err = templates.ExecuteTemplate(to, "stand", v.unit(one))
			}
		}
		if err == nil {
			err = templates.ExecuteTemplate(to, "said", one.GetText())
		}
		if err != nil {
			return err
		}
		last, first = one, false
	}
	if first {
		return nil
	}
	return templates.ExecuteTemplate(to, "stood", nil)
}

// unit is what the unit of a comment was called when the release was made.
func (v view) unit(of interface {
	GetUnit() string
	GetUnitName() *typev1.LocalizedText
}) string {
	return nameOf(v.Release, &surveyv1.Cell{Unit: of.GetUnit(), UnitName: of.GetUnitName()})
}

// wrote tells whether there is any comment to show.
func (v view) wrote() (bool, error) {
	for _, err := range v.Comments {
		return err == nil, err
	}
	return false, nil
}
