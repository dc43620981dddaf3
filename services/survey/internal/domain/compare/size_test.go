package compare

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSampleSizeBeforeRounding(t *testing.T) {
	require.InDelta(t, 905.37, sampleSize(.80, .85), 5e-3)
}
