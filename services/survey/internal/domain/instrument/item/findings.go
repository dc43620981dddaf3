package item

import "github.com/hearth-culture/hearth/internal/model"

// Findings are what is wrong, field by field.
type Findings []model.Violation

// Add says what is wrong with a field.
func (f *Findings) Add(field string, why model.Words) {
	*f = append(*f, model.Violation{Field: field, Why: why})
}

// Err refuses what was found; nil where nothing was.
func (f Findings) Err() error {
	if len(f) == 0 {
		return nil
	}
	fault := model.NewFault("INVALID_FIELD")
	fault.Violations = f
	return fault
}
