package model_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/model"
)

func TestSay(t *testing.T) {
	inner := model.Say("a night shift", "夜班")
	words := model.Say("%s has %d people", "%s有 %d 人", inner, 7)
	require.Equal(t, model.Words{En: "a night shift has 7 people", ZhCN: "夜班有 7 人"}, words)
	for locale, want := range map[string]string{"zh-CN": words.ZhCN, "zh-TW": words.ZhCN, "en": words.En, "": words.En, "xx": words.En} {
		require.Equal(t, want, words.In(locale), locale)
	}
	require.Equal(t, model.Words{En: "100%", ZhCN: "100%"}, model.Say("100%", "100%"), "nothing to put in: no verbs")
}
