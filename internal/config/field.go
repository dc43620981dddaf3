package config

import (
	"encoding"
	"errors"
	"fmt"
	"maps"
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// field is one key of a configuration together with its value.
type field struct {
	key, secret string
	help        model.Words
	value       reflect.Value
}

// fields are the keys of a configuration in the order of their declaration.
func fields(c *Config) []field { return within(reflect.ValueOf(c).Elem(), "") }

func within(group reflect.Value, prefix string) []field {
	var found []field
	for i := range group.NumField() {
		tags := group.Type().Field(i).Tag
		key, ok := tags.Lookup("key")
		switch {
		case !ok:
		case group.Field(i).Kind() == reflect.Struct:
			found = append(found, within(group.Field(i), prefix+key+".")...)
		default:
			found = append(found, field{prefix + key, tags.Get("secret"), model.Words{En: tags.Get("help"), ZhCN: tags.Get("zh")}, group.Field(i)})
		}
	}
	return found
}

func (f field) variable() string {
	return prefix + strings.ToUpper(strings.ReplaceAll(f.key, ".", "_"))
}

func (f field) flag() string { return strings.NewReplacer(".", "-", "_", "-").Replace(f.key) }

// kind says in a word what the key takes.
func (f field) kind() model.Words {
	switch f.value.Interface().(type) {
	case bool:
		return model.Say("true or false", "true 或 false")
	case int:
		return model.Say("whole number", "整数")
	case float64:
		return model.Say("number", "数字")
	case time.Duration:
		return model.Say("duration", "时长")
	case encoding.TextMarshaler:
		return model.Say("level", "级别")
	case map[string]string:
		return model.Say("name=value list", "name=value 列表")
	case []netip.Prefix:
		return model.Say("list of networks", "网络列表")
	default:
		return model.Say("text", "文本")
	}
}

// set reads the value from a text.
func (f field) set(text string) error {
	switch target := f.value.Addr().Interface().(type) {
	case *string:
		*target = text
	case *bool:
		return parse(target, text, strconv.ParseBool)
	case *int:
		return parse(target, text, strconv.Atoi)
	case *float64:
		return parse(target, text, func(s string) (float64, error) { return strconv.ParseFloat(s, 64) })
	case *time.Duration:
		return parse(target, text, time.ParseDuration)
	case *map[string]string:
		return parse(target, text, parsePairs)
	case *[]netip.Prefix:
		return parse(target, text, parseNetworks)
	case encoding.TextUnmarshaler:
		return target.UnmarshalText([]byte(text))
	}
	return nil
}

func parse[T any](target *T, text string, read func(string) (T, error)) error {
	value, err := read(strings.TrimSpace(text))
	if err == nil {
		*target = value
	}
	return err
}

func parsePairs(text string) (map[string]string, error) {
	pairs := map[string]string{}
	if text == "" {
		return pairs, nil
	}
	for pair := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(pair), "=")
		if !ok || name == "" || value == "" {
			return nil, errors.New("not name=value")
		}
		if _, twice := pairs[name]; twice {
			return nil, errors.New("named twice")
		}
		pairs[name] = value
	}
	return pairs, nil
}

func parseNetworks(text string) ([]netip.Prefix, error) {
	if text == "" {
		return nil, nil
	}
	var networks []netip.Prefix
	for part := range strings.SplitSeq(text, ",") {
		network, err := netip.ParsePrefix(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		networks = append(networks, network)
	}
	return networks, nil
}

// problem says what is wrong with a text that set has refused.
func (f field) problem(text string) model.Words {
	kind := f.kind()
	wanted := model.Words{En: "a " + kind.En, ZhCN: kind.ZhCN}
	switch f.value.Interface().(type) {
	case bool:
		wanted = kind
	case time.Duration:
		wanted = model.Say("%s, such as 20s", "%s，例如 20s", wanted)
	case encoding.TextMarshaler:
		wanted = model.Say("%s: DEBUG, INFO, WARN or ERROR", "%s：DEBUG、INFO、WARN 或 ERROR", wanted)
	case map[string]string:
		wanted = model.Say("%s, such as directory=host:9090", "%s，例如 directory=host:9090", wanted)
	case []netip.Prefix:
		wanted = model.Say("%s, such as 10.1.0.0/24,fd00::/64", "%s，例如 10.1.0.0/24,fd00::/64", wanted)
	}
	return model.Say("%q is not %s", "%q 不是%s", f.mask(text), wanted)
}

// text writes the value as set would read it.
func (f field) text() string {
	switch value := f.value.Interface().(type) {
	case map[string]string:
		var pairs []string
		for _, name := range slices.Sorted(maps.Keys(value)) {
			pairs = append(pairs, name+"="+value[name])
		}
		return strings.Join(pairs, ",")
	case []netip.Prefix:
		var networks []string
		for _, network := range value {
			networks = append(networks, network.String())
		}
		return strings.Join(networks, ",")
	default:
		return fmt.Sprint(value)
	}
}

const masked = "xxxxx"

// mask hides what is secret in a text.
func (f field) mask(text string) string {
	switch {
	case f.secret == "" || text == "":
		return text
	case f.secret == "url":
		// NATS takes several addresses.
		parts := strings.Split(text, ",")
		for i, part := range parts {
			address, err := parseURL(part)
			if err != nil || (address.User == nil && strings.ContainsAny(part, "@")) || address.Query().Has("password") {
				return masked
			}
			parts[i] = redact(address)
		}
		return strings.Join(parts, ",")
	default:
		return masked
	}
}

func redact(address *url.URL) string {
	// A name without a password is a token.
	if _, both := address.User.Password(); address.User != nil && !both {
		address.User = url.User(masked)
	}
	return strings.ReplaceAll(address.Redacted(), roleText, "{role}")
}

// roleText stands for {role}, which may not stand everywhere in a URL.
const roleText = "role.to.be.named"

func parseURL(text string) (*url.URL, error) {
	return url.Parse(strings.ReplaceAll(text, "{role}", roleText))
}
