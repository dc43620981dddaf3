package page

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"
)

const chinese = "zh-CN"

// words are the page's own texts in one language.
type words struct {
	Lead                                           string // the contract's own, which is English, where it is empty
	Subtitle, Intro, Token, Other, OtherLocale     string
	Contents, Callers, Everybody, Reasons, Types   string
	Parameters, Answer, Name, Kind, Place, Meaning string
	Code, Required, ReadOnly, List, Map, OnlyGRPC  string
	Document, Keys                                 string
	ClientStream, ServerStream, BothStream         string
	OnlyService                                    string // followed by its name
	Places                                         map[string]string
	Roles                                          map[optionv1.Role]string
	Scopes                                         map[optionv1.ScopeKind]string
}

func inLocale(locale string) words {
	if locale == chinese {
		return inChinese
	}
	return inEnglish
}

func (w words) stream(method protoreflect.MethodDescriptor) string {
	switch {
	case method.IsStreamingClient() && method.IsStreamingServer():
		return w.BothStream
	case method.IsStreamingClient():
		return w.ClientStream
	case method.IsStreamingServer():
		return w.ServerStream
	}
	return ""
}

var inEnglish = words{
	Subtitle: "API description",
	Intro: "Every method can be called by REST and JSON at its address, and by Connect, gRPC-Web or gRPC under its full name. " +
		"A body is one JSON object with the fields that the method's table shows, and nothing around them. " +
		"Send a token as “Authorization: Bearer …”. Refusals carry a reason, the same in every protocol.",
	Token: "A key, an invitation or number and PIN become a token here:",
	Other: "中文", OtherLocale: chinese,
	Contents: "Contents", Callers: "Who may call it", OnlyService: "Hearth's own service", Everybody: "Everybody, without a token", Reasons: "Reasons for a refusal", Types: "Types",
	Parameters: "Parameters", Answer: "Answer", Name: "Name", Kind: "Type", Place: "In", Meaning: "Meaning",
	Code: "Code", Required: "required", ReadOnly: "read only", List: "list of", Map: "map of", OnlyGRPC: "Connect and gRPC only",
	Document: "OpenAPI document", Keys: "Public keys of tokens",
	ClientStream: "the caller streams", ServerStream: "the service streams", BothStream: "both sides stream",
	Places: map[string]string{"query": "query", "path": "path", "body": "body"},
	Roles: map[optionv1.Role]string{
		optionv1.Role_ROLE_EMPLOYEE: "every person", optionv1.Role_ROLE_TEAM_LEAD: "team leads", optionv1.Role_ROLE_MANAGER: "managers",
		optionv1.Role_ROLE_CULTURE_ADMIN: "culture staff", optionv1.Role_ROLE_ANALYST: "analysts",
		optionv1.Role_ROLE_WORKS_COUNCIL: "works councils", optionv1.Role_ROLE_SYSTEM: "other systems", optionv1.Role_ROLE_ADMIN: "admins",
	},
	Scopes: map[optionv1.ScopeKind]string{
		optionv1.ScopeKind_SCOPE_KIND_SELF: "for what is their own", optionv1.ScopeKind_SCOPE_KIND_SUBTREE: "within the units of their role",
		optionv1.ScopeKind_SCOPE_KIND_INSTALLATION: "with a role for the whole installation",
	},
}

var inChinese = words{
	Lead:     "联络中心文化的倾听、改进与衡量：Hearth 的 gRPC 契约及其 REST 形式。错误以 google.rpc.Status 返回，附有域为 hearth 的 google.rpc.ErrorInfo。",
	Subtitle: "接口说明",
	Intro: "每个方法均可按其地址以 REST/JSON 调用，也可按完整方法名以 Connect、gRPC-Web 或 gRPC 调用。" +
		"请求体是一个 JSON 对象，直接包含该方法表中所列的字段，外面不再套一层。" +
		"请以“Authorization: Bearer …”携带令牌。请求被拒绝时会给出原因，各协议一致。接口本身的说明文字为英文。",
	Token: "用密钥、邀请码，或工号与 PIN 码换取令牌：",
	Other: "English", OtherLocale: "en",
	Contents: "目录", Callers: "调用权限", OnlyService: "仅限 Hearth 内部服务", Everybody: "所有人，无需令牌", Reasons: "拒绝原因", Types: "数据类型",
	Parameters: "参数", Answer: "返回", Name: "名称", Kind: "类型", Place: "位置", Meaning: "含义",
	Code: "代码", Required: "必填", ReadOnly: "只读", List: "列表：", Map: "映射：", OnlyGRPC: "仅限 Connect 与 gRPC",
	Document: "OpenAPI 文档", Keys: "令牌公钥",
	ClientStream: "调用方流式发送", ServerStream: "服务端流式返回", BothStream: "双向流",
	Places: map[string]string{"query": "查询参数", "path": "路径", "body": "请求体"},
	Roles: map[optionv1.Role]string{
		optionv1.Role_ROLE_EMPLOYEE: "全体人员", optionv1.Role_ROLE_TEAM_LEAD: "班组长", optionv1.Role_ROLE_MANAGER: "经理",
		optionv1.Role_ROLE_CULTURE_ADMIN: "文化管理员", optionv1.Role_ROLE_ANALYST: "分析人员",
		optionv1.Role_ROLE_WORKS_COUNCIL: "工会代表", optionv1.Role_ROLE_SYSTEM: "其他系统", optionv1.Role_ROLE_ADMIN: "系统管理员",
	},
	Scopes: map[optionv1.ScopeKind]string{
		optionv1.ScopeKind_SCOPE_KIND_SELF: "限本人", optionv1.ScopeKind_SCOPE_KIND_SUBTREE: "限其角色所辖组织单元",
		optionv1.ScopeKind_SCOPE_KIND_INSTALLATION: "须具有全局角色",
	},
}
