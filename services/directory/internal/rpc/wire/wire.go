// Package wire writes the domain's values in the contract's words, and reads them.
package wire

import (
	"regexp"
	"strings"

	"github.com/hearth-culture/hearth/internal/model"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"
	"github.com/hearth-culture/hearth/services/directory/internal/domain/source"
)

var bareID = regexp.MustCompile(`^[0-9a-f-]{36}$`)

// id is the bare id within the name of a resource, "" for an empty name.
func id(field, collection, name string) (string, error) {
	if name == "" {
		return "", nil
	}
	bare, ok := strings.CutPrefix(name, collection+"/")
	if !ok || !bareID.MatchString(bare) {
		return "", model.InvalidField(field, model.NotAName(collection))
	}
	return bare, nil
}

func ids(field, collection string, names []string) ([]string, error) {
	bare := make([]string, 0, len(names))
	for _, name := range names {
		one, err := id(field, collection, name)
		if err != nil {
			return nil, err
		}
		bare = append(bare, one)
	}
	return bare, nil
}

func externalIDs(ids []source.ID) []*typev1.ExternalId {
	out := make([]*typev1.ExternalId, len(ids))
	for i, id := range ids {
		out[i] = &typev1.ExternalId{Source: id.Source, Id: id.ID}
	}
	return out
}

func sourceIDs(ids []*typev1.ExternalId) []source.ID {
	if len(ids) == 0 {
		return nil
	}
	out := make([]source.ID, len(ids))
	for i, id := range ids {
		out[i] = source.ID{Source: id.GetSource(), ID: id.GetId()}
	}
	return out
}
