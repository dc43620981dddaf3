package house

import (
	"context"
	"time"

	"github.com/hearth-culture/hearth/internal/app"
)

// Pass has time go by for the services: their clocks go on, as far ahead as they were told so far. The directory's stays, since what it
// signs is held against the time of day.
func (h *House) Pass(by time.Duration) { h.ahead.Add(int64(by)) }

// clocked are modules by the time of this house.
func (h *House) clocked(all []app.Module) []app.Module {
	for i, module := range all {
		if module.Name == "directory" || len(module.Migrations) == 0 {
			continue
		}
		build := module.Build
		all[i].Build = func(ctx context.Context, d app.Deps) (app.Service, error) {
			now := d.Clock
			d.Clock = func() time.Time { return now().Add(time.Duration(h.ahead.Load())) }
			return build(ctx, d)
		}
	}
	return all
}
