package main

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/model"
)

// recurring is what the flags of a pulse say.
type recurring struct {
	*terms
	recurs, start, end, zone, at string
	days, rest                   int32
}

func bindRecurring(command *cobra.Command, l words.Locale) *recurring {
	r := &recurring{terms: bindTerms(command, l)}
	flags := command.Flags()
	flags.StringVar(&r.recurs, "recurs", "", l.Say("on which days waves open, such as FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "每期的开启日，例如 FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"))
	flags.StringVar(&r.start, "start", "", l.Say("the first day, such as 2026-12-01", "起始日期，例如 2026-12-01"))
	flags.StringVar(&r.end, "end", "", l.Say("the last day on which a wave may open; no end by default", "可开启新一期的最后日期；默认不限"))
	flags.StringVar(&r.zone, "zone", "", l.Say("the time zone of its days, such as Asia/Shanghai", "所用时区，例如 Asia/Shanghai"))
	flags.StringVar(&r.at, "at", "09:00", l.Say("what the clock shows when waves open", "每期开启的时刻"))
	flags.Int32Var(&r.days, "days-open", 7, l.Say("for how many days a wave is open, 1 to 60", "每期开启的天数，1 至 60"))
	flags.Int32Var(&r.rest, "rest-weeks", 0, l.Say("nobody is asked twice within so many weeks, so that each wave asks a part; 0 asks everybody each time",
		"同一人在多少周内不重复受邀，每期只邀请一部分人；0 为每期邀请全体"))
	return r
}

func pulseCreateCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "create",
		Short: l.Say("Begin a pulse, and print its name alone; its first wave opens by itself", "创建定期调研，只输出其名称；首期将自动开启"),
		Long:  namesUnit(l) + "\n" + l.Say("Each wave is a survey of its own: hearth survey list shows it.", "每期都是一个独立的调研，可用 hearth survey list 查看。"),
		Args:  cobra.NoArgs,
	}
	r := bindRecurring(command, l)
	required(command, "instrument", "owner", "recurs", "start", "zone")
	command.MarkFlagsOneRequired("title", "title-zh")
	return making(command, options, func(ctx context.Context, c *client.Client, _ []string) (string, error) {
		pulse, err := r.pulse(ctx, c)
		if err != nil {
			return "", err
		}
		created, err := pulseService(c).CreatePulse(ctx, &surveyv1.CreatePulseRequest{Pulse: pulse, RequestId: uuid.NewString()})
		return created.GetName(), err
	})
}

// pulse is what the flags say, those that were not given among them.
func (r *recurring) pulse(ctx context.Context, c *client.Client) (pulse *surveyv1.Pulse, err error) {
	at, err := time.Parse("15:04", r.at)
	if err != nil {
		return nil, usageError{model.Say("--at %s is not a time such as 09:00", "--at %s 不是时刻，格式如 09:00", r.at)}
	}
	pulse = &surveyv1.Pulse{
		DisplayName: bilingual(r.en, r.zhCN), Instrument: r.instrument, K: r.least,
		ReminderDays: r.reminders, Recurrence: r.recurs, StartDate: r.start, EndDate: r.end, TimeZone: r.zone,
		OpeningMinute: int32(60*at.Hour() + at.Minute()), DaysOpen: r.days, RestWeeks: r.rest,
	}
	if pulse.Mode, err = r.promise(); err != nil {
		return nil, err
	}
	if pulse.Attribute, pulse.RootAttributes, err = r.splits(); err != nil {
		return nil, err
	}
	pulse.OwnerUnit, pulse.Audience, err = r.people(ctx, c)
	return pulse, err
}

// changes are the fields of a pulse by the flags that change them.
var changes = map[string]string{
	"title": "display_name", "title-zh": "display_name", "instrument": "instrument", "owner": "owner_unit", "mode": "mode", "k": "k",
	"ask": "audience.units", "employer": "audience.employers", "shift": "audience.shifts", "position": "audience.positions",
	"channel": "audience.channels", "site": "audience.sites",
	"split": "attribute", "split-all": "root_attributes", "remind": "reminder_days", "recurs": "recurrence", "start": "start_date",
	"end": "end_date", "zone": "time_zone", "at": "opening_minute", "days-open": "days_open", "rest-weeks": "rest_weeks",
}

func pulseUpdateCommand(options *client.Options, l words.Locale) *cobra.Command {
	command := &cobra.Command{
		Use:   "update NAME",
		Short: l.Say("Change how the waves to come will be", "更改之后各期的设置"),
		Long: namesPulse(l) + " " + namesUnit(l) + "\n" + l.Say("What no flag names stays as it is. A flag that is given as \"\" empties a field.",
			"未指定的设置保持不变；参数值为 \"\" 时清空该项。"),
		Args: cobra.ExactArgs(1),
	}
	r := bindRecurring(command, l)
	return showing(command, options, l, func(ctx context.Context, c *client.Client, args []string) (shown, error) {
		mask := &fieldmaskpb.FieldMask{}
		for flag, field := range changes {
			if command.Flags().Changed(flag) {
				mask.Paths = append(mask.Paths, field)
			}
		}
		if len(mask.GetPaths()) == 0 {
			return shown{}, usageError{model.Say("no flag says what to change", "没有参数指明要更改的内容")}
		}
		mask.Normalize()
		before, err := findPulse(ctx, c, args[0])
		if err != nil {
			return shown{}, err
		}
		pulse, err := r.pulse(ctx, c)
		if err != nil {
			return shown{}, err
		}
		pulse.Name, pulse.Etag = before.GetName(), before.GetEtag()
		r.keepTitles(pulse, before)
		after, err := pulseService(c).UpdatePulse(ctx, &surveyv1.UpdatePulseRequest{Pulse: pulse, UpdateMask: mask, RequestId: uuid.NewString()})
		return onePulse(after, c.Locale), err
	})
}

// keepTitles keeps the title in the language in which none is given.
func (r *recurring) keepTitles(pulse, before *surveyv1.Pulse) {
	for tag, title := range before.GetDisplayName().GetTexts() {
		if _, given := pulse.GetDisplayName().GetTexts()[tag]; !given {
			pulse.DisplayName.Texts[tag] = title
		}
	}
}
