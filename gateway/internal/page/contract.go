package page

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/internal/rpc/permit"
	"github.com/hearth-culture/hearth/internal/rpc/refusal"
)

// The views are what the page is filled with. Texts that exist in one language alone are those of the contract.
type (
	pageView struct {
		Words       words
		Locale      string
		Title       string
		Description string
		Groups      []groupView
		Types       []typeView
		Reasons     []reasonView
	}
	groupView struct {
		ID, Name, Description string
		Methods               []methodView
	}
	methodView struct {
		ID, Name, Verb, URL  string
		Summary, Description string
		Stream               string
		Open                 bool
		Callers              []callerView
		Parameters           []fieldView
		Answer               typeRef
		Reasons              []reasonView
	}
	callerView struct {
		Roles []string
		Scope string
	}
	reasonView struct{ Name, Code, Text string }
	typeView   struct {
		ID, Name, Description string
		Fields                []fieldView
		Values                []string
	}
	fieldView struct {
		Name, In, Description string
		Type                  typeRef
		Required, ReadOnly    bool
		Fields                []fieldView
	}
	typeRef struct {
		ID, Name  string
		Many, Map bool
	}
)

// newView is the page for those who read the locale.
func newView(locale string) (pageView, error) {
	document, err := readSwagger()
	if err != nil {
		return pageView{}, err
	}
	view := pageView{
		Words: inLocale(locale), Locale: locale, Title: document.Info.Title, Description: document.Info.Description,
		Types: document.types(), Reasons: reasons(locale),
	}
	described := map[string]string{}
	for _, tag := range document.Tags {
		described[tag.Name] = tag.Description
	}
	operations := document.operations()
	services := permit.Services()
	slices.SortFunc(services, func(a, b protoreflect.ServiceDescriptor) int { return cmp.Compare(a.FullName(), b.FullName()) })
	for _, service := range services {
		group := groupView{ID: string(service.FullName()), Name: string(service.FullName()), Description: described[string(service.FullName())]}
		for i := range service.Methods().Len() {
			group.Methods = append(group.Methods, view.method(service.Methods().Get(i), operations))
		}
		view.Groups = append(view.Groups, group)
	}
	return view, nil
}

func (v pageView) method(method protoreflect.MethodDescriptor, operations map[string]operation) methodView {
	name := string(method.FullName())
	found := operations[name]
	view := methodView{
		ID: name, Name: string(method.Name()), Verb: found.verb, URL: found.url,
		Summary: found.Summary, Description: found.Description, Stream: v.Words.stream(method),
		Answer: typeOf(found.Responses["200"].Schema),
	}
	for _, parameter := range found.Parameters {
		view.Parameters = append(view.Parameters, parameter.view())
	}
	if permitted, ok := permit.Lookup(permit.FullMethod(method)); ok {
		view.Open = permitted.Permission.GetOpen()
		for _, rule := range permitted.Permission.GetAllow() {
			caller := callerView{Scope: v.Words.Scopes[rule.GetScope()]}
			for _, role := range rule.GetRoles() {
				caller.Roles = append(caller.Roles, v.Words.Roles[role])
			}
			if only := permitted.Permission.GetOnlyService(); only != "" {
				caller.Roles = []string{v.Words.OnlyService + " " + only}
			}
			view.Callers = append(view.Callers, caller)
		}
	}
	for _, named := range named(found.Description) {
		if i := slices.IndexFunc(v.Reasons, func(r reasonView) bool { return r.Name == named }); i >= 0 {
			view.Reasons = append(view.Reasons, v.Reasons[i])
		}
	}
	return view
}

var reasonName = regexp.MustCompile(`\b[A-Z][A-Z0-9_]{3,}\b`)

// named are the words of a comment that look like reasons.
func named(comment string) []string {
	_, listed, _ := strings.Cut(comment, "Reasons")
	return reasonName.FindAllString(listed, -1)
}

// reasons are all that a call can be refused for, in the order of their names.
func reasons(locale string) []reasonView {
	var views []reasonView
	refusal.Each(func(value protoreflect.EnumValueDescriptor) {
		reason, ok := proto.GetExtension(value.Options(), optionv1.E_Reason).(*optionv1.Reason)
		if !ok || reason == nil {
			return
		}
		view := reasonView{Name: refusal.Name(value), Code: codes.Code(reason.GetCode()).String(), Text: reason.GetEn()}
		if locale == chinese {
			view.Text = reason.GetZhCn()
		}
		views = append(views, view)
	})
	slices.SortFunc(views, func(a, b reasonView) int { return cmp.Compare(a.Name, b.Name) })
	return slices.CompactFunc(views, func(a, b reasonView) bool { return a.Name == b.Name })
}
