package attack_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/attack"
)

func BenchmarkRelease(b *testing.B) {
	s := attack.Large(30)
	cells, blocks, shown := 0, 0, 0
	for b.Loop() {
		r, err := release.New(s)
		require.NoError(b, err)
		cells, blocks, shown = len(r.Cells()), 0, 0
		for _, c := range r.Cells() {
			for i := range s.Items {
				blocks++
				if _, is := r.Counts(c, i); is {
					shown++
				}
			}
		}
	}
	b.ReportMetric(float64(cells), "cells")
	b.ReportMetric(float64(shown)/float64(blocks), "shown/block")
}
