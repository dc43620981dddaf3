package staff

import (
	"context"
	"slices"
	"strings"

	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/model"
)

// Units are all units that the caller may see, by the ids that other systems have for them.
type Units struct{ known map[string][]string }

// ReadUnits reads the units, those that are archived, too: what was served before they were may come in later.
func ReadUnits(ctx context.Context, conn grpc.ClientConnInterface) (*Units, error) {
	all := &Units{map[string][]string{}}
	request := &directoryv1.ListUnitsRequest{PageSize: pageSize, ShowArchived: true}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := directoryv1.NewUnitServiceClient(conn).ListUnits(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, unit := range page.GetUnits() {
			for _, id := range unit.GetExternalIds() {
				for _, called := range []string{id.GetId(), id.GetSource() + ":" + id.GetId()} {
					if !slices.Contains(all.known[called], unit.GetName()) {
						all.known[called] = append(all.known[called], unit.GetName())
					}
				}
			}
		}
		request.PageToken = page.GetNextPageToken()
	}
	return all, nil
}

// Name is the name of the one unit of an id, which may stand behind the system's name, as in hris:T1. A name, `units/{unit}`, is its own.
func (u *Units) Name(id string) (string, error) {
	if strings.HasPrefix(id, "units/") {
		return id, nil
	}
	found := u.known[id]
	switch {
	case len(found) == 0:
		return "", model.Say("no unit that you may see has the id %q", "您可查看的组织单元中没有编号 %q", id)
	case len(found) > 1:
		return "", model.Say("%q is the id of several units: name it as SOURCE:ID", "编号 %q 对应多个组织单元，请以 SOURCE:ID 指明", id)
	}
	return found[0], nil
}
