package list

import (
	"slices"
	"strings"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/hearth-culture/hearth/internal/model"
)

// Kind is what a field holds: how a value is written in a filter, which operators make sense, and what a store compares.
type Kind struct {
	ops []string
	// parse also says what is wrong with the value, if it is not fine.
	parse func(literal) (any, model.Words)
	// fits says whether a value of a page token may be a value of the field.
	fits func(any) bool
}

// literal is a value as it stands in a filter: "quoted", bare, or a number.
type literal struct {
	text   string
	quoted bool
	number *int64
}

// fine is what is wrong with a good value.
var fine model.Words

var (
	equality = []string{"=", "!="}
	ordered  = []string{"=", "!=", "<", "<=", ">", ">="}
)

// The kinds. In brackets: what a store is given.
var (
	// String is a text, compared byte by byte (string).
	String = Kind{equality, parseString, isString}
	// Bool is true or false (bool).
	Bool = Kind{equality, parseBool, isBool}
	// Int is a whole number (int64).
	Int = Kind{ordered, parseInt, isInt}
	// Timestamp is RFC 3339, to the microsecond (int64, microseconds since 1970 as db.Micros).
	Timestamp = Kind{ordered, parseTimestamp, isInt}
	// Day is ISO 8601 (int64, a model.Day).
	Day = Kind{ordered, parseDay, isInt}
)

// Enum is the name of a value of the enum, with or without its prefix (int64, the number).
func Enum(enum protoreflect.EnumDescriptor) Kind {
	names := map[string]int64{}
	prefix := ""
	if zero := enum.Values().ByNumber(0); zero != nil {
		prefix = strings.TrimSuffix(string(zero.Name()), "UNSPECIFIED")
	}
	for i := range enum.Values().Len() {
		value := enum.Values().Get(i)
		names[string(value.Name())] = int64(value.Number())
		names[strings.TrimPrefix(string(value.Name()), prefix)] = int64(value.Number())
	}
	return Kind{equality, func(l literal) (any, model.Words) {
		if number, ok := names[l.text]; ok && l.number == nil {
			return number, fine
		}
		return nil, model.Say("must be a value of %s, such as %s", "须为 %s 的值，例如 %s",
			enum.Name(), enum.Values().Get(enum.Values().Len()-1).Name())
	}, isInt}
}

// Name is the name of a resource in the collection (string, the bare id). The empty name stands for none.
func Name(collection string) Kind {
	return Kind{equality, func(l literal) (any, model.Words) {
		id, ok := strings.CutPrefix(l.text, collection+"/")
		switch {
		case l.quoted && l.text == "":
			return "", fine
		case !l.quoted || !ok || id == "" || strings.Contains(id, "/"):
			return nil, model.Say(`must be the name of a resource, such as "%s/…"`, `须为资源名称，例如 "%s/…"`, collection)
		}
		return id, fine
	}, isString}
}

// Foreign is the id that another system gave to a resource, as "source:id" (string, both with the colon between).
var Foreign = Kind{equality, func(l literal) (any, model.Words) {
	source, id, ok := strings.Cut(l.text, ":")
	if !l.quoted || !ok || source == "" || id == "" {
		return nil, model.Say(`must be a source and its id, such as "hris:4711"`, `须为来源及其编号，例如 "hris:4711"`)
	}
	return parseString(l)
}, isString}

// Only is the same kind with fewer operators; with none, a field that can only be ordered by.
func (k Kind) Only(ops ...string) Kind {
	k.ops = slices.Clone(ops)
	return k
}

func parseString(l literal) (any, model.Words) {
	if !l.quoted {
		return nil, model.Say("must be a text in quotes", "须为带引号的文本")
	}
	if strings.ContainsRune(l.text, 0) {
		return nil, model.Say("must not hold the character NUL", "不能含有 NUL 字符")
	}
	return l.text, fine
}

func parseBool(l literal) (any, model.Words) {
	if !l.quoted && (l.text == "true" || l.text == "false") {
		return l.text == "true", fine
	}
	return nil, model.Say("must be true or false", "须为 true 或 false")
}

func parseInt(l literal) (any, model.Words) {
	if l.number == nil {
		return nil, model.Say("must be a whole number", "须为整数")
	}
	return *l.number, fine
}

func parseTimestamp(l literal) (any, model.Words) {
	moment, err := time.Parse(time.RFC3339Nano, l.text)
	if err != nil || !l.quoted || moment.Year() < 1 || moment.Year() > 9999 {
		return nil, model.Say(`must be an instant such as "2026-11-22T08:00:00Z"`, `须为时刻，例如 "2026-11-22T08:00:00Z"`)
	}
	if moment.Nanosecond()%int(time.Microsecond) != 0 {
		return nil, model.Say("must not be finer than a microsecond", "精度不能高于微秒")
	}
	return moment.UnixMicro(), fine
}

func parseDay(l literal) (any, model.Words) {
	day, err := model.ParseDay(l.text)
	if err != nil || !l.quoted || day == model.NoDay {
		return nil, model.Say(`must be a day such as "2026-11-22"`, `须为日期，例如 "2026-11-22"`)
	}
	return int64(day), fine
}

func isString(value any) bool { _, ok := value.(string); return ok }
func isBool(value any) bool   { _, ok := value.(bool); return ok }
func isInt(value any) bool    { _, ok := value.(int64); return ok }
