package main

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestAPulseIsBegunChangedPausedAndResumed(t *testing.T) {
	house, instrument := asking(t)
	draft(t, house, "--title", "x", "--instrument", instrument) // the surveys have heard of the people
	start := time.Now().AddDate(0, 0, 3).Format(time.DateOnly)
	created := run(t, "", "pulse", "create", "--title", "Weekly", "--title-zh", "周调研", "--instrument", instrument, "--owner", "hris:CC", "--ask", "hris:CC-SH,hris:CC-CD",
		"--position", "agent", "--recurs", "FREQ=WEEKLY;INTERVAL=2", "--start", start, "--zone", "Asia/Shanghai", "--at", "08:30", "--days-open", "4", "--rest-weeks", "4",
		"--remind", "1,2", "--split", "shift")
	require.NoError(t, created.error)
	name := strings.TrimSpace(created.out)
	require.Regexp(t, `^pulses/[0-9a-f-]{36}$`, name, "the name alone")
	read := func() (pulse map[string]any) {
		require.NoError(t, json.Unmarshal([]byte(run(t, "", "pulse", "show", name, "--format", "json").out), &pulse))
		return pulse
	}
	pulse := read()
	require.EqualValues(t, 510, pulse["openingMinute"])
	require.Len(t, pulse["audience"].(map[string]any)["units"], 2)
	require.Equal(t, []any{"agent"}, pulse["audience"].(map[string]any)["positions"])
	require.Equal(t, []any{1.0, 2.0}, pulse["reminderDays"])
	require.Equal(t, "ATTRIBUTE_SHIFT", pulse["attribute"])

	listed := run(t, "", "pulse", "list")
	require.NoError(t, listed.error)
	require.Regexp(t, `(?m)^`+name+` +Weekly +active +20\S+ \S+ +FREQ=WEEKLY;INTERVAL=2 +08:30 Asia/Shanghai +4$`, listed.out)
	preview := run(t, "", "pulse", "preview", "Weekly")
	require.NoError(t, preview.error)
	require.Regexp(t, `(?m)^`+start+` +20\S+ \S+ +20\S+ \S+ +one in 2$`, preview.out)
	require.Equal(t, 1+10, strings.Count(preview.out, "\n"))

	changed := run(t, "", "pulse", "update", "周调研", "--at", "10:00", "--rest-weeks", "0", "--position", "", "--title", "Fortnightly")
	require.NoError(t, changed.error)
	require.Regexp(t, `(?m)^`+name+` +Fortnightly +active .* 10:00 Asia/Shanghai +0$`, changed.out)
	pulse = read()
	require.EqualValues(t, 4, pulse["daysOpen"], "what no flag names stays")
	require.Equal(t, map[string]any{"en": "Fortnightly", "zh-CN": "周调研"}, pulse["displayName"].(map[string]any)["texts"])
	require.Empty(t, pulse["audience"].(map[string]any)["positions"])
	require.Len(t, pulse["audience"].(map[string]any)["units"], 2)
	require.Contains(t, run(t, "", "pulse", "preview", "Fortnightly").out, "everybody")

	paused := run(t, "", "pulse", "pause", name)
	require.NoError(t, paused.error)
	require.Contains(t, paused.out, "  paused  ")
	t.Setenv("LC_ALL", "zh_CN.UTF-8")
	resumed := run(t, "", "pulse", "resume", "周调研")
	require.NoError(t, resumed.error)
	require.Contains(t, resumed.out, "进行中")

	english(t)
	require.ErrorContains(t, run(t, "", "pulse", "show", "Yearly").error, `there is no pulse with the title "Yearly"`)
	require.Equal(t, exitUsage, exitCode(run(t, "", "pulse", "update", name).error))
	require.Equal(t, exitUsage, exitCode(run(t, "", "pulse", "update", name, "--at", "noon").error))
	require.ErrorContains(t, run(t, "", "pulse", "update", name, "--recurs", "FREQ=HOURLY").error, "recurrence")
}
