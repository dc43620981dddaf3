package instrument

import (
	"crypto/sha256"
	"math/rand/v2"
)

// Order is that of the items, by their index, as somebody is asked them: as they stand, or, where they are shuffled, in an order that follows from the seed
// alone. Pages stay as they are. What asks how it should be comes right after what asks how it is, if it is on the same page and its condition allows, and
// never before; and an item with a condition after all of which that speaks.
func (i Instrument) Order(seed string) []int {
	items := i.content.Items
	order := make([]int, 0, len(items))
	if !i.content.Shuffle {
		for n := range items {
			order = append(order, n)
		}
		return order
	}
	random := rand.New(rand.NewChaCha8(sha256.Sum256([]byte(seed))))
	placed := make([]bool, len(items))
	for len(order) < len(items) {
		ready := i.ready(placed)
		next := ready[random.IntN(len(ready))]
		if len(order) > 0 {
			for _, n := range ready {
				if items[n].DesiredOf == items[order[len(order)-1]].ID {
					next = n
				}
			}
		}
		order, placed[next] = append(order, next), true
	}
	return order
}

// ready are the items of the first page that has any left, of those whose turn may come.
func (i Instrument) ready(placed []bool) (ready []int) {
	page := int32(0)
	for n, one := range i.content.Items {
		if placed[n] {
			continue
		}
		if page == 0 {
			page = one.OnPage()
		}
		if one.OnPage() == page && i.mayFollow(n, placed) {
			ready = append(ready, n)
		}
	}
	return ready
}

// mayFollow: all that must come before it, which stands before it in the instrument, has been placed.
func (i Instrument) mayFollow(n int, placed []bool) bool {
	for _, before := range i.after[n] {
		if !placed[before] {
			return false
		}
	}
	for before, one := range i.content.Items[:n] {
		if one.ID == i.content.Items[n].DesiredOf && !placed[before] {
			return false
		}
	}
	return true
}
