package resource_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	typev1 "github.com/hearth-culture/hearth/proto/hearth/type/v1"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/resource"
)

func TestInstants(t *testing.T) {
	require.Nil(t, resource.Timestamp(time.Time{}))
	require.Zero(t, resource.Instant(nil))
	fine := time.Date(2026, 3, 29, 1, 59, 59, 123456789, time.FixedZone("", 3600))
	require.Equal(t, fine.UTC(), resource.Timestamp(fine).AsTime())
	require.Equal(t, fine.UTC().Truncate(time.Microsecond), resource.Instant(resource.Timestamp(fine)))
	old := time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC)
	require.Equal(t, old.UnixMicro(), resource.Instant(resource.Timestamp(old)).UnixMicro(), "cut as the database cuts it")
}

func TestTexts(t *testing.T) {
	require.Nil(t, resource.Localized(nil))
	require.Nil(t, resource.Localized(model.Text{}))
	require.Equal(t, map[string]string{"en": "Night", "zh-CN": "夜班"}, resource.Localized(model.Text{"en": "Night", "zh-CN": "夜班"}).GetTexts())
}

func TestUpdate(t *testing.T) {
	named := func(en string) *typev1.LocalizedText {
		return &typev1.LocalizedText{Texts: map[string]string{"en": en}}
	}
	before := func() *directoryv1.Site {
		return &directoryv1.Site{DisplayName: named("North"), TimeZone: "Asia/Shanghai"}
	}
	for name, test := range map[string]struct {
		mask []string
		with *directoryv1.Site
		want *directoryv1.Site // nil where it is refused
		at   string
	}{
		"a field":                     {[]string{"time_zone"}, &directoryv1.Site{DisplayName: named("South"), TimeZone: "Asia/Tokyo"}, &directoryv1.Site{DisplayName: named("North"), TimeZone: "Asia/Tokyo"}, ""},
		"what is set, without a mask": {nil, &directoryv1.Site{TimeZone: "Asia/Tokyo"}, &directoryv1.Site{DisplayName: named("North"), TimeZone: "Asia/Tokyo"}, ""},
		"all":                         {[]string{"*"}, &directoryv1.Site{DisplayName: named("South"), TimeZone: "UTC"}, &directoryv1.Site{DisplayName: named("South"), TimeZone: "UTC"}, ""},
		"a field that there is not":   {[]string{"roof"}, &directoryv1.Site{}, nil, "update_mask"},
		"what must be set is not":     {[]string{"time_zone"}, &directoryv1.Site{}, nil, "site.time_zone"},
	} {
		t.Run(name, func(t *testing.T) {
			after := before()
			err := resource.Update(&fieldmaskpb.FieldMask{Paths: test.mask}, after, test.with, &directoryv1.CreateSiteRequest{Site: after})
			if test.want == nil {
				var fault *model.Fault
				require.ErrorAs(t, err, &fault)
				require.Equal(t, "INVALID_FIELD", fault.Reason)
				require.Equal(t, test.at, fault.Violations[0].Field)
				return
			}
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(test.want, after, protocmp.Transform()))
		})
	}
}

func TestIDOfWhatIsUpdated(t *testing.T) {
	const id = "01a2015a-4a57-7537-a178-34322824c375"
	found, err := resource.ID("units", "units/"+id)
	require.NoError(t, err)
	require.Equal(t, id, found)
	for _, name := range []string{"", id, "units/", "sites/" + id, "units/x/" + id, "units/\x00"} {
		_, err := resource.ID("units", name)
		require.Equal(t, model.ErrNotFound, err, "%q", name)
	}
}
