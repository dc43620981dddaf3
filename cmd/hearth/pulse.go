package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

func pulseCommand(l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "pulse", Short: l.Say("Have a survey opened again and again", "让调研定期自动开启")}
	options := bindClient(command, l)
	command.AddCommand(
		pulseCreateCommand(options, l), pulseListCommand(options, l),
		pulseStepCommand(options, l, "show", l.Say("Show one pulse", "显示一个定期调研"),
			func(_ context.Context, _ surveyv1.PulseServiceClient, pulse *surveyv1.Pulse) (*surveyv1.Pulse, error) {
				return pulse, nil
			}),
		pulsePreviewCommand(options, l),
		pulseStepCommand(options, l, "pause", l.Say("Open no more waves until it is resumed; a wave that is open stays so", "暂停，恢复之前不再开启新的一期；已开启的不受影响"), pausePulse),
		pulseStepCommand(options, l, "resume", l.Say("Open waves again, from the next of its times on", "恢复，从下一个时间点起继续开启"), resumePulse),
		pulseUpdateCommand(options, l),
	)
	return command
}

// namesPulse tells how a pulse is named to each command.
func namesPulse(l words.Locale) string {
	return l.Say("NAME is pulses/…, or the whole title of the one pulse that has it.", "NAME 为 pulses/…，或唯一匹配的完整标题。")
}

func pulseService(c *client.Client) surveyv1.PulseServiceClient {
	return surveyv1.NewPulseServiceClient(c.Conn())
}

func listPulses(ctx context.Context, c *client.Client) (*surveyv1.ListPulsesResponse, error) {
	all := &surveyv1.ListPulsesResponse{}
	request := &surveyv1.ListPulsesRequest{PageSize: 1000}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := pulseService(c).ListPulses(ctx, request)
		if err != nil {
			return nil, err
		}
		all.Pulses, request.PageToken = append(all.Pulses, page.GetPulses()...), page.GetNextPageToken()
	}
	return all, nil
}

// findPulse is the pulse of a name or a title.
func findPulse(ctx context.Context, c *client.Client, name string) (*surveyv1.Pulse, error) {
	if strings.HasPrefix(name, "pulses/") {
		return pulseService(c).GetPulse(ctx, &surveyv1.GetPulseRequest{Name: name})
	}
	all, err := listPulses(ctx, c)
	if err != nil {
		return nil, err
	}
	found := slices.DeleteFunc(all.GetPulses(), func(pulse *surveyv1.Pulse) bool {
		return !titled(pulse.GetDisplayName(), name)
	})
	switch len(found) {
	case 0:
		return nil, model.Say("there is no pulse with the title %q that you may see", "没有您可查看的标题为 %q 的定期调研", name)
	case 1:
		return found[0], nil
	default:
		return nil, model.Say("%d pulses have the title %q: name one as pulses/…", "有 %d 个定期调研的标题为 %q，请用 pulses/… 指明", len(found), name)
	}
}

func pulseListCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "list", Short: l.Say("List pulses, the newest first", "列出定期调研，最新的在前"), Args: cobra.NoArgs}
	return showing(command, options, l, func(ctx context.Context, c *client.Client, _ []string) (shown, error) {
		all, err := listPulses(ctx, c)
		return shown{Table: pulseTable(all.GetPulses(), c.Locale), Message: all}, err
	})
}

// pulseStep is what is done to a pulse.
type pulseStep func(ctx context.Context, pulses surveyv1.PulseServiceClient, pulse *surveyv1.Pulse) (*surveyv1.Pulse, error)

func pulseStepCommand(options *client.Options, l words.Locale, verb, short string, take pulseStep) *cobra.Command {
	command := &cobra.Command{Use: verb + " NAME", Short: short, Long: short + "\n\n" + namesPulse(l), Args: cobra.ExactArgs(1)}
	return showing(command, options, l, func(ctx context.Context, c *client.Client, args []string) (shown, error) {
		pulse, err := findPulse(ctx, c, args[0])
		if err != nil {
			return shown{}, err
		}
		if pulse, err = take(ctx, pulseService(c), pulse); err != nil {
			return shown{}, err
		}
		return onePulse(pulse, c.Locale), nil
	})
}

func onePulse(pulse *surveyv1.Pulse, l words.Locale) shown {
	table := pulseTable([]*surveyv1.Pulse{pulse}, l)
	return shown{Table: table, Message: pulse, Say: func(out io.Writer) error {
		if err := table.Text(out); err != nil || pulse.GetSkippedDate() == "" {
			return err
		}
		_, err := fmt.Fprintln(out, "\n"+l.Say("The wave of %s was not opened: %s", "%s 的一期未开启：%s", pulse.GetSkippedDate(), pulse.GetSkippedReason()))
		return err
	}}
}

func pausePulse(ctx context.Context, pulses surveyv1.PulseServiceClient, pulse *surveyv1.Pulse) (*surveyv1.Pulse, error) {
	return pulses.PausePulse(ctx, &surveyv1.PausePulseRequest{Name: pulse.GetName(), Etag: pulse.GetEtag(), RequestId: uuid.NewString()})
}

func resumePulse(ctx context.Context, pulses surveyv1.PulseServiceClient, pulse *surveyv1.Pulse) (*surveyv1.Pulse, error) {
	return pulses.ResumePulse(ctx, &surveyv1.ResumePulseRequest{Name: pulse.GetName(), Etag: pulse.GetEtag(), RequestId: uuid.NewString()})
}

func pulsePreviewCommand(options *client.Options, l words.Locale) *cobra.Command {
	short := l.Say("Show when the next ten waves open, and how many people each asks", "显示接下来十期的开启时间及受邀比例")
	command := &cobra.Command{Use: "preview NAME", Short: short, Long: short + "\n\n" + namesPulse(l), Args: cobra.ExactArgs(1)}
	return showing(command, options, l, func(ctx context.Context, c *client.Client, args []string) (shown, error) {
		pulse, err := findPulse(ctx, c, args[0])
		if err != nil {
			return shown{}, err
		}
		preview, err := pulseService(c).PreviewPulse(ctx, &surveyv1.PreviewPulseRequest{Name: pulse.GetName()})
		table := grid.Table{Heading: []string{
			c.Locale.Say("DAY", "日期"), c.Locale.Say("OPENS", "开启时间"), c.Locale.Say("CLOSES", "关闭时间"), c.Locale.Say("ASKS", "受邀范围"),
		}}
		for _, wave := range preview.GetOccurrences() {
			asks := c.Locale.Say("everybody", "全体")
			if wave.GetOneIn() > 1 {
				asks = c.Locale.Say("one in %d", "%d 分之一", wave.GetOneIn())
			}
			table.Rows = append(table.Rows, []string{wave.GetDate(), moment(wave.GetOpenTime()), moment(wave.GetCloseTime()), asks})
		}
		return shown{Table: table, Message: preview}, err
	})
}

func pulseTable(pulses []*surveyv1.Pulse, l words.Locale) grid.Table {
	table := grid.Table{Right: map[int]bool{7: true}, Heading: []string{
		l.Say("NAME", "名称"), l.Say("TITLE", "标题"), l.Say("STATE", "状态"), l.Say("NEXT WAVE", "下一期"), l.Say("LAST WAVE", "上一期"),
		l.Say("RECURS", "重复规则"), l.Say("AT", "时刻"), l.Say("WEEKS OF REST", "间隔周数"),
	}}
	states := map[surveyv1.PulseState]string{
		surveyv1.PulseState_PULSE_STATE_ACTIVE: l.Say("active", "进行中"), surveyv1.PulseState_PULSE_STATE_PAUSED: l.Say("paused", "已暂停"),
		surveyv1.PulseState_PULSE_STATE_ENDED: l.Say("ended", "已结束"),
	}
	for _, pulse := range pulses {
		minute := pulse.GetOpeningMinute()
		table.Rows = append(table.Rows, []string{
			pulse.GetName(), localized(pulse.GetDisplayName(), l), states[pulse.GetState()], moment(pulse.GetNextOpenTime()), pulse.GetLastWave(),
			pulse.GetRecurrence(), fmt.Sprintf("%02d:%02d %s", minute/60, minute%60, pulse.GetTimeZone()), strconv.Itoa(int(pulse.GetRestWeeks())),
		})
	}
	return table
}
