package item

import (
	"slices"

	"github.com/hearth-culture/hearth/internal/model"
)

// packer writes a value into the bytes of a part, which are blank before, and reads it back. What cannot be read is no answer: a sheet is
// as it was written, and blank bytes are blank answers.
type packer interface {
	Put(value Value, into []byte) Problem
	Read(from []byte) (Value, bool)
}

// points are those of a scale.
type points struct{ lowest, options int32 }

func (p points) Put(value Value, into []byte) Problem {
	rated, ok := value.(Rated)
	if !ok {
		return WrongKind
	}
	step := int64(rated) - int64(p.lowest)
	if step < 0 || step >= int64(p.options) {
		return OutsideScale
	}
	into[0] = byte(step + 1)
	return ""
}

func (p points) Read(from []byte) (Value, bool) {
	return Rated(p.lowest + int32(from[0]) - 1), from[0] != 0
}

// choice is one option; the others are made of it.
type choice struct {
	ids   []string
	index map[string]int
}

func newChoice(options []Choice) choice {
	c := choice{index: map[string]int{}}
	for n, option := range options {
		c.ids, c.index[option.ID] = append(c.ids, option.ID), n
	}
	return c
}

func (c choice) Put(value Value, into []byte) Problem {
	chosen, ok := value.(Chosen)
	if !ok {
		return WrongKind
	}
	at, known := c.index[string(chosen)]
	if !known {
		return UnknownOption
	}
	into[0] = byte(at + 1)
	return ""
}

func (c choice) Read(from []byte) (Value, bool) {
	if from[0] == 0 || int(from[0]) > len(c.ids) {
		return nil, false
	}
	return Chosen(c.ids[from[0]-1]), true
}

// several are options: 1 for one that was not chosen, 2 for one that was.
type several struct {
	choice
	least, most int
}

func (s several) Put(value Value, into []byte) Problem {
	chosen, ok := value.(Several)
	if !ok {
		return WrongKind
	}
	switch {
	case len(chosen) < s.least:
		return TooFew
	case s.most > 0 && len(chosen) > s.most:
		return TooMany
	}
	for at := range into {
		into[at] = 1
	}
	for _, option := range chosen {
		at, known := s.index[option]
		switch {
		case !known:
			return UnknownOption
		case into[at] == 2:
			return OptionTwice
		}
		into[at] = 2
	}
	return ""
}

func (s several) Read(from []byte) (Value, bool) {
	if from[0] == 0 {
		return nil, false
	}
	chosen := Several{}
	for at, is := range from {
		if is == 2 {
			chosen = append(chosen, s.ids[at])
		}
	}
	return chosen, true
}

// ranked has for each option its place, from 1.
type ranked struct{ choice }

func (r ranked) Put(value Value, into []byte) Problem {
	order, ok := value.(Several)
	if !ok {
		return WrongKind
	}
	for place, option := range order {
		at, known := r.index[option]
		switch {
		case !known:
			return UnknownOption
		case into[at] != 0:
			return OptionTwice
		}
		into[at] = byte(place + 1)
	}
	if len(order) != len(r.ids) {
		return NotAllRanked
	}
	return ""
}

func (r ranked) Read(from []byte) (Value, bool) {
	if from[0] == 0 {
		return nil, false
	}
	order := make(Several, len(from))
	for at, place := range from {
		if place == 0 || int(place) > len(order) {
			return nil, false
		}
		order[place-1] = r.ids[at]
	}
	return order, true
}

// consent is 1 for no and 2 for yes.
type consent struct{ required bool }

func (c consent) Put(value Value, into []byte) Problem {
	agreed, ok := value.(Agreed)
	switch {
	case !ok:
		return WrongKind
	case bool(agreed):
		into[0] = 2
	case c.required:
		return NotAgreed
	default:
		into[0] = 1
	}
	return ""
}

func (consent) Read(from []byte) (Value, bool) { return Agreed(from[0] == 2), from[0] != 0 }

// bands are those of a range.
type bands[N int64 | model.Day] struct {
	first, last N
	bounds      []N
}

func (b bands[N]) put(value N, into []byte) Problem {
	if value < b.first || value > b.last {
		return OutsideScale
	}
	at, _ := slices.BinarySearch(b.bounds, value)
	into[0] = byte(at + 1)
	return ""
}

func (bands[N]) Read(from []byte) (Value, bool) { return Banded(from[0]), from[0] != 0 }

type counted struct{ bands[int64] }

func (c counted) Put(value Value, into []byte) Problem {
	if number, ok := value.(Counted); ok {
		return c.put(int64(number), into)
	}
	return WrongKind
}

type dated struct{ bands[model.Day] }

func (d dated) Put(value Value, into []byte) Problem {
	text, ok := value.(Dated)
	if !ok {
		return WrongKind
	}
	day, ok := dayOf(string(text))
	if !ok {
		return NotADay
	}
	return d.put(day, into)
}
