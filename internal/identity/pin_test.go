package identity_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/identity"
)

func TestPINs(t *testing.T) {
	hash, err := identity.HashPIN(t.Context(), "274951")
	require.NoError(t, err)
	again, err := identity.HashPIN(t.Context(), "274951")
	require.NoError(t, err)
	require.NotEqual(t, hash, again, "each has its own salt")
	require.NotContains(t, hash, "274951")
	tests := map[string]struct {
		pin, hash string
		want      bool
	}{
		"right":              {"274951", hash, true},
		"right, other salt":  {"274951", again, true},
		"wrong":              {"274952", hash, false},
		"empty":              {"", hash, false},
		"with a space":       {"274951 ", hash, false},
		"nobody's":           {"274951", identity.NoPIN, false},
		"nobody's, empty":    {"", identity.NoPIN, false},
		"of an earlier cost": {"274951", "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$9wkFBYMAJuss+sjc1XxBv8teORMzL6D3IXLZaaRelVw", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			have, err := identity.VerifyPIN(t.Context(), test.pin, test.hash)
			require.NoError(t, err)
			require.Equal(t, test.want, have)
		})
	}
}

func TestTheHashOfNobodyCostsTheSame(t *testing.T) {
	hash, err := identity.HashPIN(t.Context(), "274951")
	require.NoError(t, err)
	cost := func(hash string) string { return hash[:strings.LastIndex(hash[:strings.LastIndex(hash, "$")], "$")] }
	require.Equal(t, "$argon2id$v=19$m=19456,t=2,p=1", cost(hash))
	require.Equal(t, cost(hash), cost(identity.NoPIN))
	require.Len(t, identity.NoPIN, len(hash))
}

func TestTextsThatAreNoHashOfAPIN(t *testing.T) {
	hash, err := identity.HashPIN(t.Context(), "274951")
	require.NoError(t, err)
	for _, wrong := range []string{
		"", "274951", "$", "$$$$$", strings.Replace(hash, "argon2id", "argon2i", 1), strings.Replace(hash, "v=19", "v=16", 1),
		strings.Replace(hash, "t=2", "t=0", 1), strings.Replace(hash, "p=1", "p=0", 1), strings.Replace(hash, "p=1", "p=256", 1), hash[:len(hash)-2], hash + "$", "x" + hash, hash + "!",
	} {
		_, err := identity.VerifyPIN(t.Context(), "274951", wrong)
		require.Error(t, err, wrong)
	}
}

func TestAPINWaitsForItsTurn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	release := identity.TakePINSlots()
	_, err := identity.HashPIN(ctx, "274951")
	require.ErrorIs(t, err, context.Canceled)
	_, err = identity.VerifyPIN(ctx, "274951", identity.NoPIN)
	require.ErrorIs(t, err, context.Canceled)
	release()
	_, err = identity.HashPIN(t.Context(), "274951")
	require.NoError(t, err)
}

func TestWeakPIN(t *testing.T) {
	tests := []struct {
		pin, number string
		weak        bool
	}{
		{"274951", "100234", false},
		{"274951", "", false},
		{"980417263548", "100234", false},
		{"123457", "", false},
		{"112358", "", false},
		{"27495", "", true},         // short
		{"2749518273645", "", true}, // long
		{"27495a", "", true},
		{"２７４９５１", "", true}, // digits of another width
		{"000000", "", true},
		{"121212", "", true},
		{"123123", "", true},
		{"1231231", "", true},
		{"123456", "", true},
		{"890123", "", true},
		{"654321", "", true},
		{"210987", "", true},
		{"123321", "", true},
		{"4719174", "", true},
		{"147258", "", true},
		{"5201314", "", true},
		{"100234", "100234", true},
		{"432001", "100234", true},
		{"271002", "E-2710 02", true},
		{"910023", "10023", true},
		{"320019", "10023", true},
		{"102938", "00102938", true},
		{"274951", "27", false}, // too short to tell anything
	}
	for _, test := range tests {
		require.Equal(t, test.weak, identity.WeakPIN(test.pin, test.number), "%s of %q", test.pin, test.number)
	}
}

func TestFewPINsAreWeak(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	weak := 0
	for range 10_000 {
		if identity.WeakPIN(fmt.Sprintf("%06d", random.IntN(1_000_000)), "100234") {
			weak++
		}
	}
	require.Less(t, weak, 100, "of 10,000")
	require.Positive(t, weak)
}

func BenchmarkVerifyPIN(b *testing.B) {
	for b.Loop() {
		_, err := identity.VerifyPIN(b.Context(), "274951", identity.NoPIN)
		require.NoError(b, err)
	}
}
