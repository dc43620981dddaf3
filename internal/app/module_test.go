package app

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestChosenModulesStandInTheOrderOfTheirNeeds(t *testing.T) {
	modules := []Module{{Name: "gateway", Needs: []string{"survey", "directory"}}, {Name: "survey", Needs: []string{"directory"}}, {Name: "directory"}}
	tests := []struct {
		name  string
		roles []string
		want  []string
	}{
		{"all", nil, []string{"directory", "survey", "gateway"}},
		{"one alone, without what it needs", []string{"survey"}, []string{"survey"}},
		{"two, ordered through one that is elsewhere", []string{"gateway", "directory"}, []string{"directory", "gateway"}},
		{"twice is once", []string{"survey", "survey"}, []string{"survey"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := chosen(modules, test.roles)
			require.NoError(t, err)
			require.Equal(t, test.want, names(got))
		})
	}
	_, err := chosen(modules, []string{"kitchen"})
	require.ErrorContains(t, err, `no role "kitchen"`)
	_, err = chosen([]Module{{Name: "a", Needs: []string{"b"}}, {Name: "b", Needs: []string{"a"}}}, nil)
	require.ErrorContains(t, err, "circle")
}

func TestATaskThatEndsByItselfHasFailed(t *testing.T) {
	w := newWork()
	w.start("tasks", "the clock", func(context.Context) error { return nil })
	require.ErrorContains(t, <-w.failed, "the clock: ended by itself")
}

func TestStoppingAGroupEndsItsTasksAlone(t *testing.T) {
	w := newWork()
	until := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	w.start("first", "a", until)
	w.start("second", "b", until)
	require.NoError(t, w.stop(t.Context(), "first"))
	require.NoError(t, w.group("second").ctx.Err(), "the other group goes on")
	require.NoError(t, w.stop(t.Context(), "second"))
	require.Empty(t, w.failed, "being stopped is no failure")
}

func TestStoppingIsBounded(t *testing.T) {
	w := newWork()
	release := make(chan struct{})
	defer close(release)
	w.start("stuck", "a", func(context.Context) error { <-release; return nil })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorContains(t, w.stop(ctx, "stuck"), "did not stop in time")
}
