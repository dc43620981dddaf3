package group_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/db/internal/group"
)

var errOwn = errors.New("own")

func contains(list []int, n int) bool { return slices.Contains(list, n) }

func without(list []int, n int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(m int) bool { return m == n })
}

// Whatever fails and whoever gives up: what was answered with nil is durable once, and nothing else is.
func TestAnswersTellTheTruth(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		type request struct {
			Fails, GivesUp, Panics bool
		}
		requests := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) request {
			kind := rapid.IntRange(0, 5).Draw(t, "kind")
			return request{Fails: kind == 1, GivesUp: kind == 2, Panics: kind == 3}
		}), 1, 30).Draw(rt, "requests")
		fails := map[string]int{}
		for _, method := range []string{"begin", "mark", "keep", "undo", "commit"} {
			fails[method] = rapid.IntRange(0, 3).Draw(rt, method)
		}
		errs := make([]error, len(requests))
		log := &logbook{fails: fails}
		synctest.Test(t, func(t *testing.T) {
			c := group.New(log)
			for i, r := range requests {
				ctx, cancel := context.WithCancel(t.Context())
				go func() {
					defer cancel()
					defer func() {
						if recover() != nil {
							errs[i] = errOwn
						}
					}()
					errs[i] = c.Do(ctx, func() error {
						_ = log.write(i)()
						switch {
						case r.Fails:
							return errOwn
						case r.Panics:
							panic("oops")
						case r.GivesUp:
							cancel()
						}
						return nil
					})
				}()
			}
			synctest.Wait()
		})
		var answered []int
		for i, err := range errs {
			if err == nil {
				answered = append(answered, i)
			}
		}
		slices.Sort(log.durable)
		require.Equal(rt, answered, log.durable)
	})
}
