package words

// Key names a text.
type Key int

// The texts about places in a file.
const (
	inFile Key = iota
	inLine
	inColumn
	inHeading
	somewhere
	// Plain is a text that comes from elsewhere.
	Plain

	// Files as a whole.
	FileTooLarge
	FileIsWorkbook
	FileIsUTF16
	FileIsEmpty
	FileHasNoRows
	TooManyRows
	TooManyProblems
	UnknownEncoding
	UnknownDelimiter

	// Lines and cells.
	NotInEncoding
	HoldsNUL
	TooManyColumns
	CellTooLong
	LoneQuote
	OpenQuote
	CellsMissing
	CellsTooMany

	// Headings and the mapping.
	HeadingTwice
	HeadingUnknown
	FieldTwice
	FieldUnknown
	FieldMissing
	FieldSetAndMapped
	DatesUnknown
	DatesAmbiguous
	MappingWrong
	MapFlagWrong
	FileUnreadable

	// Values.
	NoID
	NotADay
	NotAKind

	// Talking to Hearth.
	Unreachable
	NotStarted
	NotReady
	NoKey
	Violation
	GuardStruck

	// An import under way.
	ReadAs
	NotUsed
	Sending
	SendingAgain
	Comparing
	Applying
	Waiting

	// What became of it.
	DryRun
	Applied
	CountCreated
	CountUpdated
	CountUnchanged
	CountEnded
	CountRefused
	RowCreated
	RowUpdated
	RowEnded
	RowRefused
	RowChange
	More
	Nothing
	Ask
	AskNobody
	NotApplied
	SomeRefused
)

var catalogue = map[Key]map[string]string{
	inFile:    {"en": "%[1]s", "zh-CN": "%[1]s"},
	inLine:    {"en": "%[1]s, line %[2]d", "zh-CN": "%[1]s 第 %[2]d 行"},
	inColumn:  {"en": "%[1]s, line %[2]d, column %[3]d", "zh-CN": "%[1]s 第 %[2]d 行第 %[3]d 列"},
	inHeading: {"en": "%[1]s, line %[2]d, column %[3]d (%[4]s)", "zh-CN": "%[1]s 第 %[2]d 行第 %[3]d 列（%[4]s）"},
	somewhere: {"en": "%[1]s: %[2]s", "zh-CN": "%[1]s：%[2]s"},
	Plain:     {"en": "%[1]s", "zh-CN": "%[1]s"},

	FileTooLarge: {"en": "the file is larger than %[1]d MiB", "zh-CN": "文件大于 %[1]d MiB"},
	FileIsWorkbook: {
		"en": "this is a workbook; save it as CSV first", "zh-CN": "这是工作簿文件，请先另存为 CSV",
	},
	FileIsUTF16: {
		"en": "this is UTF-16; save it as CSV in UTF-8 first", "zh-CN": "文件编码为 UTF-16，请先另存为 UTF-8 编码的 CSV",
	},
	FileIsEmpty:      {"en": "the file is empty", "zh-CN": "文件为空"},
	FileHasNoRows:    {"en": "there is nothing below the heading", "zh-CN": "标题行之下没有数据"},
	TooManyRows:      {"en": "the file has more than %[1]d rows", "zh-CN": "文件超过 %[1]d 行数据"},
	TooManyProblems:  {"en": "there are more problems; these are the first", "zh-CN": "问题过多，仅列出前面部分"},
	UnknownEncoding:  {"en": "%[1]q is not an encoding; there are %[2]s", "zh-CN": "未知编码 %[1]q；可用编码：%[2]s"},
	UnknownDelimiter: {"en": "%[1]q does not separate cells; there are %[2]s", "zh-CN": "未知分隔符 %[1]q；可用分隔符：%[2]s"},

	NotInEncoding: {
		"en": "this is not %[1]s; name the file's encoding with --encoding", "zh-CN": "内容不是 %[1]s 编码，请用 --encoding 指明文件编码",
	},
	HoldsNUL:       {"en": "holds a NUL character", "zh-CN": "含有 NUL 字符"},
	TooManyColumns: {"en": "there are more than %[1]d columns", "zh-CN": "超过 %[1]d 列"},
	CellTooLong:    {"en": "is longer than %[1]d bytes", "zh-CN": "超过 %[1]d 字节"},
	LoneQuote: {
		"en":    `a quotation mark stands alone; a cell with quotation marks begins and ends with one, and doubles those inside`,
		"zh-CN": "引号未成对；含引号的单元格须以引号开头和结尾，其中的引号须写两次",
	},
	OpenQuote:    {"en": "the quotation mark that opens here is never closed", "zh-CN": "此处开始的引号没有结束"},
	CellsMissing: {"en": "has %[1]d cells, the heading has %[2]d", "zh-CN": "有 %[1]d 个单元格，标题行有 %[2]d 个"},
	CellsTooMany: {"en": "stands outside the heading's %[1]d columns", "zh-CN": "超出标题行的 %[1]d 列"},

	HeadingTwice:   {"en": "the heading %[1]q stands more than once", "zh-CN": "标题 %[1]q 重复出现"},
	HeadingUnknown: {"en": "there is no heading %[1]q; there are %[2]s", "zh-CN": "没有标题 %[1]q；现有标题：%[2]s"},
	FieldTwice:     {"en": "more than one column is mapped to %[1]s", "zh-CN": "有多列对应字段 %[1]s"},
	FieldUnknown:   {"en": "%[1]q is not a field; there are %[2]s", "zh-CN": "未知字段 %[1]q；可用字段：%[2]s"},
	FieldMissing: {
		"en":    "no column holds %[1]s; name one with --map COLUMN=%[1]s, or --set %[1]s=VALUE where it is the same for all",
		"zh-CN": "没有列对应字段 %[1]s，请用 --map 列名=%[1]s 指明；若所有人相同，请用 --set %[1]s=值",
	},
	FieldSetAndMapped: {"en": "%[1]s has a column and a set value", "zh-CN": "字段 %[1]s 既有对应列，又有固定值"},
	DatesUnknown:      {"en": "%[1]q is not a form of dates; there are %[2]s", "zh-CN": "未知日期格式 %[1]q；可用格式：%[2]s"},
	DatesAmbiguous:    {"en": "the forms of dates %[1]s and %[2]s cannot be told apart", "zh-CN": "日期格式 %[1]s 与 %[2]s 无法区分"},
	MappingWrong:      {"en": "the mapping is not understood: %[1]s", "zh-CN": "无法识别映射文件：%[1]s"},
	MapFlagWrong:      {"en": "--%[1]s %[2]q is not of the form %[3]s", "zh-CN": "--%[1]s %[2]q 的格式应为 %[3]s"},

	FileUnreadable: {"en": "the file %[1]s cannot be read: %[2]s", "zh-CN": "无法读取文件 %[1]s：%[2]s"},

	NoID: {"en": "nothing says whom or what the row is about: the id is empty", "zh-CN": "编号为空，无法确定该行所指对象"},
	NotADay: {
		"en":    "%[1]q is not a day such as 2026-11-22 or 2026/11/22; declare other forms with --dates",
		"zh-CN": "%[1]q 不是日期（如 2026-11-22 或 2026/11/22）；其他格式请用 --dates 声明",
	},
	NotAKind: {"en": "%[1]q is not a kind of unit; there are %[2]s", "zh-CN": "%[1]q 不是组织单元类型；可用类型：%[2]s"},

	Unreachable: {"en": "Hearth does not answer at %[1]s. Is it running?", "zh-CN": "无法连接 %[1]s 上的 Hearth，请确认其已启动。"},
	NotStarted: {
		"en":    "Hearth does not answer at %[1]s, and there is no key: %[2]s. It is not running here, or starts still: commands may come once it says \"Hearth is ready\".",
		"zh-CN": "无法连接 %[1]s 上的 Hearth，也找不到密钥：%[2]s。Hearth 未在此运行，或仍在启动：显示“Hearth 已就绪”后再运行命令。",
	},
	NotReady: {"en": "%[1]s answers %[2]s", "zh-CN": "%[1]s 的回答是 %[2]s"},
	NoKey: {
		"en":    "there is no key: %[1]s. Run this where Hearth keeps its data, or name a key with --key-file or HEARTH_KEY.",
		"zh-CN": "找不到密钥：%[1]s。请在存放 Hearth 数据的机器上运行，或用 --key-file 或 HEARTH_KEY 指定密钥。",
	},
	Violation: {"en": "%[1]s: %[2]s", "zh-CN": "%[1]s：%[2]s"},
	GuardStruck: {
		"en":    "%[1]s of %[2]s people are missing from the file; %[3]s of a hundred may be. --removal-limit raises the limit.",
		"zh-CN": "文件中缺少 %[2]s 人中的 %[1]s 人，上限为百分之 %[3]s。可用 --removal-limit 提高上限。",
	},

	ReadAs:       {"en": "%[1]s: %[2]s, cells separated by %[3]q, %[4]d rows", "zh-CN": "%[1]s：%[2]s 编码，以 %[3]q 分隔，共 %[4]d 行"},
	NotUsed:      {"en": "%[1]s: columns that are not used: %[2]s", "zh-CN": "%[1]s：未使用的列：%[2]s"},
	Sending:      {"en": "sent %[1]d of %[2]d rows", "zh-CN": "已发送 %[1]d / %[2]d 行"},
	SendingAgain: {"en": "the connection broke; sending the rows again", "zh-CN": "连接中断，正在重新发送"},
	Comparing:    {"en": "compared %[1]d of %[2]d", "zh-CN": "已比对 %[1]d / %[2]d"},
	Applying:     {"en": "imported %[1]d of %[2]d", "zh-CN": "已导入 %[1]d / %[2]d"},
	Waiting:      {"en": "Hearth does not answer; waiting for it", "zh-CN": "Hearth 暂无响应，正在等待"},

	DryRun:         {"en": "This is what the import would do; nothing has been changed.", "zh-CN": "以下为导入的预期结果，尚未更改任何数据。"},
	Applied:        {"en": "The import is done.", "zh-CN": "导入完成。"},
	CountCreated:   {"en": "created", "zh-CN": "新增"},
	CountUpdated:   {"en": "updated", "zh-CN": "更新"},
	CountUnchanged: {"en": "unchanged", "zh-CN": "不变"},
	CountEnded:     {"en": "ended", "zh-CN": "离职"},
	CountRefused:   {"en": "refused", "zh-CN": "拒绝"},
	RowCreated:     {"en": "created", "zh-CN": "新增"},
	RowUpdated:     {"en": "updated", "zh-CN": "更新"},
	RowEnded:       {"en": "ended", "zh-CN": "离职"},
	RowRefused:     {"en": "refused", "zh-CN": "拒绝"},
	RowChange:      {"en": "%[1]s: %[2]q → %[3]q", "zh-CN": "%[1]s：%[2]q → %[3]q"},
	More:           {"en": "… and %[1]d more %[2]s; --format csv shows all", "zh-CN": "……另有 %[1]d 条%[2]s；用 --format csv 可查看全部"},
	Nothing:        {"en": "There is nothing to change.", "zh-CN": "没有需要更改的内容。"},
	Ask:            {"en": "Import this? [y/N] ", "zh-CN": "确认导入？[y/N] "},
	AskNobody: {
		"en":    "nobody is there to be asked: say --yes to import, or --dry-run to compare only",
		"zh-CN": "无法交互确认：请用 --yes 直接导入，或用 --dry-run 仅作比对",
	},
	NotApplied:  {"en": "Nothing was imported.", "zh-CN": "未导入任何数据。"},
	SomeRefused: {"en": "rows refused: %[1]d", "zh-CN": "%[1]d 行被拒绝"},
}
