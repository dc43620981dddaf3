package comment

import (
	"regexp"
	"strings"
)

// names are how people are spoken of: 王经理, 张丽华班长, 主管张伟, 小李, 丽姐, Mr Smith, my supervisor Anna.
var names = []*regexp.Regexp{
	regexp.MustCompile(`[小老]?(?:欧阳|上官|司马|诸葛|[` + familyNames + `])\p{Han}{0,2}(?:` + titles + `)`),
	regexp.MustCompile(`[小老]?(?:欧阳|上官|司马|诸葛|[` + familyNames + `])(?:总|老师|师傅|队|工)`),
	regexp.MustCompile(`(?:` + titles + `)((?:欧阳|上官|司马|诸葛|[` + familyNames + `])\p{Han}{1,2})`),
	regexp.MustCompile(`[小老阿][` + familyNames + `]`),
	regexp.MustCompile(`\p{Han}[姐哥]`),
	regexp.MustCompile(`\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][\pL'-]+`),
	regexp.MustCompile(`\b(?i:manager|supervisor|team lead|team leader|boss|trainer|coach) ([A-Z]\p{Ll}+(?: [A-Z]\p{Ll}+)?)\b`),
}

// titles are those of people who lead or check others.
const titles = `班组长|班长|组长|主管|主任|经理|总监|部长|科长|店长|领班|督导|质检员|培训师`

// familyNames are the commonest ones in one character.
const familyNames = `王李张刘陈杨赵黄周吴徐孙胡朱林郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦邱侯邹熊孟秦薛闫段雷龙陶史贺毛郝顾龚邵覃武钱严尹马高万赖洪崔施孔莫聂章倪殷黎樊俞`

// everyday are words that hold a family name and name nobody, and characters of which no name consists.
var everyday = everydayWords(
	// Behind what is written together with a family name.
	`感谢 谢谢 多谢 致谢 答谢 任何 如何 为何 何时 何况 何必 何尝 几何 许多 允许 也许 或许 不许 许可 许诺 兴许 每周 上周 下周 本周 这周 一周 两周 三周 四周 首周 周一 周二 周三 周四 周五 周六
周日 周末 周总结 周报 周会 周期 周边 周围 周到 周转 黄金周 黄金 双周 担任 现任 前任 新任 责任 信任 兼任 上任 历任 继任 离任 任务 任命 任性 任意 任由 任职 任凭 流程 课程 过程 远程 全程 工程 日程 行程
进程 程序 程度 程式 教程 分钟 钟头 时段 阶段 手段 片段 段落 段时间 一段 其余 剩余 多余 业余 余下 余额 余地 规范 范围 范例 范本 模范 示范 师范 照顾 回顾 不顾 顾客 顾虑 顾及 顾问 严重 严格 严厉 严肃 严苛 太严 很严 过严
奖金 现金 公积金 基金 资金 金额 金牌 金融 底金 金钱 钱总是 扣钱 罚钱 挣钱 赚钱 花钱 工钱 钱少 历史 史上 陆续 大陆 登陆 张贴 张口 张罗 紧张 夸张 纸张 慌张 扩张 胡乱 胡说 胡闹 陈述 陈旧 曾经 未曾 不曾 罗列 罗嗦
王牌 石头 毛病 毛利 武断 武装 雷同 雷区 打雷 龙头 龙虾 一条龙 孔雀 高峰 高峰期 提高 高压 高级 高管 高层 高薪 高低 高效 高强度 高度 高手 最高 太高 很高 过高 更高 马上 马虎 人马 万一 千万 百万 万元 几万 一万 两万 依赖 信赖 赖账
措施 实施 设施 施压 施加 莫名 莫非 文章 规章 违章 章程 盖章 印章 总工程 贺卡 祝贺 贺词 熊孩子 唐突 孙子 叶子 苏醒 江湖 林立 戴着 佩戴 戴耳机 戴上 丁点 田地 宋体 尝试 董事 董事会 杜绝 姜汤 石化 郑重 何止
小程序 小周末 小范围 小任务 小毛病 小金额 小龙虾 小钱 小石头 老毛病 老任务 小高峰 大小 高工 周工 队列 队伍 队友 总量 总数 总计 总共 总体 总结 总部 总分 总时长
韩语 韩国 韩文 苏州 郑州 徐州 武汉 金华 石家庄 唐山 秦皇岛 马鞍山 马来 高新 余杭 罗湖 龙岗 龙华 吴江 黄石 黄山 黄埔 章丘
小姐 大姐 表姐 学姐 空姐 姐姐 师姐 姐妹 姐们 小哥 大哥 帅哥 表哥 哥哥 师哥 哥们 墨西哥 八哥 老哥 老姐 的哥 的姐`,
	`的是让找跟和被把说给对请问等叫要们都也不很有没在去来到会能只就还又我你他她它了着过这那哪每个吗呢吧啊从向因为以及与或但而且当该某两各其由将比像连骂催做看听想用再才太最更别`,
)

func everydayWords(words, characters string) *regexp.Regexp {
	return regexp.MustCompile(strings.Join(strings.Fields(words), "|") + "|[" + characters + "]")
}

// withoutEveryday is the text with marks of the same length in the place of everyday words, so that "感谢班长" holds no 谢班长.
func withoutEveryday(text string) string {
	return everyday.ReplaceAllStringFunc(text, func(word string) string { return strings.Repeat("\x00", len(word)) })
}
