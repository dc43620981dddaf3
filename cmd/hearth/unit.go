package main

import (
	"context"
	"strings"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/staff"
)

// findUnit is the name of the one unit that is called so: by its name, by its id in another system, or by its whole title.
func findUnit(ctx context.Context, c *client.Client, called string) (string, error) {
	if strings.HasPrefix(called, "units/") {
		return called, nil
	}
	units, err := staff.ReadUnits(ctx, c.Conn(), false)
	if err != nil {
		return "", err
	}
	return units.Name(called)
}
