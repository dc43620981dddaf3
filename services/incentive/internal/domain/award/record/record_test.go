package record_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/draw"
	"github.com/hearth-culture/hearth/services/incentive/internal/domain/award/record"
)

func TestTheRecordIsReadAsItWasWritten(t *testing.T) {
	made := decided(t, 1, 60)
	text, err := made.Text()
	require.NoError(t, err)
	read, err := record.Parse(text)
	require.NoError(t, err)
	again, err := read.Text()
	require.NoError(t, err)
	require.Equal(t, string(text), string(again))
	for name, wrong := range map[string]string{"nothing": "", "of another version": `{"version":3}`, "with a field that nobody knows": `{"version":1,"more":0}`} {
		_, err := record.Parse([]byte(wrong))
		require.ErrorIs(t, err, record.ErrNotARecord, name)
	}
}

// TestWhoeverCameFirst turns the order around, of people who differ and of people who are all tied.
func TestWhoeverCameFirst(t *testing.T) {
	for name, change := range map[string]func(*record.Round){"differ": func(*record.Round) {}, "tied": allEqual, "tied, and not drawn": func(r *record.Round) { allEqual(r); unrevealed(r) }} {
		turned := decided(t, 2, 60, change, func(r *record.Round) { slices.Reverse(r.People); slices.Reverse(r.Marks); slices.Reverse(r.Parties) })
		made := decided(t, 2, 60, change)
		// The order of marks and parties is part of the head.
		turned.Head.Marks, turned.Head.Parties, turned.Root = made.Head.Marks, made.Head.Parties, made.Root
		require.Empty(t, cmp.Diff(made, turned), name)
	}
}

func TestEverybodyIsShownTheirOwnRow(t *testing.T) {
	made := decided(t, 3, 60)
	public := made.Public()
	for _, entry := range made.Entries {
		own, ok := made.Own(entry.Row.Label)
		require.True(t, ok)
		require.Equal(t, public.Root, own.Root)
		require.True(t, own.Verify())
		require.Equal(t, slices.Contains(public.Winners, own.Row.Person), own.Row.Won)
		var said struct{ Row record.Row }
		require.NoError(t, json.Unmarshal(own.Text, &said))
		require.Empty(t, cmp.Diff(own.Row, said.Row), "the text is the row")
		own.Text = append(slices.Clone(own.Text), ' ')
		require.False(t, own.Verify())
	}
	_, ok := made.Own("nobody")
	require.False(t, ok)
}

// TestWhoWasErasedIsInNoRecord keeps what leads to people apart: a stripped record names nobody, filled it is what it was, and filled without
// somebody it has the same root still.
func TestWhoWasErasedIsInNoRecord(t *testing.T) {
	made := decided(t, 4, 60)
	known := map[string]record.Identity{}
	for _, entry := range made.Entries {
		var salt record.Hash
		require.NoError(t, salt.UnmarshalText([]byte(entry.Salt)))
		known[entry.Row.Label] = record.Identity{Person: entry.Row.Person, Salt: salt}
	}
	stripped := made.Stripped()
	text, err := stripped.Text()
	require.NoError(t, err)
	require.NotContains(t, string(text), "people/")
	require.Empty(t, cmp.Diff(made, stripped.Filled(known)))
	require.NotEmpty(t, made.Entries[0].Row.Person, "what was stripped is a copy")

	gone := made.Head.Winners[0]
	delete(known, gone)
	left := stripped.Filled(known)
	_, ok := left.Own(gone)
	require.False(t, ok)
	require.Equal(t, made.Root, left.Public().Root)
	require.Len(t, left.Public().Winners, len(made.Head.Winners)-1)
	own, ok := left.Own(made.Head.Winners[1])
	require.True(t, ok)
	require.True(t, own.Verify())
}

func TestWhereASecretIsMissingAllWhoAreTiedWin(t *testing.T) {
	drawn, undrawn := decided(t, 5, 30, allEqual), decided(t, 5, 30, allEqual, unrevealed)
	require.Len(t, drawn.Head.Winners, 3)
	require.False(t, drawn.Public().Undrawn)
	require.True(t, undrawn.Public().Undrawn)
	require.Len(t, undrawn.Head.Winners, 21)
	lie := func(r *record.Round) { r.Parties[0].Secret = r.Parties[1].Secret }
	r := synthetic(t, 5, 30)
	lie(&r)
	_, err := record.Decide(r)
	require.ErrorIs(t, err, draw.ErrNotCommitted)
}

func TestHowManyStoodIsToldWhereItGivesNobodyAway(t *testing.T) {
	stood := func(people int, barred int) int64 {
		return decided(t, 6, people, func(r *record.Round) {
			allEqual(r)
			for i := range r.People {
				p := &r.People[i]
				if p.Peer {
					p.Stands, p.Barred = i >= barred, map[bool]string{false: "NOT_NOMINATED"}[i >= barred]
				}
			}
		}).Public().Stood
	}
	require.Zero(t, stood(8, 0), "if all stood, the roster would name who lost")
	require.EqualValues(t, 8, stood(14, 5), "five lost, and six did not stand")
	require.Zero(t, stood(14, 6), "four lost")
}
