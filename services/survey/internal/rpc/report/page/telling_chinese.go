package page

import surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

var tellingInChinese = telling{
	Glance: "一分钟速览", AboutGlance: "以下内容用来开启讨论，不是对任何人的评判；每一条的依据见后文。",
	GlanceAnswered: "%d 人作答，共邀请 %d 人（%s）。", GlanceFactors: "得分最高的维度：%s（赞同率 %s）；最低：%s（%s）。",
	GlanceHigher: "与 %s 结束的上一期相比上升：%s。", GlanceLower: "与 %s 结束的上一期相比下降：%s。",
	GlanceClose: "与 %s 结束的上一期大致持平：%s。", GlanceTooFew: "作答太少，无法判断自 %s 以来有无变化：%s。",
	GlanceBegin: "建议先看：%s。其得分与大家在“%s”上的差异关联较大，又低于其他维度。这并不证明因果，请先听听大家怎么说。",
	GlanceKeep:  "值得保持：%s。其得分与大家在“%s”上的差异关联较大，且高于其他维度。",
	GlanceNone:  "没有单元与其上级单元其余人员的差异超出偶然波动。",
	GlanceBelow: "赞同率低于上级单元其余人员的单元共 %d 个，差距最大的是（百分点）：%s。", GlanceAbove: "高于上级单元其余人员的单元共 %d 个，差距最大的是：%s。",
	Named: "%s（%s）", Points: "%s 个百分点", Bounded: "%s（%s 至 %s）",
	Change: "与上一期相比", Before: "上一期", Now: "本期", Effect: "效应量 g", Q: "q 值", Line: "历期走势",
	AboutChange: "与同一分组在 %s 结束的上一期相比（当时 %d 人作答，共邀请 %d 人）。赞同率之差以百分点表示，并附 95%% 区间；q 值已按本次比较的全部 %d 项检验校正（Benjamini–Hochberg 法），不超过 0.05 才称为变化。效应量 g（Hedges）是均值之差相当于几个标准差：0.2 左右为小，0.5 为中，0.8 为大。“作答太少”表示没有发现变化，但也不能排除 20 个百分点（或半个标准差）的变化。维度的检验按“每个人对该维度各题的回答完全一致”处理，结论偏保守。多数人两期都参加了，而系统并不知道是谁，因此变化比看上去略为可靠。",
	Tests:       "检验数", LeftOut: "因提问方式不同或选项无顺序，以下内容未作比较：%s", BeforeMean: "上期均值", NowMean: "本期均值", MeanChange: "变化",
	Waves: "历期走势", AboutWaves: "各维度的赞同率，纵轴为 0 至 100%；竖线为 95% 区间。区间大幅重叠时，升降可能出于偶然。未显示该数据的期次略去。",
	Against: "各单元与其余人员的比较", Here: "本单元", Rest: "其余人员", RestOf: "所属上级单元",
	AboutAgainst: "将每个单元与其上级单元中的其余人员相比，没有人同时计入两边。全页共 %d 项检验，下列各项的 q 值不超过 0.05（对全部检验作 Benjamini–Hochberg 校正）：预计其中至多约二十分之一出于偶然。维度的检验按“每个人对各题的回答完全一致”处理；同一班组的人往往彼此相似，检验未计入这一点，因此班组之间的差异看上去会略为可靠。",
	MoreAgainst:  "另有 %d 处，见下方热力图中的标记。", NothingStandsOut: "没有单元的差异超出偶然波动。",
	Drivers: "与“%s”相关的维度", Number: "序号", Correlation: "相关系数 r（95% 区间）", Share: "占 R² 的份额（95% 区间）", Place: "所在象限",
	AboutDrivers: "每个人在各维度上的得分与其在该结果题上的回答之间的关联。相关不是因果：孰先孰后，或是否另有原因同时影响两者，这些数字无法回答。份额是该维度在 R² 中所占的部分（Johnson 相对权重，bootstrap 自助法区间）；区间重叠时，维度的先后并无定论。",
	DriverSheets: "依据 %d 份完整答卷；全部维度合起来与结果差异的 %s 相关（R²）。完整答卷不足 30 份，或平均每个维度不足 10 份时，不给出此项。",
	Across:       "维度指数（0–100）", Up: "关联所占份额",
	AboutPlane: "左上角：关联大而得分低，建议先看（份额 ×（1 − 指数 ÷ 100）在此处最大）。虚线为平均份额与平均指数，竖线为份额的区间。此图供讨论使用，不是原因的排名。",
	Norms:      "与外部数据对照", AboutNorms: "外部数据按其来源照录。对方的时间、地点和提问方式往往不同，因此不作检验，也不计入任何数字。",
	Statistic: "指标", Elsewhere: "外部数据", Population: "对象", Source: "来源",
	Figures: "数字是怎样算出来的",
	AboutFigures: []string{
		"赞同率：已作答者中选择上文所列“赞同”选项的比例，反向题先作反转。未作答不计入比例和均值，其人数列在各题之下。5 级和 7 级量表默认取最高两级，问卷另有规定的除外。",
		"题目赞同率的区间：Wilson 法，95% 置信区间，按受邀人数作有限总体校正。全部作答时，区间收为一点。",
		"维度：由至少 k 人作答的各题数字加权平均而得。其区间按作答最少的一题的人数、以“每个人对各题的回答完全一致”计算（Wilson 法），真实区间不会更宽。",
		"维度均值的区间：t 分布，有限总体校正；仅在公布个人得分标准差的大单元中给出。其他单元请看维度赞同率和各题的区间。",
		"个人的维度得分是其各题回答的加权平均，权重与维度相同；标准差、ICC 和相关分析都用这一得分，α 和 ω 按题目计算，不加权。",
		"指数：把均值换算到 0（最低一级）至 100（最高一级）。r_wg：组内一致性，即 1 − 实际方差 ÷ 随机作答的方差。",
		"检验：均值用 Welch t 检验，比例用两比例 z 检验（合并方差）或 Fisher 精确检验，均为双侧；同一张表的全部检验一并作 Benjamini–Hochberg 校正。",
		"“—”：没有数字。少于 k 人的分组、回答过于一致的分组、权限之外的分组，标记都相同。",
	},
	Verdicts: map[surveyv1.Verdict]string{
		surveyv1.Verdict_VERDICT_UNSPECIFIED: "—", surveyv1.Verdict_VERDICT_HIGHER: "▲ 上升", surveyv1.Verdict_VERDICT_LOWER: "▼ 下降",
		surveyv1.Verdict_VERDICT_CLOSE: "= 大致持平", surveyv1.Verdict_VERDICT_TOO_FEW: "? 作答太少",
	},
	Quadrants: map[surveyv1.Quadrant]string{
		surveyv1.Quadrant_QUADRANT_UNSPECIFIED: "—", surveyv1.Quadrant_QUADRANT_IMPROVE: "优先关注", surveyv1.Quadrant_QUADRANT_KEEP: "继续保持",
		surveyv1.Quadrant_QUADRANT_WATCH: "持续观察", surveyv1.Quadrant_QUADRANT_MAINTAIN: "维持现状",
	},
	Statistics: map[surveyv1.NormStatistic]string{
		surveyv1.NormStatistic_NORM_STATISTIC_MEAN: "均值", surveyv1.NormStatistic_NORM_STATISTIC_FAVOURABLE: "赞同率",
		surveyv1.NormStatistic_NORM_STATISTIC_INDEX: "指数", surveyv1.NormStatistic_NORM_STATISTIC_SCORE: "净推荐值",
	},
}
