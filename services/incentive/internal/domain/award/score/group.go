package score

import (
	"slices"
	"strings"
)

// LeastPeers is the size below which a group is too small to say how somebody stands in it: the group above is taken.
const LeastPeers = 8

// leastTeams is how many teams can be compared.
const leastTeams = 2

// mostBands is into how many bands by exposure a group is cut at most.
const mostBands = 4

// Level is how near the peers are.
type Level string

// The levels, from the nearest. The queue is given up before the shift: those who work nights differ from those who work days in more than
// what they work on, and are few at each queue.
const (
	SameTenure  Level = "QUEUE_CHANNEL_SHIFT_TENURE"
	SameQueue   Level = "QUEUE_CHANNEL_SHIFT"
	SameShift   Level = "CHANNEL_SHIFT"
	SameChannel Level = "CHANNEL"
	Everybody   Level = "EVERYBODY"
)

var levels = []Level{SameTenure, SameQueue, SameShift, SameChannel, Everybody}

// key is the same for all who are peers at a level. The zero byte is in no name.
func (p Peers) key(level Level) string {
	parts := map[Level][]string{
		SameTenure:  {p.Queue, p.Channel, p.Shift, p.Tenure},
		SameQueue:   {p.Queue, p.Channel, p.Shift},
		SameShift:   {p.Channel, p.Shift},
		SameChannel: {p.Channel},
	}[level]
	return string(level) + "\x00" + strings.Join(parts, "\x00")
}

// Group is with whom somebody was compared on a criterion.
type Group struct {
	Level Level `json:"level"`
	// Size is how many they are, the person included; of a team's figure, how many teams. It is below LeastPeers only where everybody is, and 1
	// where everybody is of one team.
	Size int64 `json:"size"`
	// Band of Bands by exposure, from 1, the least busy.
	Band  int64 `json:"band"`
	Bands int64 `json:"bands"`
}

// grouping is the candidates by key, and how many teams each key has.
type grouping struct {
	members map[string][]int
	teams   map[string]map[string]bool
}

func groupingOf(all []Candidate) grouping {
	g := grouping{map[string][]int{}, map[string]map[string]bool{}}
	for i, one := range all {
		for _, level := range levels {
			key := one.key(level)
			g.members[key] = append(g.members[key], i)
			if g.teams[key] == nil {
				g.teams[key] = map[string]bool{}
			}
			g.teams[key][one.Team] = true
		}
	}
	return g
}

// level is the nearest at which somebody has LeastPeers or, of a team's figure, at which there is another team.
func (g grouping) level(of Peers, kind Kind) Level {
	for _, level := range levels {
		key := of.key(level)
		if kind == Team && len(g.teams[key]) >= leastTeams || kind != Team && len(g.members[key]) >= LeastPeers {
			return level
		}
	}
	return Everybody
}

// cut divides a group by exposure into at most four bands of LeastPeers or more, as even as they can be, with all of one exposure in one band.
// How much somebody did, and what their team did, has nothing to do with how well they were seen: there it is one band.
func cut(all []Candidate, members []int, kind Kind) (band []int64, count int64) {
	contacts := make([]int64, len(members))
	for i, member := range members {
		contacts[i] = all[member].Contacts
	}
	ranks := ranksOf(contacts)
	band = make([]int64, len(members))
	count = 1
	if kind == Quality || kind == Outcome {
		count = max(1, min(mostBands, int64(len(members)/LeastPeers)))
	}
	for ; count > 1; count-- {
		sizes := make([]int64, count)
		for i, at := range ranks {
			band[i] = count * at.twiceMiddle() / (2 * int64(len(members)))
			sizes[band[i]]++
		}
		if slices.Min(sizes) >= LeastPeers {
			return band, count
		}
	}
	clear(band)
	return band, 1
}
