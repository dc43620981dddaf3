package main

import (
	"context"
	"strings"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/internal/model"
)

// findUnit is the name of the one unit that is called so: by its name, by its id in another system, or by its whole title.
func findUnit(ctx context.Context, c *client.Client, called string) (string, error) {
	if strings.HasPrefix(called, "units/") {
		return called, nil
	}
	units := directoryv1.NewUnitServiceClient(c.Conn())
	request := &directoryv1.ListUnitsRequest{PageSize: 1000}
	var found []string
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := units.ListUnits(ctx, request)
		if err != nil {
			return "", err
		}
		for _, unit := range page.GetUnits() {
			if isCalled(unit, called) {
				found = append(found, unit.GetName())
			}
		}
		request.PageToken = page.GetNextPageToken()
	}
	switch len(found) {
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

func isCalled(unit *directoryv1.Unit, called string) bool {
	for _, id := range unit.GetExternalIds() {
		if called == id.GetId() || called == id.GetSource()+":"+id.GetId() {
			return true
		}
	}
	for _, title := range unit.GetDisplayName().GetTexts() {
		if called == title {
			return true
		}
	}
	return false
}
