package config

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/said"
)

const (
	prefix = "HEARTH_"
	// FileName is the file that is read from the working folder when no other is named.
	FileName = "hearth.yaml"
	fileFlag = "config"
	fileEnv  = prefix + "CONFIG"
)

// Error is one wrong key or value.
type Error struct {
	// Key is the dotted key, such as "nats.url"; "" where a file is wrong as a whole.
	Key string
	// Place is where it was set: "hearth.yaml:3", "HEARTH_NATS_URL", "--nats-url", or "" where a default is wrong beside other values.
	Place string
	// Problem says what is wrong. It never shows a secret.
	Problem model.Words
}

// Error names the place, the key and the problem.
func (e *Error) Error() string { return e.Words().En }

// Words says it to people.
func (e *Error) Words() model.Words {
	place := strings.Join(slices.DeleteFunc([]string{e.Place, e.Key}, func(part string) bool { return part == "" }), ": ")
	if place == "" {
		return e.Problem
	}
	return model.Words{En: place + ": " + e.Problem.En, ZhCN: place + "：" + e.Problem.ZhCN}
}

// Sources is where a configuration comes from besides the defaults.
type Sources struct {
	// Folder is where hearth.yaml is looked for.
	Folder string
	// Environ holds NAME=value as os.Environ gives it.
	Environ []string
	// Flags are parsed flags that BindFlags added; nil for none.
	Flags *pflag.FlagSet
}

// Load reads the configuration: defaults, then the file, then the environment, then flags. The error holds an *Error for every wrong
// key and value; Check is part of it.
func Load(s Sources) (Config, error) {
	c := Default()
	var wrong []error
	path, named := s.file()
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		wrong = append(wrong, c.readFile(s.display(path), text)...)
	case named || !errors.Is(err, fs.ErrNotExist):
		return Config{}, &Error{Place: s.display(path), Problem: model.Say("cannot be read: %s", "无法读取：%s", said.Of(err))}
	}
	wrong = append(wrong, c.readEnviron(s.Environ)...)
	wrong = append(wrong, c.readFlags(s.Flags)...)
	if len(wrong) == 0 {
		c.derive()
		if err := Check(c); err != nil {
			return Config{}, err
		}
		return c, nil
	}
	return Config{}, errors.Join(wrong...)
}

// file is the file to read, and whether somebody named it.
func (s Sources) file() (path string, named bool) {
	if s.Flags != nil {
		if flag := s.Flags.Lookup(fileFlag); flag != nil && flag.Changed {
			return flag.Value.String(), true
		}
	}
	for _, entry := range s.Environ {
		if path, ok := strings.CutPrefix(entry, fileEnv+"="); ok && path != "" {
			return path, true
		}
	}
	return filepath.Join(s.Folder, FileName), false
}

// display is the path as a person in the folder would write it.
func (s Sources) display(path string) string {
	if filepath.Dir(path) == filepath.Clean(cmp.Or(s.Folder, ".")) {
		return filepath.Base(path)
	}
	return path
}

// foreign are variables with our prefix that are no keys: those of single commands, those of the tests, and those that Kubernetes makes
// for a service whose name begins with hearth.
var foreign = regexp.MustCompile(`^HEARTH_(CONFIG|SERVER|KEY|TOKEN|ADMIN_URL|SOAK|SHARED|TEST_.*|(.*_)?SERVICE_HOST|(.*_)?SERVICE_PORT(_.*)?|(.*_)?PORT(_\d+_(TCP|UDP)(_.*)?)?)$`)

func (c *Config) readEnviron(environ []string) []error {
	byVariable := map[string]field{}
	for _, f := range fields(c) {
		byVariable[f.variable()] = f
	}
	var wrong []error
	for _, entry := range slices.Sorted(slices.Values(environ)) {
		name, text, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, prefix) || foreign.MatchString(name) {
			continue
		}
		f, ok := byVariable[name]
		if !ok {
			wrong = append(wrong, &Error{Key: name, Problem: model.Say(
				"there is no such variable; hearth config keys prints those that there are", "没有该变量；hearth config keys 列出所有可用变量",
			)})
			continue
		}
		if err := c.set(f, text, name); err != nil {
			wrong = append(wrong, err)
		}
	}
	return wrong
}
