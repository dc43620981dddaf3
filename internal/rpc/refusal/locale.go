package refusal

import (
	"context"
	"strings"

	"golang.org/x/text/language"
	"google.golang.org/grpc/metadata"
)

const maxHeader = 256 // bytes of a header worth reading

var (
	locales = []string{"en", "zh-CN"} // the first is for everybody else
	matcher = language.NewMatcher([]language.Tag{language.English, language.SimplifiedChinese})
)

// Locale is the language in which the caller reads, "en" or "zh-CN": from the metadata accept-language, English where that is
// missing or odd.
func Locale(ctx context.Context) string {
	header := metadata.ValueFromIncomingContext(ctx, "accept-language")
	if len(header) == 0 {
		header = metadata.ValueFromIncomingContext(ctx, "grpcgateway-accept-language")
	}
	return Match(strings.Join(header, ","))
}

// Match chooses from an Accept-Language header: "en" or "zh-CN".
func Match(header string) string {
	if header == "" || len(header) > maxHeader {
		return locales[0]
	}
	wanted, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return locales[0]
	}
	_, index, _ := matcher.Match(wanted...)
	return locales[index]
}
