package comment

import "github.com/hearth-culture/hearth/internal/model"

// Theme is something that people of a contact centre write about, and the words by which it is known. Chinese words also teach the
// segmenter where words end; English ones stand for all their forms.
type Theme struct {
	ID               string
	Name             model.Text
	Chinese, English []string
}

func theme(id, zh, en string, chinese, english []string) Theme {
	return Theme{id, model.Text{"zh-CN": zh, "en": en}, chinese, english}
}

// Themes are those that are looked for by name.
func Themes() []Theme {
	return []Theme{
		theme("schedule", "排班与休息", "Shifts and rest",
			[]string{"排班", "调班", "换班", "夜班", "早班", "晚班", "倒班", "轮班", "班次", "加班", "休息", "小休", "吃饭", "年假", "请假", "调休", "节假日", "打卡", "迟到", "上厕所", "下班"},
			[]string{"schedule", "shift", "night", "overtime", "break", "lunch", "leave", "roster", "rest", "holiday", "weekend", "rota"}),
		theme("workload", "工作量与压力", "Workload and pressure",
			[]string{"话务量", "进线", "接线量", "人手", "缺人", "太累", "疲惫", "压力", "忙不过来", "排队", "高峰", "高峰期"},
			[]string{"workload", "volume", "busy", "understaffed", "staffing", "pressure", "stress", "exhausted", "tired", "backlog", "peak", "queue", "headcount", "workforce"}),
		theme("pay", "薪酬与福利", "Pay and benefits",
			[]string{"工资", "薪资", "薪酬", "底薪", "奖金", "提成", "补贴", "加班费", "社保", "公积金", "福利", "工资条", "涨薪", "涨工资", "调薪", "餐补"},
			[]string{"pay", "salary", "wage", "bonus", "commission", "allowance", "benefit", "compensation"}),
		theme("growth", "成长与晋升", "Growth and promotion",
			[]string{"晋升", "升职", "发展", "转岗", "内部竞聘", "竞聘", "机会", "通道", "前途", "职业"},
			[]string{"promotion", "promote", "career", "growth", "develop", "opportunity", "advancement"}),
		theme("training", "培训与带教", "Training and coaching",
			[]string{"培训", "学习", "话术", "知识库", "带教", "新人", "师傅", "上岗", "业务知识", "带教老师", "徒弟"},
			[]string{"training", "learn", "coach", "onboarding", "script", "knowledge", "mentor", "train"}),
		theme("leadership", "班组长与管理", "Leads and management",
			[]string{"班组长", "组长", "主管", "经理", "领导", "管理", "管理层", "决定", "沟通", "意见", "反馈", "班长", "主任", "点名批评", "形式主义"},
			[]string{"lead", "leader", "leadership", "manager", "supervisor", "management", "communication", "feedback", "listen", "decision", "micromanage"}),
		theme("recognition", "认可与公平", "Recognition and fairness",
			[]string{"认可", "表扬", "感谢", "公平", "不公平", "公正", "评优", "服务之星", "尊重", "重视", "透明", "不透明", "激励", "排名"},
			[]string{"recognition", "recognize", "praise", "thank", "fair", "unfair", "respect", "appreciate", "award", "recognise", "favouritism"}),
		theme("teamwork", "团队与协作", "Team and collaboration",
			[]string{"团队", "同事", "协作", "配合", "跨部门", "部门", "推诿", "扯皮", "氛围", "团建"},
			[]string{"team", "teamwork", "colleague", "collaboration", "cooperate", "department", "silo", "atmosphere"}),
		theme("tools", "系统与工具", "Systems and tools",
			[]string{"系统", "工单", "界面", "软件", "电脑", "耳机", "网络", "卡顿", "太卡", "死机", "切换", "窗口", "登录", "页面", "转人工"},
			[]string{"system", "tool", "software", "crash", "slow", "ticket", "screen", "headset", "computer", "network", "window", "crm", "freeze", "lag", "login"}),
		theme("customers", "客户与投诉", "Customers and complaints",
			[]string{"客户", "用户", "投诉", "辱骂", "骂人", "难缠", "情绪", "委屈", "恶意", "挂断", "心理疏导"},
			[]string{"customer", "caller", "complaint", "complain", "abuse", "abusive", "rude", "angry", "shout", "hang"}),
		theme("quality", "质检与考核", "Quality checks and appraisal",
			[]string{"质检", "扣分", "考核", "绩效", "申诉", "评分", "指标", "罚款", "通话时长", "录音", "误判", "智能质检", "抽检", "复核"},
			[]string{"quality", "qa", "score", "scoring", "audit", "penalty", "appraisal", "kpi", "metric", "target", "aht", "auditor"}),
		theme("workplace", "工作环境", "Workplace",
			[]string{"环境", "工位", "食堂", "空调", "噪音", "太吵", "嘈杂", "通勤", "班车", "宿舍", "停车", "夜宵", "厕所"},
			[]string{"office", "seat", "desk", "canteen", "noise", "noisy", "commute", "shuttle", "parking", "building", "toilet"}),
	}
}

// field are other words of the field that the segmenter has to know.
const field = `客服代表 客服专员 客服 坐席 一线 现场 职场 呼叫中心 外包 供应商 质检员 培训师 归属感 价值观 服务文化 首解率 满意度 通话 接线 来电 回访 班前会 小组 外呼 上班时间 下班时间 周末 没时间 提前 通知
标准 不统一 流程 业务 产品部 派单 上班 工号 手机号 微信 电话 批评 最低 方言 大屏 背锅 吃不消 身体 不合理 不及时 一刀切 喝水 挂机 静音 小结 好评 差评 升级 转接 二线 专席 双十一 进群 工时 客诉
满意 方法 态度 建议 公告 消息 家里 孩子 失眠 离职 看不懂 听不清 听不懂 查不到 打不开 用不了`

// stop are words that carry no meaning of their own.
const stop = `的 了 是 在 我 我们 你 你们 他 她 他们 它 这 那 这个 那个 这些 那些 有 没有 没 不 不是 也 都 就 还 很 太 更 最 非常 比较 和 与 及 或 但 但是 而 而且 因为 所以 如果
就是 对 对于 把 被 给 让 使 从 到 向 跟 为 为了 以 可以 能 能够 会 要 想 应该 希望 需要 觉得 感觉 认为 一个 一些 一下 一点 时候 现在 每天 每次 经常 总是 有时 多 少 大 小 好 不好 来 去 上 下 里 中 后 前
吗 呢 吧 啊 呀 哦 嗯 什么 怎么 为什么 自己 大家 别人 公司 工作 事情 问题 方面 进行 一直 已经 还是 只是 不能 不会 无 等 其他 每个 最后 知道 不知道 不知 同样 一样 不一样 能不能 有没有 是不是 那几个 几个 之前 之后 以前 以后 以上 以下 后来
起来 有事 任何 许多 很多 太多 太少 太高 太低 太长 太短 太大 太小 太差 太难 很大 很重 严重 老是 没人 不看 不要 不算 马上 何时 如何 今天 明天 上周 下周 这周 每周 每月 每年 天天 真正 基本 一定 不一定
特别 真的 根本 完全 甚至 只有 只要 不管 无论 越来越 明明 谢谢 没什么意见 没有意见 没意见 挺好 还可以 还行 人家 那边 这边 我们组 有人 有点 不好意思 虽然 然后 并且 或者 以及 关于 由于 其实 可能 一起 继续 增加 加强 提高 提升 改善 改进 更多
a an the i we you he she it they me us him her them my our your his its their this that these those is am are was were be been being have has had do does did doing will would
can could should may might must not no nor so if or and but because as until while of at by for with about against between into through during before after above below to from up down in
out on off over under again then once here there when where why how all any both each few more most other some such only own same than too very just also get gets got make makes made
really lot much many one two thing things need needs want wants like feel feels think please always never often every day work working job company people us cannot around without within
going goes went gone go comes come came keep keeps kept give gives given take takes took taken let lets put puts know knows known see sees said say says tell tells told ask asks asked use used allow allowed
good great bad fine nice well better best worse worst okay ok even still yet ever already maybe quite rather back long short far nothing anything everything something nobody anyone everyone somebody
day days week weeks month months year years hour hours minute minutes time times last next first ago else etc per via yes none nil id`

// apart are words that their stem would put together with others: an allowance is nothing that is allowed.
var apart = map[string]string{"allowance": "allowance", "allowances": "allowance"}
