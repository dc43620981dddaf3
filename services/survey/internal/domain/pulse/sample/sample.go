// Package sample chooses who is asked this time.
package sample

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"slices"
)

// Candidate is somebody who may be asked.
type Candidate struct{ Person, Unit string }

// Choose takes n of the candidates. Everybody has the same chance, each unit has its share but for less than one person, and whoever knows
// the seed finds the same people again for the same draw. It takes all where there are no more than n.
func Choose(seed []byte, draw string, all []Candidate, n int) []Candidate {
	if n >= len(all) {
		return slices.Clone(all)
	}
	type placed struct {
		Candidate
		at uint64
	}
	line := make([]placed, len(all))
	for i, one := range all {
		line[i] = placed{one, number(seed, draw, "person", one.Person)}
	}
	slices.SortFunc(line, func(a, b placed) int {
		return cmp.Or(
			cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.at, b.at), cmp.Compare(a.Person, b.Person))
	})
	// Steps of len/n along the line, from a start within the first of them: in units of 1/n, so that nothing is rounded.
	start := below(number(seed, draw, "start", ""), uint64(len(all)))
	chosen := make([]Candidate, 0, max(n, 0))
	for i := range max(n, 0) {
		chosen = append(chosen, line[(start+uint64(i)*uint64(len(all)))/uint64(n)].Candidate)
	}
	return chosen
}

// number is drawn from the seed for one purpose.
func number(seed []byte, draw, what, who string) uint64 {
	mac := hmac.New(sha256.New, seed)
	for _, text := range []string{draw, what, who} {
		mac.Write(binary.AppendUvarint(nil, uint64(len(text))))
		mac.Write([]byte(text))
	}
	return binary.BigEndian.Uint64(mac.Sum(nil))
}

// below is a number from 0 to less than bound, evenly from one of 64 bits.
func below(number, bound uint64) uint64 {
	high, _ := bits.Mul64(number, bound)
	return high
}
