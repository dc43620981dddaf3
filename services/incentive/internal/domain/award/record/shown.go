package record

import "slices"

// Own is what one person is shown: their row, and the proof that it is under the root that everybody saw.
type Own struct {
	Row Row
	// Text is what the leaf is made of: the row and its salt in canonical JSON.
	Text  []byte
	Proof []Step
	Root  Hash
}

// Own is the row of a label; false where there is none, or what leads to the person is not in the record.
func (r Record) Own(label string) (Own, bool) {
	at := slices.IndexFunc(r.Entries, func(e Entry) bool { return e.Row.Label == label })
	if at < 0 || r.Entries[at].Salt == "" {
		return Own{}, false
	}
	leaves, err := r.leaves()
	if err != nil {
		return Own{}, false
	}
	text, err := r.Entries[at].text()
	if err != nil {
		return Own{}, false
	}
	return Own{Row: r.Entries[at].Row, Text: text, Proof: ProofOf(leaves, slices.Index(leaves, r.Entries[at].Leaf)), Root: r.Root}, true
}

// Verify says whether the row is under the root.
func (o Own) Verify() bool { return Verify(o.Root, LeafOf(o.Text), o.Proof) }

// Public is what everybody may read. It names the winners and nobody else.
type Public struct {
	Round    string `json:"round"`
	Revision int64  `json:"revision"`
	// Winners are people, the best first; those who were erased since are not among them.
	Winners []string `json:"winners"`
	// Undrawn: a party did not reveal, so there was no draw.
	Undrawn bool `json:"undrawn"`
	// People is how many the round looked at. Stood is how many could win, 0 where it is not told.
	People int64 `json:"people"`
	Stood  int64 `json:"stood"`
	Root   Hash  `json:"root"`
}

// leastHidden is among how many somebody who did not win must be hidden, to have stood or not to have stood.
const leastHidden = 5

// Public is the public part. How many stood is told where among those who did not win there are five who stood and five who did not: if
// everybody had stood, the roster would name the others.
func (r Record) Public() Public {
	p := Public{Round: r.Head.Round, Revision: r.Head.Revision, People: int64(len(r.Entries)), Root: r.Root, Winners: []string{}}
	people := map[string]string{}
	var stood int64
	for _, entry := range r.Entries {
		people[entry.Row.Label] = entry.Row.Person
		if entry.Row.Stands {
			stood++
		}
	}
	for _, label := range r.Head.Winners {
		if people[label] != "" {
			p.Winners = append(p.Winners, people[label])
		}
	}
	if stood-int64(len(r.Head.Winners)) >= leastHidden && p.People-stood >= leastHidden {
		p.Stood = stood
	}
	_, drawn, err := r.Head.seed()
	p.Undrawn = err != nil || !drawn
	return p
}
