package award

import (
	"fmt"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
)

// Why evidence does not count, though the nomination that names it does. They stand in the record.
const (
	// Gone: it does not thank the nominee in public any more.
	Gone = "GONE"
	// NamedBefore: another nomination of the same person names it, which counts it.
	NamedBefore = "NAMED_BEFORE"
)

// Thanks is a recognition or a letter, by its resource name, and somebody whom it thanks.
type Thanks struct{ Name, Person string }

// Sift says of each piece of evidence why it does not count, "" where it does. why is what Weigh says of the nominations, and standing what
// thanks people in public now.
func Sift(nominations []Nomination, why []string, standing map[Thanks]bool) [][]string {
	named := map[Thanks]bool{}
	barred := make([][]string, len(nominations))
	for i, n := range nominations {
		barred[i] = make([]string, len(n.Evidence))
		for j, name := range n.Evidence {
			one := Thanks{name, n.Nominee}
			switch {
			case why[i] != "":
				barred[i][j] = why[i]
			case !standing[one]:
				barred[i][j] = Gone
			case named[one]:
				barred[i][j] = NamedBefore
			}
			named[one] = named[one] || why[i] == ""
		}
	}
	return barred
}

// weighed are the nominations of a round as the record keeps them.
func weighed(round Round, b Bench) []record.Nomination {
	rows, outside := map[string]Row{}, map[string]string{}
	for _, row := range b.Rows {
		rows[row.Person] = row
	}
	called := func(person string) string {
		if row, ok := rows[person]; ok || person == "" {
			return row.Label
		}
		if outside[person] == "" {
			outside[person] = fmt.Sprintf("outside/%d", len(outside)+1)
		}
		return outside[person]
	}
	why := Weigh(rows, b.Nominations)
	barred := Sift(b.Nominations, why, b.Standing)
	kept := make([]record.Nomination, len(b.Nominations))
	for i, n := range b.Nominations {
		kept[i] = record.Nomination{
			Nomination: model.Name("awardNominations", n.ID), By: called(n.Nominator), For: called(n.Nominee), Manager: called(rows[n.Nominee].Manager),
			Barred: why[i], Story: record.Fingerprint(round.HeadSalt, n.Story), Evidence: []record.Evidence{},
		}
		for j, name := range n.Evidence {
			kind, _, _ := strings.Cut(name, "/")
			kept[i].Evidence = append(kept[i].Evidence, record.Evidence{Kind: kind, Name: record.Fingerprint(round.HeadSalt, name), Barred: barred[i][j]})
		}
	}
	return kept
}
