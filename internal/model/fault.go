package model

import (
	"maps"
	"slices"
	"strings"
)

// Fault is a refusal that the caller can act on. Its reason is the name of a value of hearth.type.v1.ErrorReason, or of the
// service's own ErrorReason, without the prefix; the canonical code and the texts stand there.
type Fault struct {
	Reason     string
	Violations []Violation
	// Meta says more to programs; it never names anybody whom the caller may not see.
	Meta map[string]string
}

// Violation is one wrong field of a request.
type Violation struct {
	// Field is the path within the request, in proto names: "person.placement.unit".
	Field string
	// Why says to the person who wrote the request what is wrong.
	Why Words
}

// NewFault makes a refusal for a reason.
func NewFault(reason string) *Fault { return &Fault{Reason: reason} }

// The refusals that every service shares.
var (
	ErrNotFound         = NewFault("NOT_FOUND")
	ErrPermissionDenied = NewFault("PERMISSION_DENIED")
	ErrUnauthenticated  = NewFault("UNAUTHENTICATED")
	ErrEtag             = NewFault("ETAG_MISMATCH")
	ErrArchived         = NewFault("ARCHIVED")
	ErrAlreadyExists    = NewFault("ALREADY_EXISTS")
	ErrUnavailable      = NewFault("UNAVAILABLE")
	ErrRateLimited      = NewFault("RATE_LIMITED")
)

// InvalidField refuses a field of the request.
func InvalidField(field string, why Words) *Fault {
	return NewFault("INVALID_FIELD").At(field, why)
}

// With is the same refusal that says more to programs.
func (f *Fault) With(key, value string) *Fault {
	more := f.copy()
	if more.Meta == nil {
		more.Meta = map[string]string{}
	}
	more.Meta[key] = value
	return more
}

// At is the same refusal that also names a field.
func (f *Fault) At(field string, why Words) *Fault {
	more := f.copy()
	more.Violations = append(more.Violations, Violation{Field: field, Why: why})
	return more
}

func (f *Fault) copy() *Fault {
	return &Fault{Reason: f.Reason, Violations: slices.Clone(f.Violations), Meta: maps.Clone(f.Meta)}
}

// Is holds for faults of the same reason, whatever else they say.
func (f *Fault) Is(target error) bool {
	other, ok := target.(*Fault)
	return ok && other.Reason == f.Reason
}

// Error is for logs and tests.
func (f *Fault) Error() string {
	var text strings.Builder
	text.WriteString(f.Reason)
	for _, violation := range f.Violations {
		text.WriteString("; " + violation.Field + ": " + violation.Why.En)
	}
	for _, key := range slices.Sorted(maps.Keys(f.Meta)) {
		text.WriteString("; " + key + "=" + f.Meta[key])
	}
	return text.String()
}
