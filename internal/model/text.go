package model

import (
	"maps"
	"slices"
	"strings"
)

// Text is one text in several languages, by BCP 47 tag.
type Text map[string]string

// In is the text in a reader's language: the tag itself, else one of the same language, else English, else Chinese, else any; "" for
// an empty text. An empty or odd locale works.
func (t Text) In(locale string) string {
	for _, wanted := range []string{locale, "en", "zh-CN"} {
		if text, ok := t.match(wanted); ok {
			return text
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(t)) {
		return t[tag]
	}
	return ""
}

func (t Text) match(locale string) (string, bool) {
	if text, ok := t[locale]; ok {
		return text, true
	}
	language, _, _ := strings.Cut(locale, "-")
	for _, tag := range slices.Sorted(maps.Keys(t)) {
		have, _, _ := strings.Cut(tag, "-")
		if language != "" && strings.EqualFold(have, language) {
			return t[tag], true
		}
	}
	return "", false
}
