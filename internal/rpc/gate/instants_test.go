package gate_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/gate"
	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
)

// One instant that cannot be written as JSON would take every list that holds it away from all who read JSON.
func TestInstantsThatCannotBeWritten(t *testing.T) {
	for name, test := range map[string]struct {
		stamp *timestamppb.Timestamp
		odd   bool
	}{
		"none":                           {nil, false},
		"now":                            {timestamppb.Now(), false},
		"the first":                      {timestamppb.New(time.Time{}.Add(time.Nanosecond)), false},
		"the last":                       {timestamppb.New(time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC)), false},
		"the zero time, which says none": {timestamppb.New(time.Time{}), true},
		"before the first":               {&timestamppb.Timestamp{Seconds: math.MinInt64}, true},
		"after the last":                 {&timestamppb.Timestamp{Seconds: 253402300800}, true},
		"beyond what databases keep":     {&timestamppb.Timestamp{Seconds: 1 << 62}, true},
		"a negative part of a second":    {&timestamppb.Timestamp{Seconds: 1, Nanos: -5}, true},
		"more than a second":             {&timestamppb.Timestamp{Seconds: 1, Nanos: 1e9}, true},
	} {
		t.Run(name, func(t *testing.T) {
			for field, message := range map[string]proto.Message{
				"updated_after": &directoryv1.ListPeopleRequest{UpdatedAfter: test.stamp},
				"binding.expire_time": &directoryv1.CreateBindingRequest{Binding: &directoryv1.Binding{
					Subject: "people/01a2020b-8bb1-7000-8000-345276d89aa8", Role: optionv1.Role_ROLE_ANALYST, ExpireTime: test.stamp,
				}},
			} {
				err := gate.Validate(message)
				if !test.odd {
					require.NoError(t, err)
					continue
				}
				var fault *model.Fault
				require.ErrorAs(t, err, &fault)
				require.Equal(t, "INVALID_FIELD", fault.Reason)
				require.Len(t, fault.Violations, 1)
				require.Equal(t, field, fault.Violations[0].Field)
			}
		})
	}
}

func TestInstantsAreFoundInLists(t *testing.T) {
	odd := &timestamppb.Timestamp{Nanos: -1}
	err := gate.Validate(&directoryv1.ListBindingsResponse{Bindings: []*directoryv1.Binding{
		{Subject: "people/01a2020b-8bb1-7000-8000-345276d89aa8", Role: optionv1.Role_ROLE_ANALYST},
		{Subject: "people/01a2020b-8bb1-7000-8000-345276d89aa8", Role: optionv1.Role_ROLE_ANALYST, ExpireTime: odd},
	}})
	var fault *model.Fault
	require.ErrorAs(t, err, &fault)
	require.Equal(t, "bindings[1].expire_time", fault.Violations[0].Field)
}
