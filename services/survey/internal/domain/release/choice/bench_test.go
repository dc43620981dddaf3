package choice_test

import (
	"testing"

	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/attack"
	"github.com/hearth-culture/hearth/services/survey/internal/domain/release/choice"
)

func BenchmarkCells(b *testing.B) {
	s := attack.Large(0)
	published := 0
	for b.Loop() {
		published = len(choice.Cells(s.Population, s.Plan, s.K).All())
	}
	b.ReportMetric(float64(published), "cells")
}
