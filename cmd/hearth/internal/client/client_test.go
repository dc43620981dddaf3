package client

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	_ "github.com/hearth-culture/hearth/proto/hearth/directory/v1" // its reasons

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/config"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

func TestReachable(t *testing.T) {
	for listens, want := range map[string]string{
		"127.0.0.1:9090": "127.0.0.1:9090", ":9090": "127.0.0.1:9090", "0.0.0.0:9090": "127.0.0.1:9090", "[::]:9090": "127.0.0.1:9090",
		"hearth.example:9090": "hearth.example:9090", "dns:///hearth.example:9090": "dns:///hearth.example:9090",
	} {
		require.Equal(t, want, reachable(listens))
	}
}

func TestAKeyLeavesThisMachineUnderTLSAlone(t *testing.T) {
	for _, c := range []struct {
		server  string
		change  func(*config.Config)
		secured bool
	}{
		{"127.0.0.1:9090", nil, false},
		{"localhost:9090", nil, false},
		{"hearth.example:9090", nil, true},
		{"10.0.0.1:9090", nil, true},
		{"10.0.0.1:9090", func(c *config.Config) { c.InsecureNetwork = true }, false},
		{"127.0.0.1:9090", func(c *config.Config) { c.TLS.Cert = "cert.pem" }, true},
	} {
		cfg := config.Default()
		if c.change != nil {
			c.change(&cfg)
		}
		got, err := security(cfg, c.server)
		require.NoError(t, err)
		require.Equal(t, c.secured, got != nil, "%s", c.server)
	}
	cfg := config.Default()
	cfg.TLS.CA = "nowhere.pem"
	_, err := security(cfg, "127.0.0.1:9090")
	require.Error(t, err)
}

func TestExplain(t *testing.T) {
	refused := func(fault *model.Fault, locale string) error {
		s, _ := refusal.Status(fault, locale)
		return s.Err()
	}
	guard := model.NewFault("REMOVAL_GUARD").With("missing", "7").With("employed", "20").With("limit_percent", "5")
	plain := errors.New("plain")
	for _, c := range []struct {
		name   string
		err    error
		locale words.Locale
		want   string
	}{
		{"in the person's language", refused(model.ErrNotFound, "zh-CN"), "zh-CN", "未找到相应内容。"},
		{
			"fields", refused(model.InvalidField("options.source", model.Missing), "en"), "en",
			"Some fields are missing or wrong.\noptions.source: is missing",
		},
		{
			"the guard's figures", refused(guard, "zh-CN"), "zh-CN",
			"该文件将使过多人员离职，请确认文件是否完整。\n文件中缺少 20 人中的 7 人，上限为百分之 5。可用 --removal-limit 提高上限。",
		},
		{"wrapped", fmt.Errorf("import: %w", words.Say(words.NotApplied)), "zh-CN", "未导入任何数据。"},
		{"problems", words.Problems{{File: "a.csv", Text: words.Say(words.FileIsEmpty)}}, "zh-CN", "a.csv：文件为空"},
		{"no Hearth", status.Error(codes.Unavailable, "dial tcp …"), "en", "Hearth does not answer at host:1. Is it running?"},
		{"a Hearth that is not ready", refused(model.ErrUnavailable, "en"), "en", "A part of the service does not answer right now. Please try again."},
		{"not from a call", plain, "zh-CN", "plain"},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := &Client{Server: "host:1", Locale: c.locale}
			got := client.Explain(c.err)
			require.EqualError(t, got, c.want)
			require.True(t, got == c.err || errors.Unwrap(got).Error() == c.err.Error(), "the cause is kept")
		})
	}
	require.NoError(t, (&Client{}).Explain(nil))
}

func TestReasonText(t *testing.T) {
	require.Equal(t, "The unit is not known.", ReasonText("UNKNOWN_UNIT", "en"))
	require.Equal(t, "未知的组织单元。", ReasonText("UNKNOWN_UNIT", "zh-CN"))
	require.Empty(t, ReasonText("FROM_A_LATER_VERSION", "en"))
}

func TestPassing(t *testing.T) {
	limited, err := status.New(codes.ResourceExhausted, "slow").WithDetails(&errdetails.RetryInfo{})
	require.NoError(t, err)
	asked, _ := refusal.Status(model.ErrRateLimited.With(refusal.RetryAfter, "1.5s"), "en")
	for _, c := range []struct {
		err     error
		wait    time.Duration
		passing bool
	}{
		{nil, 0, false},
		{errors.New("plain"), 0, false},
		{context.Canceled, 0, false},
		{status.Error(codes.Unavailable, ""), 0, true},
		{status.Error(codes.ResourceExhausted, "too large"), 0, false},
		{limited.Err(), 0, true},
		{asked.Err(), 1500 * time.Millisecond, true},
	} {
		wait, passing := Passing(c.err)
		require.Equal(t, c.passing, passing, c.err)
		require.Equal(t, c.wait, wait, c.err)
	}
}
