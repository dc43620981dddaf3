package form

import "github.com/hearth-culture/hearth/services/survey/internal/domain/instrument"

// Of is the form of an instrument.
func Of(i instrument.Instrument) Form {
	content := i.Content()
	f := Form{Blocks: i.Blocks()}
	for _, column := range i.Columns() {
		f.Columns = append(f.Columns, Column{
			ID: column.ID, Options: column.Options, Scale: column.Scale, Scores: column.Scores, Block: column.Construct,
			NPS: content.Items[column.Item].Nps != nil,
		})
	}
	for c, construct := range content.Constructs {
		made := Construct{ID: construct.ID, Children: i.Children(c), Weight: i.Weight(c)}
		for _, member := range i.Members(c) {
			made.Members = append(made.Members, Member(member))
		}
		f.Constructs = append(f.Constructs, made)
	}
	if outcome := i.Outcome(); len(outcome.Drivers) > 0 {
		f.OutcomeID, f.Drivers = content.Outcome, outcome.Drivers
		for _, member := range outcome.Of {
			f.Outcome = append(f.Outcome, Member(member))
		}
	}
	for n, index := range content.LinearIndexes {
		f.Indexes = append(f.Indexes, Index{ID: index.ID, Linear: i.Linear(n)})
	}
	return f
}
