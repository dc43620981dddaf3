package grid

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestColumnsStandBelowEachOther(t *testing.T) {
	table := Table{Heading: []string{"班组", "n", "who"}, Rows: [][]string{{"成都订单热线 3 组", "12", "a"}, {"Penang", "7", ""}}, Right: map[int]bool{1: true}}
	var text, machine strings.Builder
	require.NoError(t, table.Text(&text))
	require.Equal(t, "班组                n  who\n成都订单热线 3 组  12  a\nPenang              7\n", text.String())
	require.NoError(t, table.CSV(&machine))
	require.Equal(t, "班组,n,who\n成都订单热线 3 组,12,a\nPenang,7,\n", machine.String())
}
