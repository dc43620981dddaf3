package answers

import "strconv"

// commentPercent is how many of those who take part write something.
const commentPercent = 14

// What people write, by theme: what it is about, then what they ask for. Any two of a theme go together.
type theme struct{ about, wish []string }

var inChinese = []theme{
	{
		[]string{"排班经常临时改，", "调休总是排在最忙的那几天，", "换班要找三个人签字，", "大促那周连上了六天，"},
		[]string{"希望能提前两周看到班表。", "希望换班可以在系统里自己申请。", "至少提前一天通知我们。", "希望夜班也能轮到周末休息。"},
	},
	{
		[]string{"流程改了我们是从客户那里知道的，", "提过的建议没有下文，", "质检扣分的理由看不懂，", "早会只讲指标，"},
		[]string{"希望改之前先问问一线。", "希望有人告诉我们结果，不采纳也行。", "能不能每周留十分钟听我们说？", "希望班组长把原因讲清楚。"},
	},
	{
		[]string{"做了两年还是同样的岗位，", "培训都排在下班以后，", "想转岗但不知道找谁，", "新人带得多，自己没时间学，"},
		[]string{"希望看到晋升的标准。", "希望培训算工时。", "能有一位师傅带一带就好了。", "希望有机会去质检组轮岗。"},
	},
	{
		[]string{"处理了一单很难的投诉，", "客户写了感谢信，", "班组互相帮忙补位，", "老员工把话术都整理好了，"},
		[]string{"没有人提过，有点失落。", "组长在早会上念了，很开心。", "希望这种事能被看到。", "比发奖金更让人有劲。"},
	},
	{
		[]string{"系统一天卡好几次，", "查一个订单要开五个窗口，", "知识库里的答案是旧的，", "耳机坏了等了两周，"},
		[]string{"客户等得急，我们也急。", "希望先把工具修好。", "希望一线能直接改知识库。", "这些小事解决了就很好。"},
	},
}

var inEnglish = []theme{
	{
		[]string{"The roster changes at the last moment.", "Swapping a shift takes three signatures.", "Six days in a row in the sale week was too much."},
		[]string{"Please show it two weeks ahead.", "Let us swap shifts ourselves.", "A weekend off now and then would help the night shift."},
	},
	{
		[]string{"We hear of changes from customers first.", "I made a suggestion and never heard back.", "The quality score came without a reason."},
		[]string{"Ask us before you decide.", "Tell us what became of it, even if it is a no.", "Ten minutes a week to talk would do."},
	},
	{
		[]string{"I have done the same job for two years.", "Training is always after my shift.", "I would like to move to quality but do not know whom to ask."},
		[]string{"Show us what the next role asks for.", "Count training as work.", "A mentor would make a difference."},
	},
	{
		[]string{"We solved a very hard case last week.", "My team covers for each other without being asked.", "A customer wrote us a thank-you letter."},
		[]string{"Nobody mentioned it.", "It felt good when our lead read it out.", "More of that, please."},
	},
	{
		[]string{"The system freezes several times a day.", "I need five windows to look up one order.", "The knowledge base is out of date."},
		[]string{"Fix the tools first.", "Let us correct the articles ourselves.", "Customers wait, and so do we."},
	},
}

// hiddenComment is what one of the hidden team writes. Nobody may ever read it in a group of their own.
const hiddenComment = "监管申诉组四个人都在找下家。"

// Comment is what a person writes in free words in a wave, "" for most. It is for those who take part.
func (m *Model) Comment(person string, wave int) string {
	one := m.people[person]
	chance := m.draw("comment", strconv.Itoa(wave), person)
	if one.lowest {
		return hiddenComment
	}
	if chance.IntN(100) >= commentPercent {
		return ""
	}
	themes, space := inEnglish, " "
	if one.chinese {
		themes, space = inChinese, ""
	}
	picked := themes[chance.IntN(len(themes))]
	return picked.about[chance.IntN(len(picked.about))] + space + picked.wish[chance.IntN(len(picked.wish))]
}
