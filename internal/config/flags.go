package config

import (
	"github.com/spf13/pflag"

	"github.com/hearth-culture/hearth/internal/model"
)

// BindFlags adds --config and a flag for every key, explained in a reader's language.
func BindFlags(flags *pflag.FlagSet, locale string) {
	flags.String(fileFlag, FileName, model.Say("The configuration file; %s names it too.", "配置文件，也可用 %s 指定。", fileEnv).In(locale))
	c := Default()
	for _, f := range fields(&c) {
		flag := flags.VarPF(&flagText{text: f.text(), kind: f.kind().In(locale)}, f.flag(), "", f.help.In(locale))
		if _, ok := f.value.Interface().(bool); ok {
			flag.NoOptDefVal = "true"
		}
	}
}

// flagText keeps what was written; Load judges all sources alike.
type flagText struct{ text, kind string }

func (t *flagText) String() string        { return t.text }
func (t *flagText) Set(text string) error { t.text = text; return nil }
func (t *flagText) Type() string          { return t.kind }

func (c *Config) readFlags(flags *pflag.FlagSet) []error {
	if flags == nil {
		return nil
	}
	var wrong []error
	for _, f := range fields(c) {
		flag := flags.Lookup(f.flag())
		if flag == nil || !flag.Changed {
			continue
		}
		if err := c.set(f, flag.Value.String(), "--"+f.flag()); err != nil {
			wrong = append(wrong, err)
		}
	}
	return wrong
}
