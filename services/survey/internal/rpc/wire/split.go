package wire

import (
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/survey/internal/domain"
)

// Splitting is a message that says how a release tells people apart.
type Splitting interface {
	GetK() int32
	GetAttribute() surveyv1.Attribute
	GetRootAttributes() []surveyv1.Attribute
}

// ReadSplit is how a release is to tell people apart.
func ReadSplit(from Splitting) domain.Split {
	return domain.Split{
		K: int(from.GetK()), Attribute: domain.Attribute(from.GetAttribute()), RootAttributes: Whole[domain.Attribute](from.GetRootAttributes()),
	}
}

// Whole are the same numbers in another type.
func Whole[To, From ~int | ~int32](from []From) (to []To) {
	for _, one := range from {
		to = append(to, To(one))
	}
	return to
}
