// Package resource writes and reads what the resources of all services have alike: instants, texts, and updates of some of their fields.
package resource

import (
	"strings"
	"time"

	"github.com/google/uuid"
	"go.einride.tech/aip/fieldmask"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/gate"
)

// Timestamp writes an instant; nil for the zero time.
func Timestamp(instant time.Time) *timestamppb.Timestamp {
	if instant.IsZero() {
		return nil
	}
	return timestamppb.New(instant)
}

// Instant reads a given time, cut to the microsecond as databases keep it; the zero time for none.
func Instant(stamp *timestamppb.Timestamp) time.Time {
	if stamp == nil {
		return time.Time{}
	}
	return stamp.AsTime().Truncate(time.Microsecond)
}

// Localized writes a text; nil for none in any language.
func Localized(text model.Text) *typev1.LocalizedText {
	if len(text) == 0 {
		return nil
	}
	return &typev1.LocalizedText{Texts: text}
}

// ID is the bare id within the name of a resource that is to be updated, on which no constraint of the contract holds: only the fields that
// the mask names count there. What is no name of the collection names nothing: NOT_FOUND.
func ID(collection, name string) (string, error) {
	id, ok := strings.CutPrefix(name, collection+"/")
	if !ok || uuid.Validate(id) != nil {
		return "", model.ErrNotFound
	}
	return id, nil
}

// Update lays the fields that a mask names, or all that are set where it names none, over a resource, and holds the outcome to the
// constraints of creation, the request that would create over: what each field may be, and what must be set, holds for all of a resource
// and not for the fields alone that a caller sent. A mask that names another field is INVALID_FIELD.
func Update[R proto.Message](mask *fieldmaskpb.FieldMask, over, with R, creation proto.Message) error {
	if err := fieldmask.Validate(mask, with); err != nil {
		return model.InvalidField("update_mask", model.OddMask)
	}
	fieldmask.Update(mask, over, with)
	return gate.Validate(creation)
}
