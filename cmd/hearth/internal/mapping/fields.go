package mapping

import (
	"slices"
	"strings"
	"unicode"
)

// Kind is what the rows of a file are.
type Kind struct {
	name   string
	fields []field
}

type field struct {
	name     string
	required bool
	// headings are those that are known to hold it, the most telling first. They are compared without regard to case, spaces and dashes.
	headings []string
}

// People are rows of people, as in hearth.directory.v1.PersonRow. Who has no id of their own is known by their staff number.
var People = Kind{"people", []field{
	{"id", false, []string{"id", "external id", "person id", "人员编号", "人员ID", "员工ID"}},
	{"display_name", true, []string{"display name", "name", "full name", "employee name", "姓名", "员工姓名", "中文姓名"}},
	{"number", true, []string{"number", "staff number", "employee number", "staff no", "employee no", "employee id", "工号", "员工工号", "员工编号", "员工号"}},
	{"language", false, []string{"language", "语言", "首选语言"}},
	{"unit", true, []string{
		"unit", "unit id", "unit code", "team code", "department code", "组织单元", "组织单元编码", "组织编码", "班组编码", "班组编号", "部门编码", "部门编号",
		"team", "department", "班组", "部门", "所属部门",
	}},
	{"secondary_units", false, []string{"secondary units", "兼职部门", "兼任部门", "兼任组织单元"}},
	{"manager", false, []string{
		"manager", "manager id", "manager number", "supervisor", "reports to", "上级工号", "直属上级工号", "主管工号", "班组长工号", "直属上级", "上级",
	}},
	{"employer", true, []string{"employer", "vendor", "雇主", "用工单位", "供应商"}},
	{"legal_entity", false, []string{"legal entity", "法人实体", "法人", "合同主体", "签约主体"}},
	{"position", false, []string{"position", "job title", "title", "职位", "岗位", "职务"}},
	{"shift", false, []string{"shift", "班次"}},
	{"channel", false, []string{"channel", "渠道", "服务渠道"}},
	{"hire_date", true, []string{"hire date", "date of hire", "start date", "入职日期", "入职时间"}},
	{"planned_end_date", false, []string{"planned end date", "contract end date", "计划离职日期", "预计离职日期", "合同到期日", "合同到期日期", "合同结束日期"}},
	{"leave_date", false, []string{"leave date", "last day", "termination date", "离职日期", "离职时间", "最后工作日"}},
}}

// Units are rows of units, as in hearth.directory.v1.UnitRow.
var Units = Kind{"units", []field{
	{"id", true, []string{"id", "code", "unit id", "unit code", "external id", "编码", "编号", "组织单元编码", "组织编码", "部门编码", "部门编号"}},
	{"parent", false, []string{"parent", "parent id", "parent code", "上级编码", "上级编号", "上级组织编码", "上级部门编码", "上级部门编号", "上级组织单元", "上级组织", "上级部门", "上级"}},
	{"kind", true, []string{"kind", "type", "unit kind", "unit type", "类型", "组织类型", "单元类型"}},
	{"display_name", false, []string{"display name", "name", "unit name", "名称", "组织单元", "组织名称", "部门名称", "部门"}},
	{"display_name.en", false, []string{"name en", "english name", "英文名称", "英文名"}},
	{"display_name.zh-CN", false, []string{"name zh", "name zh cn", "chinese name", "中文名称", "中文名"}},
	{"site", false, []string{"site", "职场", "站点"}},
}}

// The words that stand in files for values which Hearth writes in its own way.
var (
	kindWords = map[string]string{
		"公司": "company", "部门": "department", "职场": "site", "站点": "site", "技能队列": "queue", "队列": "queue", "班组": "team", "团队": "team", "小组": "team",
	}
	languageWords = map[string]string{
		"中文": "zh-CN", "汉语": "zh-CN", "普通话": "zh-CN", "简体中文": "zh-CN", "chinese": "zh-CN", "英文": "en", "英语": "en", "english": "en",
	}
)

func (k Kind) field(name string) (field, bool) {
	at := slices.IndexFunc(k.fields, func(f field) bool { return f.name == name })
	if at < 0 {
		return field{}, false
	}
	return k.fields[at], true
}

// Names are the fields, for people to choose from.
func (k Kind) Names() string { return k.listed("") }

// Marked are the fields, with a star at those that every row must have.
func (k Kind) Marked() string { return k.listed("*") }

func (k Kind) listed(mark string) string {
	names := make([]string, len(k.fields))
	for i, f := range k.fields {
		names[i] = f.name
		if f.required {
			names[i] += mark
		}
	}
	return strings.Join(names, ", ")
}

// plain is a heading without what people write differently: case, spaces, dashes, and the marks of columns that must be filled.
func plain(heading string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("_-.*:：", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, heading)
}

// Is says whether two kinds are the same.
func (k Kind) Is(other Kind) bool { return k.name == other.name }
