package tidy

import "testing"

func TestReasons(t *testing.T) {
	const (
		oven    = "services/bakery/internal/domain/oven/oven.go"
		baked   = "package oven\n\nvar errBurnt = model.NewFault(\"BURNT\")"
		bakery  = "proto/hearth/bakery/v1/error.proto"
		burnt   = "  ERROR_REASON_UNSPECIFIED = 0;\n  ERROR_REASON_BURNT = 1 [(hearth.option.v1.reason) = {"
		ofOvens = "  OVEN_ERROR_REASON_UNSPECIFIED = 0;\n  OVEN_ERROR_REASON_BURNT = 1 [(hearth.option.v1.reason) = {"
	)
	requireFindings(t, Reasons, []breach{
		{"promised and given", map[string]string{oven: baked, bakery: burnt}, ""},
		{"of a room", map[string]string{oven: baked, "proto/hearth/bakery/v1/oven_error.proto": ofOvens}, ""},
		{"not promised", map[string]string{oven: baked}, oven + " refuses for BURNT"},
		{"the beginning of a name", map[string]string{oven: baked + "\nvar errRaw = model.NewFault(\"BURN\")", bakery: burnt}, "refuses for BURN,"},
		{"never given", map[string]string{bakery: burnt}, bakery + " promises BURNT"},
		{"given by a test", map[string]string{"a/oven_test.go": baked, bakery: burnt}, "promises BURNT"},
		{"made up in a test", map[string]string{"a/oven_test.go": baked}, ""},
		{"made up for tests", map[string]string{"internal/testkit/oven.go": baked}, ""},
	})
}
