// Package org answers the calls about units, sites and calendars.
package org

import (
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/org"
)

// Parts are what the calls are answered with.
type Parts struct {
	Read domain.Reader
	Work request.Work[domain.Store]
}

// Register adds UnitService and SiteService.
func Register(r grpc.ServiceRegistrar, p Parts) {
	b := base{read: p.Read, work: p.Work, clock: p.Work.Clock}
	directoryv1.RegisterUnitServiceServer(r, &units{base: b})
	directoryv1.RegisterSiteServiceServer(r, &sites{base: b})
}

type base struct {
	read  domain.Reader
	work  request.Work[domain.Store]
	clock model.Clock
}
