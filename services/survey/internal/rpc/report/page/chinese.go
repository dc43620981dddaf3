package page

import surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

var inChinese = words{
	telling: tellingInChinese,

	Subtitle: "调研报告", Contents: "目录", Asked: "调研内容", HowToRead: "如何阅读本报告", Shown: "哪些数据会显示，哪些不会",
	Definitions: "“赞同”的定义", Favourable: "赞同", Unfavourable: "不赞同", AppliesTo: "适用题目",
	Participation: "参与情况", People: "受邀人数", Answers: "答卷数", Rate: "参与率", Factors: "维度得分", Factor: "维度", Mean: "均值",
	Index: "指数（0–100）", Agreement: "一致性 r_wg", Alpha: "克隆巴赫 α", Omega: "麦克唐纳 ω", ICC1: "ICC(1)", ICC2: "ICC(2)", SD: "个人得分标准差",
	Indexes: "综合指数", Value: "数值", Promoters: "员工净推荐值（eNPS）", Item: "题目", Score: "得分", ScoreInterval: "95% 区间",
	Answered: "作答数", Items: "各题结果", Distribution: "答案分布", WithInterval: "赞同率及其 95% 区间",
	Levels: "分组结果", Level: "分组", Gaps: "直属单元之间差异最大的题目", Highest: "最高", Lowest: "最低",
	Difference: "相差", Verdict: "可以得出的结论", Clear: "超出偶然波动", Luck: "可能出于偶然", HeatMap: "全部分组：各维度赞同率",
	Unit: "组织单元", Everybody: "全体参与者", OtherItems: "其他题目", NoLevel: "（无）", Colon: "：", Semicolon: "；", Comma: "、",
	Interval: "%s，区间 %s 至 %s", Reversed: "反向题", Blank: "未作答", Empty: "在您的权限范围内没有可显示的数据。",
	Warning: "请注意", Period: "调研时间：%s 至 %s", Reliability: "信度与一致性",
	Reading: []string{
		"每个数字描述的都是一个群体，而不是其中的个人。人数少的分组受偶然因素影响较大，请先看区间，再看差异。",
		"赞同率是已作答者中选择赞同选项的比例，未作答者不计入其中。“赞同”的定义见下文。",
		"95% 区间（置信区间）表示：假如所有人都作答，整个分组的赞同率可能落在的范围。作答的人越少，区间越宽。",
		"维度的赞同率是其各题赞同率的平均值。这些数字说明哪些现象同时出现，并不说明因果关系。",
	},
	RuleNone: "本次调研为实名作答，结果不作任何隐藏：分组可以小到一个人。",
	RuleK:    "任何数字都不会让人区分出少于 %d 人的群体：无论单独看，还是把一起发布的所有数字相加减。",
	Rules: []string{
		"没有数字的地方一律以“—”表示。无论是人数过少、答案过于一致、未被提问，还是不在您的权限范围内，标记都相同，且不说明原因，因为原因本身就可能暴露某个人的回答。",
		"所有数字在调研关闭后一次算定，此后不再改变。每位读者看到的都出自同一次计算，范围以其角色权限为限。",
		"如果有人还掌握其他信息，例如自己的回答，就可能推断出比这些数字更多的内容。",
		"组织单元的名称以计算当日为准。",
	},
	RuleLevels: "组织单元最多再按%s拆分，且仅在不会暴露任何人时才拆分。", RuleCells: "本报告共显示 %d 个分组。",
	AboutFactors:     "括号内为 95% 区间。一致性（r_wg）为 1 表示所有人的回答相同；低于 0.70 表示意见分歧较大，此时均值不能代表共同看法。",
	AboutReliability: "α 和 ω 表示同一维度各题的内部一致程度；ICC(1) 和 ICC(2) 表示同一单元内人员的相似程度，以及各单元之间能否可靠地区分。它们需要完整的答卷，仅对人数较多的单元给出。",
	AboutHeat:        "颜色越深，赞同率越高。缩进的行隶属于其上方的单元。▲ 和 ▼ 表示高于或低于上级单元其余人员，且超出偶然波动（q 值不超过 0.05）。",
	AboutGaps:        "列出每道题在直属单元中的最高值与最低值。单元较多时，总会有一些相差较大：只有当如此多的两两比较中最大的差异也很少会偶然达到这一幅度时，才称为“超出偶然波动”。",
	AboutPairs:       "共进行了 %d 次两两比较。",
	AboutPromoters:   "选择 9 或 10 的比例减去选择 0 至 6 的比例，取值从 −100 到 100。",
	AboutItems:       "每个条形表示一道题的全部作答，按量表顺序排列：蓝色为赞同，橙色为不赞同，灰色为中立。具体人数列在条形下方。",
	Attributes: map[surveyv1.Attribute]string{
		surveyv1.Attribute_ATTRIBUTE_SHIFT: "班次", surveyv1.Attribute_ATTRIBUTE_EMPLOYER: "用工单位", surveyv1.Attribute_ATTRIBUTE_SITE: "职场",
		surveyv1.Attribute_ATTRIBUTE_CHANNEL: "渠道", surveyv1.Attribute_ATTRIBUTE_POSITION: "岗位",
	},
}
