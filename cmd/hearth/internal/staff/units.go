package staff

import (
	"context"
	"slices"
	"strings"

	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/model"
)

// Units are the units that the caller may see, by what they are called: their ids in other systems, and their whole titles.
type Units struct{ called map[string][]string }

// ReadUnits reads the units, with those that are archived where they are wanted, too.
func ReadUnits(ctx context.Context, conn grpc.ClientConnInterface, archived bool) (*Units, error) {
	all := &Units{map[string][]string{}}
	request := &directoryv1.ListUnitsRequest{PageSize: pageSize, ShowArchived: archived}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := directoryv1.NewUnitServiceClient(conn).ListUnits(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, unit := range page.GetUnits() {
			for _, id := range unit.GetExternalIds() {
				all.add(id.GetId(), unit)
				all.add(id.GetSource()+":"+id.GetId(), unit)
			}
			for _, title := range unit.GetDisplayName().GetTexts() {
				all.add(title, unit)
			}
		}
		request.PageToken = page.GetNextPageToken()
	}
	return all, nil
}

func (u *Units) add(called string, unit *directoryv1.Unit) {
	if !slices.Contains(u.called[called], unit.GetName()) {
		u.called[called] = append(u.called[called], unit.GetName())
	}
}

// Name is the name of the one unit that is called so. A name, `units/{unit}`, is its own.
func (u *Units) Name(called string) (string, error) {
	if strings.HasPrefix(called, "units/") {
		return called, nil
	}
	switch found := u.called[called]; len(found) {
	case 0:
		return "", model.Say("there is no unit %q that you may see: name it as units/…, by its id or SOURCE:ID, or by its whole title",
			"没有您可查看的组织单元 %q，请用 units/…、编号、SOURCE:ID 或完整名称指明", called)
	case 1:
		return found[0], nil
	default:
		return "", model.Say("%d units are called %q: name one as units/… or SOURCE:ID, such as %s",
			"有 %[1]d 个组织单元名为 %[2]q，请用 units/… 或 SOURCE:ID 指明，例如 %[3]s", len(found), called, found[0])
	}
}
