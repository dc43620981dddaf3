// Package modules lists the rooms of the house, for the binary and for the tests that start a whole Hearth.
package modules

import (
	"github.com/hearth-culture/hearth/gateway"
	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/services/directory"
	"github.com/hearth-culture/hearth/services/incentive"
	"github.com/hearth-culture/hearth/services/survey"
)

// All are the modules of Hearth.
func All(cfg config.Config) []app.Module {
	return []app.Module{
		directory.Module(),
		survey.Module(),
		incentive.Module(),
		gateway.Module(gateway.Config{RatePerSecond: cfg.RatePerSecond, RateBurst: cfg.RateBurst, Proxies: cfg.TrustedProxies}),
	}
}
