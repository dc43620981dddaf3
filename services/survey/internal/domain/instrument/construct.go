package instrument

import (
	"fmt"
	"math"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/instrument/item"
)

var (
	notRated  = model.Say("names no rating, NPS or CES, and no row of a matrix as item.row", "不是评分题、净推荐值题或费力度题，也不是矩阵中形如 item.row 的一行")
	oddWeight = model.Say("is no weight: it must be above 0", "不是有效权重，须大于 0")
)

// construct puts the columns into constructs, and those that are of none, item by item, into blocks of their own.
func (i *Instrument) construct(f *item.Findings) {
	all := i.content.Constructs
	i.members, i.children = make([][]Member, len(all)), make([][]int, len(all))
	known := map[string]int{}
	for n, one := range all {
		field := fmt.Sprintf("instrument.constructs[%d]", n)
		f.CheckID(field+".id", one.ID)
		f.CheckText(field+".display_name", one.DisplayName)
		f.CheckOptional(field+".reading", one.Reading)
		checkWeight(f, field, one.Weight)
		if _, twice := known[one.ID]; twice {
			f.Add(field+".id", item.Twice)
		}
		if parent, ok := known[one.Parent]; ok {
			i.children[parent] = append(i.children[parent], n)
		} else if one.Parent != "" {
			f.Add(field+".parent", model.Say("names no construct that stands before this one", "不是列于其前的维度"))
		}
		known[one.ID] = n
		for m, part := range one.Items {
			i.join(f, fmt.Sprintf("%s.items[%d]", field, m), n, part)
		}
	}
	for n, one := range all {
		if len(i.members[n]) == 0 && len(i.children[n]) == 0 {
			f.Add(fmt.Sprintf("instrument.constructs[%d].items", n), model.Say("of %s are none, and no construct stands below it", "为空，且 %s 之下没有其他维度", one.ID))
		}
	}
	i.blocks = len(all)
	alone := map[int]int{}
	for n := range i.columns {
		column := &i.columns[n]
		if column.Construct >= 0 {
			continue
		}
		block, ok := alone[column.Item]
		if !ok {
			block = i.blocks
			alone[column.Item] = block
			i.blocks++
		}
		column.Construct = block
	}
}

// join makes an item, or a row of a matrix, a member of a construct.
func (i *Instrument) join(f *item.Findings, field string, construct int, joining ConstructItem) {
	checkWeight(f, field, joining.Weight)
	column, ok := i.rated(joining.Item)
	switch {
	case !ok:
		f.Add(field+".item", notRated)
		return
	case i.columns[column].Construct >= 0:
		f.Add(field+".item", model.Say("is of a construct already", "已属于某一维度"))
		return
	case joining.Reversed && i.content.Items[i.columns[column].Item].Nps != nil:
		f.Add(field+".reversed", model.Say("cannot be: an NPS is counted from 0 to 10", "不可用：净推荐值题只按 0 至 10 正向计分"))
	}
	i.columns[column].Construct = construct
	i.columns[column].Scale.Reversed = joining.Reversed
	i.members[construct] = append(i.members[construct], Member{column, weight(joining.Weight)})
}

// rated is the column of a rating, an NPS, a CES or a row of a matrix.
func (i *Instrument) rated(id string) (column int, ok bool) {
	at, ok := i.index[id]
	if !ok || !i.parts[at].Rated {
		return 0, false
	}
	return i.parts[at].first, true
}

func checkWeight(f *item.Findings, field string, weight float64) {
	if weight < 0 || !finite(weight) {
		f.Add(field+".weight", oddWeight)
	}
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// pair finds what is asked of now and of how it should be.
func (i *Instrument) pair(f *item.Findings) {
	asked, taken := map[string]int{}, map[string]bool{}
	for n, desired := range i.content.Items {
		field := fmt.Sprintf("instrument.items[%d].desired_of", n)
		at, ok := asked[desired.DesiredOf]
		switch {
		case desired.DesiredOf == "":
		case !ok:
			f.Add(field, model.Say("names no item that stands before this one", "不是列于其前的题目"))
		case taken[desired.DesiredOf]:
			f.Add(field, model.Say("names an item whose desired state is asked already", "所指的题目已有对应的期望题"))
		case i.content.Items[at].DesiredOf != "":
			f.Add(field, model.Say("names an item that itself asks how it should be", "所指的题目本身询问的就是期望状态"))
		default:
			i.pairWith(f, field, at, n)
		}
		asked[desired.ID] = n
		taken[desired.DesiredOf] = true
	}
}

func (i *Instrument) pairWith(f *item.Findings, field string, now, desired int) {
	of := func(item int) (columns []int) {
		for n, column := range i.columns {
			if column.Item == item && column.Scale != nil {
				columns = append(columns, n)
			}
		}
		return columns
	}
	first, second := of(now), of(desired)
	items := i.content.Items
	same := len(first) > 0 && len(first) == len(second) && items[now].Name() == items[desired].Name()
	for n := 0; same && n < len(first); n++ {
		same = sameScale(i.columns[first[n]], i.columns[second[n]], items[now].ID, items[desired].ID)
	}
	if !same || items[now].Ranking != nil || items[now].Number != nil {
		f.Add(field, model.Say("names no rating, matrix, NPS or CES on the same scale", "所指的不是同一量表的评分、矩阵、净推荐值或费力度题"))
		return
	}
	for n, column := range first {
		a, b := &i.columns[column], &i.columns[second[n]]
		if b.Construct >= len(i.content.Constructs) {
			b.Scale.Reversed = a.Scale.Reversed
		}
		if a.Scale.Reversed != b.Scale.Reversed {
			f.Add(field, model.Say("names an item that is turned round in its construct where this one is not, or the other way round", "所指的题目与本题在维度中的计分方向不一致"))
		}
		i.pairs = append(i.pairs, Pair{column, second[n]})
	}
}

// sameScale is whether two columns of two items ask the same: rows by their ids, and scales before they are turned round.
func sameScale(a, b Column, itemA, itemB string) bool {
	return a.ID[len(itemA):] == b.ID[len(itemB):] && a.Scale.Lowest == b.Scale.Lowest && a.Scale.Options == b.Scale.Options
}

// checkIndexes looks at the linear indexes.
func (i *Instrument) checkIndexes(f *item.Findings) {
	known := map[string]bool{}
	for n, index := range i.content.LinearIndexes {
		field := fmt.Sprintf("instrument.linear_indexes[%d]", n)
		f.CheckID(field+".id", index.ID)
		f.CheckText(field+".display_name", index.DisplayName)
		if known[index.ID] {
			f.Add(field+".id", item.Twice)
		}
		known[index.ID] = true
		if len(index.Terms) == 0 {
			f.Add(field+".terms", model.Missing)
		}
		if !finite(index.Constant) {
			f.Add(field+".constant", notFinite)
		}
		summed := map[string]bool{}
		for m, term := range index.Terms {
			at := fmt.Sprintf("%s.terms[%d]", field, m)
			if summed[term.Item] {
				f.Add(at+".item", item.Twice)
			}
			summed[term.Item] = true
			if _, ok := i.rated(term.Item); !ok {
				f.Add(at+".item", notRated)
			}
			if !finite(term.Coefficient) {
				f.Add(at+".coefficient", notFinite)
			}
		}
	}
}

var notFinite = model.Say("is no number", "不是数字")
