package award

// Weigh says of each nomination why it does not count, "" where it does. rows are the people of the round.
func Weigh(rows map[string]Row, nominations []Nomination) []string {
	type pair struct{ from, to string }
	stands := map[pair]bool{}
	for _, n := range nominations {
		if !n.Withdrawn {
			stands[pair{n.Nominator, n.Nominee}] = true
		}
	}
	why := make([]string, len(nominations))
	others := map[string]bool{}
	for i, n := range nominations {
		row, ok := rows[n.Nominee]
		switch {
		case n.Withdrawn:
			why[i] = Withdrawn
		case !ok || row.Out():
			why[i] = NotOfRound
		case stands[pair{n.Nominee, n.Nominator}]:
			why[i] = Reciprocal
		case n.Nominator != row.Manager:
			others[n.Nominee] = true
		}
	}
	for i, n := range nominations {
		if why[i] == "" && !others[n.Nominee] {
			why[i] = ManagerAlone
		}
	}
	return why
}
