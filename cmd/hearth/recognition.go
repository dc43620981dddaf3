package main

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/grid"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/staff"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

func feedCommand(l words.Locale) *cobra.Command {
	short := l.Say("Show whom people thank, the newest first", "查看感谢动态，最新的在前")
	command := &cobra.Command{
		Use: "feed", Short: short, Args: cobra.NoArgs,
		Long: short + "\n\n" + l.Say("It is what the person sees who is logged in here: hearth login. An administrator's key is nobody who sees it. Those whom the person may look up are named.",
			"显示此处已登录人员（hearth login）可见的内容；管理员密钥不对应任何人员，无法查看。有权查询的人员显示姓名。"),
	}
	options := bindClient(command, l)
	count := command.Flags().Int32("limit", 20, l.Say("how many", "条数"))
	return showing(command, options, l, func(ctx context.Context, c *client.Client, _ []string) (shown, error) {
		page, err := incentivev1.NewRecognitionServiceClient(c.Conn()).ListRecognitions(ctx, &incentivev1.ListRecognitionsRequest{PageSize: *count})
		if err != nil {
			return shown{}, err
		}
		names := nameBook{c.Conn(), map[string]string{}}
		table := grid.Table{Heading: []string{l.Say("TIME", "时间"), l.Say("FROM", "感谢人"), l.Say("TO", "被感谢人"), l.Say("POINTS", "积分"), l.Say("STORY", "内容")}}
		for _, one := range page.GetRecognitions() {
			var receivers []string
			for _, receiver := range one.GetReceivers() {
				receivers = append(receivers, names.of(ctx, receiver.GetPerson()))
			}
			from, points := names.of(ctx, one.GetGiver()), ""
			switch one.GetKind() {
			case incentivev1.RecognitionKind_RECOGNITION_KIND_LETTER:
				from = l.Say("a customer", "客户")
			case incentivev1.RecognitionKind_RECOGNITION_KIND_ANNIVERSARY:
				from = "Hearth"
			}
			if one.GetPoints() > 0 {
				points = strconv.FormatInt(one.GetPoints(), 10)
			}
			table.Rows = append(table.Rows, []string{
				one.GetCreateTime().AsTime().Local().Format(time.DateTime), from, strings.Join(receivers, ", "), points,
				strings.Join(strings.Fields(one.GetHeadline()+one.GetStory()), " "),
			})
		}
		return shown{Table: table, Message: page}, nil
	})
}

// nameBook looks people up once. Whom the caller may not look up is named as the API does.
type nameBook struct {
	conn  grpc.ClientConnInterface
	known map[string]string
}

func (b nameBook) of(ctx context.Context, name string) string {
	if name == "" {
		return ""
	}
	if b.known[name] == "" {
		person, err := directoryv1.NewPersonServiceClient(b.conn).GetPerson(ctx, &directoryv1.GetPersonRequest{Name: name})
		if b.known[name] = person.GetDisplayName(); err != nil {
			b.known[name] = name
		}
	}
	return b.known[name]
}

func walletCommand(l words.Locale) *cobra.Command {
	short := l.Say("Show what you may give to colleagues, and what you have earned", "查看可赠予同事的积分与已获得的积分")
	command := &cobra.Command{
		Use: "wallet", Short: short, Args: cobra.NoArgs,
		Long: short + "\n\n" + l.Say("It is the wallet of the person who is logged in here: hearth login. Nobody reads another's, an administrator's key neither.",
			"显示此处已登录人员（hearth login）的钱包；任何人（包括管理员密钥）都无法查看他人的钱包。"),
	}
	options := bindClient(command, l)
	return showing(command, options, l, func(ctx context.Context, c *client.Client, _ []string) (shown, error) {
		wallet, err := incentivev1.NewWalletServiceClient(c.Conn()).GetWallet(ctx, &incentivev1.GetWalletRequest{})
		if err != nil {
			return shown{}, err
		}
		until := ""
		if expires := wallet.GetAllowanceExpireTime(); expires != nil {
			until = expires.AsTime().Local().Format(time.DateTime)
		}
		table := grid.Table{
			Heading: []string{l.Say("TO GIVE", "可赠予"), l.Say("UNTIL", "有效期至"), l.Say("EARNED", "已获得"), l.Say("SET ASIDE", "已预留")},
			Rows: [][]string{{
				strconv.FormatInt(wallet.GetAllowance(), 10), until, strconv.FormatInt(wallet.GetEarned(), 10), strconv.FormatInt(wallet.GetEarnedHeld(), 10),
			}},
		}
		return shown{Table: table, Message: wallet}, nil
	})
}

func thankCommand(l words.Locale) *cobra.Command {
	short := l.Say("Thank a colleague, with points or without", "感谢同事，可附赠积分")
	command := &cobra.Command{
		Use: "thank PERSON STORY", Short: short, Args: cobra.ExactArgs(2),
		Long: short + "\n\n" + l.Say("It is the person who thanks who is logged in here: hearth login. PERSON is people/…, or the staff number of somebody whom they may look up.",
			"以此处已登录人员（hearth login）的名义感谢。PERSON 为 people/…，或有权查询的人员的工号。"),
	}
	options := bindClient(command, l)
	flags := command.Flags()
	points := flags.Int64("points", 0, l.Say("how many points come with it, out of what the person may give", "附赠的积分，从可赠予的积分中扣除"))
	employer := flags.String("employer", "", l.Say("the person's employer, where several have the number", "人员的雇主；工号重复时需要"))
	private := flags.Bool("private", false, l.Say("only who gives and who gets it read it", "仅感谢人与被感谢人可见"))
	return making(command, options, func(ctx context.Context, c *client.Client, args []string) (string, error) {
		receiver := args[0]
		if !strings.HasPrefix(receiver, "people/") {
			found, err := staff.Find(ctx, c.Conn(), *employer, receiver)
			if err != nil {
				return "", err
			}
			receiver = found.GetName()
		}
		request := &incentivev1.GiveRecognitionRequest{
			Receivers: []string{receiver}, Story: args[1], Points: *points, RequestId: uuid.NewString(),
			Visibility: incentivev1.RecognitionVisibility_RECOGNITION_VISIBILITY_PUBLIC,
		}
		if *private {
			request.Visibility = incentivev1.RecognitionVisibility_RECOGNITION_VISIBILITY_PRIVATE
		}
		given, err := incentivev1.NewRecognitionServiceClient(c.Conn()).GiveRecognition(ctx, request)
		return given.GetName(), err
	})
}
