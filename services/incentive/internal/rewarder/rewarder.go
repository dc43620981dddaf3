// Package rewarder grants points to those who took part in a survey that has closed.
package rewarder

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/hearth-culture/hearth/internal/app"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/operation"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	domain "github.com/hearth-culture/hearth/services/incentive/internal/domain/participation"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/participation"
)

const (
	// step is how many are asked for, and granted theirs in one transaction.
	step = 500
	// wait is how long the roster has to hear of people whom the survey service knows already.
	wait = 5 * time.Second
)

// Handler runs the operations of kind participation.Kind. It keeps no place between two steps: that would be the id of somebody who took part.
// Whoever dies on the way begins anew, and grants nobody twice. Admins read operations, so it counts nothing.
func Handler(d app.Deps) operation.Handler {
	survey := surveyv1.NewParticipationServiceClient(d.ServiceConn("survey"))
	return func(ctx context.Context, t *operation.Task) (proto.Message, error) {
		round, err := participation.NewReader(d.DB.Read()).Round(ctx, string(t.Input))
		if err != nil || round.Done() {
			return nil, again(err)
		}
		ask, everybody := &surveyv1.ListParticipantsRequest{Survey: model.Name("surveys", round.Survey), PageSize: step}, true
		for more := true; more; {
			page, err := survey.ListParticipants(ctx, ask)
			if err != nil {
				return nil, again(err)
			}
			ask.PageToken = page.GetNextPageToken()
			more = ask.GetPageToken() != ""
			if everybody, err = grant(ctx, d, t, round, page.GetPeople(), everybody, !more); err != nil {
				return nil, again(err)
			}
		}
		if !everybody {
			return nil, operation.Later(wait)
		}
		return nil, nil
	}
}

// grant grants the people of a page theirs, and says whether everybody so far was known. With the last page the round is done, if so.
func grant(ctx context.Context, d app.Deps, t *operation.Task, round domain.Round, names []string, before, last bool) (everybody bool, err error) {
	err = d.DB.Tx(ctx, func(ctx context.Context, tx *db.Tx) error {
		if err := t.Save(ctx, tx, nil, 0, 0); err != nil {
			return err
		}
		all, err := domain.Grant(ctx, participation.NewGranting(tx), d.Clock(), round, model.IDs(names))
		everybody = before && all
		if err == nil && last && everybody {
			err = participation.New(tx).Finish(ctx, round.Survey)
		}
		return err
	})
	return everybody, err
}

// again keeps a refusal from ending the operation: nobody asked for what was refused, and people are to get theirs.
func again(err error) error {
	if _, refused := errors.AsType[*model.Fault](err); refused {
		return fmt.Errorf("rewards for taking part: %s", err.Error())
	}
	return err
}
