package incentive_test

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/timestamppb"

	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"
	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"
	"github.com/hearth-culture/hearth/services/incentive/internal/store/participation"
)

// surveys is a survey service beside the house, which tells who took part, two a page.
type surveys struct {
	surveyv1.UnimplementedParticipationServiceServer
	mu sync.Mutex
	// took are the people who took part, in the order of their ids, by the name of the survey.
	took map[string][]string
	// away has it answer nobody; fails has it fail now and then.
	away  bool
	fails func() bool
	asked int
}

func (s *surveys) ListParticipants(_ context.Context, req *surveyv1.ListParticipantsRequest) (*surveyv1.ListParticipantsResponse, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	if s.away || s.fails != nil && s.fails() {
		return nil, status.Error(codes.Unavailable, "the survey service is away")
	}
	people := s.took[req.GetSurvey()]
	from, _ := strconv.Atoi(req.GetPageToken())
	page := &surveyv1.ListParticipantsResponse{People: people[from:min(from+2, len(people))]}
	if from+2 < len(people) {
		page.NextPageToken = strconv.Itoa(from + 2)
	}
	return page, nil
}

// set changes it while others ask.
func (s *surveys) set(change func(*surveys)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

// surveyName is the name of a survey of the tests.
func surveyName(n int) string { return "surveys/" + unitID(1000+n) }

// takePart has people have taken part in a survey.
func (h *house) takePart(survey string, people ...int) {
	h.surveys.set(func(s *surveys) {
		if s.took == nil {
			s.took = map[string][]string{}
		}
		for _, n := range people {
			s.took[survey] = append(s.took[survey], person(n))
		}
		slices.Sort(s.took[survey])
	})
}

// closed is that a survey has closed.
func closed(survey string, at time.Time) *surveyv1.SurveyChanged {
	return &surveyv1.SurveyChanged{
		Survey: survey, State: surveyv1.SurveyState_SURVEY_STATE_CLOSED, Mode: surveyv1.SurveyMode_SURVEY_MODE_CONFIDENTIAL,
		Instrument: "instruments/" + unitID(2000), OwnerUnit: "units/" + root, ClosedTime: timestamppb.New(at),
	}
}

func (h *house) participations() incentivev1.ParticipationServiceClient {
	return incentivev1.NewParticipationServiceClient(h.Conn)
}

// rewards sets what the people of a unit get, "" for all.
func (h *house) rewards(as, unit string, points int64) error {
	if unit != "" {
		unit = "units/" + unit
	}
	_, err := h.participations().SetParticipationPolicy(h.As(as), &incentivev1.SetParticipationPolicyRequest{
		Policy: &incentivev1.ParticipationPolicy{Unit: unit, Points: points},
	})
	return err
}

// points is what people of the tests have earned, without those who have nothing.
func (h *house) points() map[int]int64 {
	h.Helper()
	all := map[int]int64{}
	for n := range staff {
		if points := h.wallet(n).GetEarned(); points > 0 {
			all[n] = points
		}
	}
	return all
}

// rewarded has all rounds done, however long their pauses are.
func (h *house) rewarded() {
	h.Helper()
	defer h.atWork()()
	require.Eventually(h, func() bool {
		h.Clock.Advance(time.Second)
		return h.unrewarded() == 0
	}, soon, 20*time.Millisecond)
}

// unrewarded is how many rounds are not done.
func (h *house) unrewarded() (open int) {
	h.Helper()
	require.NoError(h, h.DB.Read().QueryRowContext(h.Context(), `SELECT count(*) FROM operation_task WHERE kind = $1 AND end_time IS NULL`,
		participation.Kind).Scan(&open))
	return open
}

// untilAsked works until the survey service was asked so often, or everybody has theirs.
func (h *house) untilAsked(times int) {
	h.Helper()
	defer h.atWork()()
	require.Eventually(h, func() bool {
		h.Clock.Advance(time.Second)
		h.surveys.mu.Lock()
		asked := h.surveys.asked
		h.surveys.mu.Unlock()
		return asked > times || h.unrewarded() == 0
	}, soon, 20*time.Millisecond)
}
