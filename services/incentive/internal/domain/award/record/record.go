// Package record is what is kept of how a round was decided: all of it for auditors, the winners and a hash for everybody, and their own row
// for each person, with a proof that it is part of what the hash stands for. examples/award computes a round again from the auditors'.
package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/equity"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// Version is that of what a record holds and how it is computed. Of version 1 are those without nominations.
const Version = 2

// Head is what a round was decided by, but for its people. It names nobody: people are in it by their labels.
type Head struct {
	// Round is the resource name, and Revision counts its decisions from 1: an appeal makes another.
	Round    string       `json:"round"`
	Revision int64        `json:"revision"`
	Scheme   score.Scheme `json:"scheme"`
	Rule     equity.Rule  `json:"rule"`
	// Opened is when nominations opened: in UTC, such as 2026-11-01T00:00:00Z.
	Opened  string       `json:"opened"`
	Parties []Party      `json:"parties"`
	Marks   []score.Mark `json:"marks"`
	// Appointed are those of the panel who were put on it after it had opened, since too few were left.
	Appointed []Appointment `json:"appointed,omitempty"`
	// Nominations are in the order of their ids.
	Nominations []Nomination `json:"nominations,omitempty"`
	// RestsSince is the first last day of a round whose winners could not win, "" where nobody rests; Rests are those who so could not.
	RestsSince string `json:"rests_since,omitempty"`
	Rests      []Rest `json:"rests,omitempty"`
	// Winners are labels, the best first.
	Winners []string `json:"winners"`
}

// Party is one of the two who make the order of those who are tied.
type Party struct {
	Party string `json:"party"`
	// Commitment was made at this time, in UTC; before nominations opened.
	Commitment Hash   `json:"commitment"`
	Committed  string `json:"committed"`
	// Salt and Secret are hexadecimal; "" where the party did not reveal them.
	Salt   string `json:"salt"`
	Secret string `json:"secret"`
}

// Appointment is of somebody who was put on the panel, at a time in UTC.
type Appointment struct {
	Panelist  string `json:"panelist"`
	Appointed string `json:"appointed"`
}

// Row is what a round knows and says of one person.
type Row struct {
	score.Row
	// Person is the resource name; "" where it is not told, or the person was erased.
	Person string `json:"person"`
	// Peer: was scored, and counts among the peers of others. Of others there are no figures, or they do not count.
	Peer bool `json:"peer"`
	// Barred is why the person did not stand, a word; "" for who stood.
	Barred string `json:"barred"`
	// Lot is the place among equals, hexadecimal; "" where there was no draw, and of who did not stand.
	Lot string `json:"lot"`
	Won bool   `json:"won"`
}

// Entry is a row in the tree. Its leaf is of the canonical form of the row and the salt (Own).
type Entry struct {
	Row Row `json:"row"`
	// Salt is hexadecimal. It is "" where it is not told, or the person was erased: nobody can tell then whose the leaf is.
	Salt string `json:"salt"`
	Leaf Hash   `json:"leaf"`
}

// sealed is what a leaf is made of. The salt keeps anybody from finding out what it is by trying all that is likely.
type sealed struct {
	Head *Head  `json:"head,omitempty"`
	Row  *Row   `json:"row,omitempty"`
	Salt string `json:"salt"`
}

// text is what the leaf of an entry is made of.
func (e Entry) text() ([]byte, error) { return Canonical(sealed{Row: &e.Row, Salt: e.Salt}) }

// Record is the auditors': from it every score, the order, the draw, the winners and the root can be computed again.
type Record struct {
	Version  int64 `json:"version"`
	Head     Head  `json:"head"`
	HeadSalt Hash  `json:"head_salt"`
	// Entries are in the order of their leaves, which is chance: a place in it says nothing of a person.
	Entries []Entry `json:"entries"`
	Root    Hash    `json:"root"`
}

// ErrNotARecord refuses a text that is no record.
var ErrNotARecord = errors.New("this is no record of an award round")

// Text is the record in its canonical form.
func (r Record) Text() ([]byte, error) { return Canonical(r) }

// Parse reads what Text wrote (ErrNotARecord).
func Parse(text []byte) (Record, error) {
	var r Record
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r); err != nil || r.Version < 1 || r.Version > Version {
		return Record{}, ErrNotARecord
	}
	return r, nil
}

// build makes the record of a head and of rows, with a salt of each by its label.
func build(head Head, headSalt Hash, rows []Row, salts map[string]Hash) (Record, error) {
	r := Record{Version: Version, Head: head, HeadSalt: headSalt}
	for _, row := range rows {
		entry := Entry{Row: row, Salt: salts[row.Label].String()}
		text, err := entry.text()
		if err != nil {
			return Record{}, err
		}
		entry.Leaf = LeafOf(text)
		r.Entries = append(r.Entries, entry)
	}
	slices.SortFunc(r.Entries, func(a, b Entry) int { return bytes.Compare(a.Leaf[:], b.Leaf[:]) })
	leaves, err := r.leaves()
	r.Root = Root(leaves)
	return r, err
}

// leaves are those of the head and of all entries, by their bytes.
func (r Record) leaves() ([]Hash, error) {
	head, err := Canonical(sealed{Head: &r.Head, Salt: r.HeadSalt.String()})
	if err != nil {
		return nil, err
	}
	leaves := []Hash{LeafOf(head)}
	for _, entry := range r.Entries {
		leaves = append(leaves, entry.Leaf)
	}
	slices.SortFunc(leaves, func(a, b Hash) int { return bytes.Compare(a[:], b[:]) })
	return leaves, nil
}

// Identity is what leads from a label to a person.
type Identity struct {
	Person string
	Salt   Hash
}

// Stripped is the record without what leads to anybody, to be kept apart from it. Its leaves and its root stay as they are.
func (r Record) Stripped() Record {
	r.Entries = slices.Clone(r.Entries)
	for i := range r.Entries {
		r.Entries[i].Row.Person, r.Entries[i].Salt = "", ""
	}
	return r
}

// Filled is a stripped record with the people who are known by their labels; those who were erased are not.
func (r Record) Filled(known map[string]Identity) Record {
	r.Entries = slices.Clone(r.Entries)
	for i, entry := range r.Entries {
		if of, ok := known[entry.Row.Label]; ok {
			r.Entries[i].Row.Person, r.Entries[i].Salt = of.Person, of.Salt.String()
		}
	}
	return r
}
