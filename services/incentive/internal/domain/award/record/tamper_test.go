package record_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/score"
)

// tampering changes a record, of which first is the entry of the first winner and last that of the last of those who stood.
type tampering struct {
	change func(r *record.Record, first, last *record.Entry)
	// unseen: whoever may also write leaves and root anew is found by the published root alone.
	unseen bool
}

var tamperings = map[string]tampering{
	"a weight": {change: func(r *record.Record, _, _ *record.Entry) {
		r.Head.Scheme.Criteria[0].Weight += 5
		r.Head.Scheme.Criteria[1].Weight -= 5
	}},
	"a weight, against the guardrail": {change: func(r *record.Record, _, _ *record.Entry) {
		r.Head.Scheme.Criteria[0].Weight += 20
		r.Head.Scheme.Criteria[3].Weight -= 20
	}},
	"a direction":                   {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Scheme.Criteria[1].Direction = score.Lower }},
	"a kind":                        {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Scheme.Criteria[0].Kind = score.Volume }},
	"the seats":                     {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Rule.Seats++ }},
	"another round":                 {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Round += "0" }},
	"another revision":              {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Revision++ }, unseen: true},
	"when nominations opened":       {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Opened = "2026-10-01T00:00:00Z" }},
	"when a party committed":        {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Parties[1].Committed = "2026-11-01T00:00:00.5Z" }},
	"a commitment":                  {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Parties[0].Commitment[0]++ }},
	"a secret":                      {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Parties[0].Secret = r.Head.Parties[1].Secret }},
	"a secret that is not revealed": {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Parties[0].Secret = "" }},
	"one party twice":               {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Parties[1] = r.Head.Parties[0] }},
	"a mark":                        {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Marks[0].Points = 11 - r.Head.Marks[0].Points }},
	"a mark that is gone":           {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Marks = r.Head.Marks[1:] }},
	"the winners": {change: func(r *record.Record, _, last *record.Entry) {
		r.Head.Winners[0], last.Row.Won = last.Row.Label, true
	}},
	"the order of winners": {change: func(r *record.Record, _, _ *record.Entry) { slices.Reverse(r.Head.Winners) }},
	"the salt of the head": {change: func(r *record.Record, _, _ *record.Entry) { r.HeadSalt[0]++ }, unseen: true},
	"the root":             {change: func(r *record.Record, _, _ *record.Entry) { r.Root[0]++ }, unseen: true},

	"the author of a nomination": {change: func(r *record.Record, first, _ *record.Entry) { said(r, first.Row.Label)[0].By = first.Row.Label }},
	"a nominee": {change: func(r *record.Record, first, last *record.Entry) {
		for _, n := range said(r, first.Row.Label) {
			n.For = last.Row.Label
		}
	}},
	"a manager": {change: func(r *record.Record, first, _ *record.Entry) {
		for _, n := range said(r, first.Row.Label) {
			n.Manager = n.By
		}
	}},
	"why a nomination counts": {change: func(r *record.Record, _, _ *record.Entry) {
		at := slices.IndexFunc(r.Head.Nominations, func(n record.Nomination) bool { return n.Barred == "MANAGER_ALONE" })
		r.Head.Nominations[at].Barred, r.Head.Nominations[at].Evidence = "", nil
	}},
	"two who nominate each other": {change: func(r *record.Record, first, last *record.Entry) {
		said(r, first.Row.Label)[1].By, said(r, last.Row.Label)[1].By = last.Row.Label, first.Row.Label
	}},
	"nominations that are gone":  {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Nominations = nil }},
	"evidence that counts twice": {change: func(r *record.Record, first, _ *record.Entry) { said(r, first.Row.Label)[1].Evidence[0].Barred = "" }},
	"what was written":           {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Nominations[0].Story[0]++ }, unseen: true},
	"a rest that is gone":        {change: func(r *record.Record, _, _ *record.Entry) { r.Head.Rests = r.Head.Rests[1:] }},
	"since when winners rest":    {change: func(r *record.Record, _, _ *record.Entry) { r.Head.RestsSince = "2026-09-01" }},
	"a candidate who rests": {change: func(r *record.Record, first, _ *record.Entry) {
		r.Head.Rests = append(r.Head.Rests, record.Rest{Label: first.Row.Label, Round: "awardRounds/1", Ended: "2026-09-30"})
	}},

	"a person": {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Person += "0" }},
	"two people": {change: func(_ *record.Record, first, last *record.Entry) {
		first.Row.Person, last.Row.Person = last.Row.Person, first.Row.Person
	}},
	"a label":      {change: func(_ *record.Record, first, last *record.Entry) { first.Row.Label = last.Row.Label }},
	"a team":       {change: func(_ *record.Record, first, last *record.Entry) { first.Row.Team = last.Row.Team }, unseen: true},
	"a site":       {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Site += "0" }, unseen: true},
	"a queue":      {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Queue = "queues/none" }},
	"a channel":    {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Channel = "letters" }},
	"a shift":      {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Shift = "dawn" }},
	"the tenure":   {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Tenure = "ancient" }, unseen: true},
	"the contacts": {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Contacts = 0 }, unseen: true},
	"a rate":       {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Figures["solved"] = score.Figure{Of: 100} }},
	"a value": {change: func(_ *record.Record, _, last *record.Entry) {
		last.Row.Figures["quality"] = score.Figure{Value: 900 * score.One}
	}},
	"a standing": {change: func(_ *record.Record, _, last *record.Entry) { last.Row.Standings["solved"]++ }},
	"a group": {change: func(_ *record.Record, _, last *record.Entry) {
		g := last.Row.Compared["solved"]
		g.Size++
		last.Row.Compared["solved"] = g
	}},
	"the panel's mean":            {change: func(_ *record.Record, _, last *record.Entry) { last.Row.Panel++ }},
	"a score":                     {change: func(_ *record.Record, _, last *record.Entry) { last.Row.Score++ }},
	"a place":                     {change: func(_ *record.Record, _, last *record.Entry) { last.Row.Place = 1 }},
	"a lot":                       {change: func(_ *record.Record, first, last *record.Entry) { first.Row.Lot = last.Row.Lot }},
	"who won":                     {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Won = false }},
	"a winner barred":             {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Barred = "COOL_DOWN" }},
	"a winner who does not stand": {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Stands = false }},
	"a winner who is no peer":     {change: func(_ *record.Record, first, _ *record.Entry) { first.Row.Peer = false }},
	"a salt":                      {change: func(_ *record.Record, first, _ *record.Entry) { first.Salt = strings.Repeat("0", 64) }, unseen: true},
	"somebody is gone": {change: func(r *record.Record, first, _ *record.Entry) {
		r.Entries = slices.DeleteFunc(r.Entries, func(e record.Entry) bool { return e.Leaf == first.Leaf })
	}},
	"somebody is there twice": {change: func(r *record.Record, first, _ *record.Entry) { r.Entries = append(r.Entries, *first) }},
	"a figure of somebody erased": {change: func(_ *record.Record, first, _ *record.Entry) {
		first.Row.Person, first.Salt = "", ""
		first.Row.Figures["solved"] = score.Figure{Of: 100}
	}},
}

// TestEveryTamperingIsFound changes one thing of a record at a time, and writes all leaves and the root anew, as somebody would who keeps
// the records. What changes nothing that is computed is found as it is, and sealed anew by the root that was published.
func TestEveryTamperingIsFound(t *testing.T) {
	honest := decided(t, 11, 45)
	text, err := honest.Text()
	require.NoError(t, err)
	var names []string
	var records []record.Record
	for name, tampering := range tamperings {
		changed, err := record.Parse(text)
		require.NoError(t, err)
		at := func(label string) *record.Entry {
			return &changed.Entries[slices.IndexFunc(changed.Entries, func(e record.Entry) bool { return e.Row.Label == label })]
		}
		last := slices.MaxFunc(changed.Entries, func(a, b record.Entry) int { return int(a.Row.Place - b.Row.Place) })
		tampering.change(&changed, at(changed.Head.Winners[0]), at(last.Row.Label))
		after, err := changed.Text()
		require.NoError(t, err)
		require.NotEqual(t, string(text), string(after), "%s changes nothing", name)
		if !tampering.unseen {
			changed = seal(t, changed)
		} else if name != "the root" {
			require.NotEqual(t, honest.Root, seal(t, changed).Root, name)
		}
		names, records = append(names, name), append(records, changed)
	}
	for i, one := range audited(t, records, make([]string, len(records))) {
		require.Equal(t, 1, one.code, "%s:\n%s", names[i], one.said)
	}
}

// said are the nominations of a label.
func said(r *record.Record, label string) (of []*record.Nomination) {
	for i := range r.Head.Nominations {
		if r.Head.Nominations[i].For == label {
			of = append(of, &r.Head.Nominations[i])
		}
	}
	return of
}

// seal writes leaves and root anew, from what the record's description says.
func seal(t *testing.T, r record.Record) record.Record {
	text, err := r.Text()
	require.NoError(t, err)
	sealed, err := record.Parse(text)
	require.NoError(t, err)
	leaf := func(what string, of any, salt string) record.Hash {
		text, err := record.Canonical(map[string]any{what: of, "salt": salt})
		require.NoError(t, err)
		return record.LeafOf(text)
	}
	leaves := []record.Hash{leaf("head", sealed.Head, sealed.HeadSalt.String())}
	for i, entry := range sealed.Entries {
		if entry.Salt != "" {
			sealed.Entries[i].Leaf = leaf("row", entry.Row, entry.Salt)
		}
		leaves = append(leaves, sealed.Entries[i].Leaf)
	}
	slices.SortFunc(leaves, func(a, b record.Hash) int { return bytes.Compare(a[:], b[:]) })
	sealed.Root = record.Root(leaves)
	return sealed
}

// TestAFieldThatNobodyKnowsIsFound: what Hearth does not write, its reader and the auditors' program do not pass over.
func TestAFieldThatNobodyKnowsIsFound(t *testing.T) {
	text, err := decided(t, 12, 20).Text()
	require.NoError(t, err)
	var plain map[string]any
	require.NoError(t, json.Unmarshal(text, &plain))
	plain["head"].(map[string]any)["more"] = true
	more, err := json.Marshal(plain)
	require.NoError(t, err)
	_, err = record.Parse(more)
	require.ErrorIs(t, err, record.ErrNotARecord)
}
