package config

import "github.com/spf13/pflag"

// BindFlags adds --config and a flag for every key.
func BindFlags(flags *pflag.FlagSet) {
	flags.String(fileFlag, FileName, "The configuration file; "+fileEnv+" names it too.")
	c := Default()
	for _, f := range fields(&c) {
		flag := flags.VarPF(&flagText{text: f.text(), kind: f.kind()}, f.flag(), "", f.help)
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
