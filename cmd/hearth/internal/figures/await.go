package figures

import (
	"context"
	"time"

	"google.golang.org/grpc"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

const (
	// patience is how long a release may take: a million sheets need some seconds.
	patience = 2 * time.Minute
	look     = 200 * time.Millisecond
)

// ErrNotClosed is that people may still answer.
var ErrNotClosed = model.Say("the survey is not closed: it is released once, after its close", "调研尚未关闭：结果在关闭之后一次性发布")

// ErrSlow is that a release is not there yet.
var ErrSlow = model.Say("The release is still being made. Ask again later.", "结果仍在生成，请稍后再试。")

// Await waits until a closed survey has been released, and returns it as it is then.
func Await(ctx context.Context, conn grpc.ClientConnInterface, survey string, tell func(words.Text)) (*surveyv1.Survey, error) {
	for began := time.Now(); time.Since(began) < patience; {
		at, err := surveyv1.NewSurveyServiceClient(conn).GetSurvey(ctx, &surveyv1.GetSurveyRequest{Name: survey})
		switch {
		case err != nil:
			return nil, err
		case at.GetState() != surveyv1.SurveyState_SURVEY_STATE_CLOSED:
			return nil, ErrNotClosed
		case at.GetReleasedTime() != nil:
			return at, nil
		}
		tell(words.Both("the release is being made", "正在生成发布结果"))
		if err := client.Pause(ctx, look); err != nil {
			return nil, err
		}
	}
	return nil, ErrSlow
}
