package identity_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/hearth-culture/hearth/internal/identity"
)

func TestSecrets(t *testing.T) {
	scanner := regexp.MustCompile(identity.SecretPattern)
	seen := map[string]bool{}
	for _, kind := range []string{identity.KindKey, identity.KindInvitation} {
		for range 100 {
			secret, prefix, hash := identity.NewSecret(kind)
			require.Equal(t, secret, scanner.FindString("key: \""+secret+"\"\n"), "a scanner finds it")
			require.True(t, identity.WellFormedSecret(kind, secret))
			require.True(t, strings.HasPrefix(secret, prefix))
			require.Len(t, prefix, len(kind)+6, "what is shown leaves a hundred bits unknown")
			require.Equal(t, identity.HashSecret(secret), hash)
			require.True(t, identity.SecretMatches(secret, hash))
			require.False(t, identity.SecretMatches(secret[:len(secret)-1], hash))
			require.False(t, identity.SecretMatches(secret, nil))
			require.False(t, seen[secret] || seen[prefix])
			seen[secret], seen[prefix] = true, true
		}
	}
	secret, _, _ := identity.NewSecret(identity.KindKey)
	for _, wrong := range []string{"", "hk_", secret[3:], "hi_" + secret[3:], secret + "A", " " + secret, strings.ToLower(secret)} {
		require.False(t, identity.WellFormedSecret(identity.KindKey, wrong), wrong)
	}
	require.False(t, identity.WellFormedSecret(identity.KindInvitation, secret))
}

func TestASlipOfThePenShows(t *testing.T) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	rapid.Check(t, func(t *rapid.T) {
		secret, _, _ := identity.NewSecret(identity.KindKey)
		at := rapid.IntRange(3, len(secret)-1).Draw(t, "at")
		letter := letters[rapid.IntRange(0, len(letters)-1).Draw(t, "letter")]
		changed := secret[:at] + string(letter) + secret[at+1:]
		require.Equal(t, changed == secret, identity.WellFormedSecret(identity.KindKey, changed))
	})
}
