// Package incentive is the service of recognition that adds up: a ledger, and rooms that stand on it.
package incentive

import (
	"context"
	"maps"

	"github.com/google/uuid"
	"google.golang.org/grpc"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/event"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/roster"
	"github.com/hearth-culture/hearth/services/incentive/internal/rpc/record"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/award"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/badge"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fact"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fairness"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/fund"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/goal"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/ledger"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/letter"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/participation"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/payout"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/recognition"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/reward"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/rule"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/wallet"
)

// Module is the incentive service's door.
func Module() app.Module {
	return app.Module{
		Name:  "incentive",
		Needs: []string{"directory", "survey"},
		Migrations: []db.Set{
			ledger.Migrations(), wallet.Migrations(), payout.Migrations(),
			award.Migrations(), reward.Migrations(), fund.Migrations(),
			recognition.Migrations(), letter.Migrations(), fairness.Migrations(),
			rule.Migrations(), goal.Migrations(), fact.Migrations(), badge.Migrations(), participation.Migrations(),
			roster.Migrations(), event.Migrations(), request.Migrations(), operation.Migrations(),
		},
		Build: build,
	}
}

// room is a part of the service, behind the same door as the others.
type room struct {
	register  func(grpc.ServiceRegistrar)
	consumers []event.Consumer
	// erase leaves nothing that leads to a person. What must stay is under the pseudonym, which is the same in all rooms. Both are bare ids.
	erase func(ctx context.Context, tx *db.Tx, person, pseudonym string) error
	run   []func(context.Context) error
	// moved is told that somebody came, moved or left. It may be nil, and must not wait.
	moved func()
	// long does the room's operations, by their kind.
	long map[string]operation.Handler
	// keeps reads what the room keeps of a person, by the section of the document that it fills.
	keeps map[string]record.Section
	// own reads it in their place for the person themselves, where others are told less.
	own map[string]record.Section
}

func build(_ context.Context, d app.Deps) (app.Service, error) {
	return furnish(d,
		ledgerRoom(d),
		awardRoom(d),
		walletRoom(d),
		payoutRoom(d),
		rewardRoom(d),
		fundRoom(d),
		letterRoom(d), // before recognitions: whoever changes a letter holds it before its entry in the feed
		recognitionRoom(d),
		fairnessRoom(d),
		ruleRoom(d),
		goalRoom(d),
		badgeRoom(d),
		factRoom(d),
		participationRoom(d),
	), nil
}

// furnish puts the rooms behind one door. They are erased from in their order.
func furnish(d app.Deps, rooms ...room) app.Service {
	moved := func() {
		for _, r := range rooms {
			if r.moved != nil {
				r.moved()
			}
		}
	}
	service := app.Service{Consumers: []event.Consumer{roster.Consumer(d.DB, d.ServiceConn("directory"), moved)}}
	long, sections := map[string]operation.Handler{}, record.Sections{Kept: map[string]record.Section{}, Own: map[string]record.Section{}}
	for _, r := range rooms {
		service.Consumers = append(service.Consumers, r.consumers...)
		service.Run = append(service.Run, r.run...)
		maps.Copy(long, r.long)
		maps.Copy(sections.Kept, r.keeps)
		maps.Copy(sections.Own, r.own)
	}
	service.Run = append(service.Run, operation.NewRunner(d.DB, d.Clock, d.Log, long).Run, app.Tidy(d, request.Prune, operation.Prune))
	service.Register = func(r grpc.ServiceRegistrar) {
		for _, room := range rooms {
			room.register(r)
		}
		record.Register(r, d.DB, sections)
	}
	service.Erase = func(ctx context.Context, tx *db.Tx, person string) error {
		// First: it waits for what is being made of the roster with the person in it.
		if err := roster.Erase(ctx, tx, person); err != nil {
			return err
		}
		// The answers that are kept for repeated calls hold what was said to and of people.
		if err := request.Forget(ctx, tx, person); err != nil {
			return err
		}
		pseudonym := uuid.NewString()
		if err := request.Pseudonymise(ctx, tx, model.Name("people", person), model.Name("people", pseudonym)); err != nil {
			return err
		}
		for _, room := range rooms {
			if room.erase == nil {
				continue
			}
			if err := room.erase(ctx, tx, person, pseudonym); err != nil {
				return err
			}
		}
		return nil
	}
	return service
}
