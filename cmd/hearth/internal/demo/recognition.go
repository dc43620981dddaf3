package demo

import (
	"context"
	"strings"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	incentivev1 "github.com/hearth-culture/hearth/proto/hearth/incentive/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/organisation"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/demo/place"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// gift is how many points come with a thank-you.
const gift = 10

// everyTeam is of how many teams one has somebody thank somebody.
const everyTeam = 5

// stories are what people thank each other for, by the language in which they read.
var stories = map[string][]string{
	"zh-CN": {
		"高峰时段系统卡顿，你一边安抚客户，一边把工单逐条补录完，一条都没落下。",
		"谢谢你替我值了周六的晚班，让我赶上了女儿的家长会。",
		"那位老人家听不清，你慢慢讲了三遍，最后他笑着挂的电话。",
		"新同事第一天上线，你整天都坐在旁边，有问必答。",
	},
	"en": {
		"When the system stalled at the peak you kept the caller calm and caught up on every ticket afterwards.",
		"Thank you for taking my late shift: I made it to the school play.",
		"The old gentleman could hardly hear. You explained it three times, and he hung up laughing.",
		"You sat beside our newcomer all of her first day and answered everything.",
	},
	"ja": {
		"混み合う時間帯に、お客様への説明も後処理もすべて丁寧に終えてくれました。ありがとうございます。",
		"急な欠勤の代わりに入ってくれて、本当に助かりました。",
	},
}

// bringRecognition has people thank each other, and gives an award. An award that was announced is the last of it: all else is there.
func (f *Filling) bringRecognition(ctx context.Context) error {
	rounds, err := incentivev1.NewAwardRoundServiceClient(f.Client.Conn()).ListAwardRounds(ctx, &incentivev1.ListAwardRoundsRequest{PageSize: pageSize})
	if err != nil {
		return err
	}
	for _, round := range rounds.GetAwardRounds() {
		if f.round = round.GetName(); len(round.GetWinners()) > 0 {
			return nil
		}
	}
	for _, step := range []func(context.Context) error{f.bringCatalogue, f.bringThanks, f.bringLetter, f.bringAward} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// bringCatalogue says what people may give, what they can have for it, and which badges there are.
func (f *Filling) bringCatalogue(ctx context.Context) error {
	company, conn := f.units[organisation.Company], f.Client.Conn()
	if err := f.heard(ctx, func() error {
		_, err := incentivev1.NewAllowanceServiceClient(conn).SetAllowancePolicy(ctx, &incentivev1.SetAllowancePolicyRequest{
			RequestId: once("allowance"), Policy: &incentivev1.AllowancePolicy{
				Unit: company, Amount: 200, Period: incentivev1.AllowancePeriod_ALLOWANCE_PERIOD_MONTH, MostPerGift: 20, MostPerColleague: 60,
			},
		})
		return err
	}); err != nil {
		return err
	}
	rewards := incentivev1.NewRewardServiceClient(conn)
	for _, one := range []struct {
		en, zhCN      string
		price, pieces int64
	}{{"A coffee voucher", "咖啡券", 20, 500}, {"Two hours off", "两小时调休", 150, 40}} {
		reward, err := rewards.CreateReward(ctx, &incentivev1.CreateRewardRequest{RequestId: once(one.en), Reward: &incentivev1.Reward{
			DisplayName: place.Text(one.en, one.zhCN), Unit: company, Price: one.price,
		}})
		if err == nil {
			_, err = rewards.ChangeStock(ctx, &incentivev1.ChangeStockRequest{
				Reward: reward.GetName(), Pieces: one.pieces, Reason: "The first delivery", RequestId: once("stock of " + one.en),
			})
		}
		if err != nil {
			return err
		}
	}
	_, err := incentivev1.NewBadgeServiceClient(conn).CreateBadge(ctx, &incentivev1.CreateBadgeRequest{RequestId: once("badge"), Badge: &incentivev1.Badge{
		DisplayName: place.Text("They help each other", "互助之队"), Unit: company, Holder: incentivev1.BadgeHolder_BADGE_HOLDER_TEAM,
		Description: place.Text("People of the team were thanked in public.", "队里有人收到公开感谢。"),
		EarnedBy: &incentivev1.Badge_Count{Count: &incentivev1.BadgeCount{
			Event: incentivev1.FactType_FACT_TYPE_RECOGNITION_RECEIVED, Levels: []int64{1, 10, 50},
		}},
	}})
	return err
}

// bringThanks has somebody in many teams thank a colleague, with points, and their lead, without.
func (f *Filling) bringThanks(ctx context.Context) error {
	recognitions, teams, given := incentivev1.NewRecognitionServiceClient(f.Client.Conn()), 0, 0
	languages := map[string]string{}
	for _, person := range f.enterprise.People {
		languages[person.GetExternalId().GetId()] = person.GetLanguage()
	}
	for _, unit := range f.enterprise.Units {
		people := f.with(unit.GetExternalId().GetId(), "")
		if unit.GetKind() != directoryv1.UnitKind_UNIT_KIND_TEAM || len(people) < 4 {
			continue
		}
		if teams++; teams%everyTeam != 0 {
			continue
		}
		lead, giver, colleague := people[0], people[len(people)/3], people[len(people)-1]
		told := stories[languages[giver]]
		if told == nil {
			told = stories["en"]
		}
		as, err := f.as(ctx, giver)
		if err != nil {
			return err
		}
		for i, receiver := range []string{colleague, lead} {
			request := &incentivev1.GiveRecognitionRequest{
				Receivers: []string{f.people[receiver]}, Story: told[(teams/everyTeam+i)%len(told)], Points: int64(gift * (1 - i)),
				Visibility: incentivev1.RecognitionVisibility_RECOGNITION_VISIBILITY_PUBLIC, RequestId: once(strings.Join([]string{giver, "thanks", receiver}, " ")),
			}
			if err := f.heard(as, func() error {
				_, err := recognitions.GiveRecognition(as, request)
				return err
			}); err != nil {
				return err
			}
			given++
		}
		f.Tell(words.Both("thanks: %d", "感谢：%d", given))
	}
	return nil
}
