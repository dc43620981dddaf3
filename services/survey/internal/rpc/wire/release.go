package wire

import (
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
)

const release = "/release"

// ReleaseOf is the bare id of the survey whose release has the name.
func ReleaseOf(name string) string { return model.ID(strings.TrimSuffix(name, release)) }

// Release is the name of the release of a survey.
func Release(survey string) string { return model.Name("surveys", survey) + release }
