package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/said"
)

var han = regexp.MustCompile(`\p{Han}`)

// speaking sets the language of a person, by LANG alone.
func speaking(t *testing.T, lang string) {
	t.Setenv("LC_ALL", "")
	t.Setenv("LC_MESSAGES", "")
	t.Setenv("LANG", lang)
}

// All that the help says is there in the person's language: what a command does, and what its flags are for.
func TestHelpInTheLanguageOfThePerson(t *testing.T) {
	for lang, chinese := range map[string]bool{"zh_CN.UTF-8": true, "zh_CN": true, "C": false, "": false, "xx_YY": false, "en_GB.UTF-8": false} {
		t.Run(lang, func(t *testing.T) {
			speaking(t, lang)
			checked := 0
			each(command(), func(c *cobra.Command) {
				require.Equal(t, chinese, han.MatchString(c.Short), "%s: %s", c.CommandPath(), c.Short)
				if c.Long != "" {
					require.Equal(t, chinese, han.MatchString(c.Long), "%s: %s", c.CommandPath(), c.Long)
				}
				c.Flags().VisitAll(func(f *pflag.Flag) {
					require.Equal(t, chinese, han.MatchString(f.Usage), "%s --%s: %s", c.CommandPath(), f.Name, f.Usage)
				})
				c.PersistentFlags().VisitAll(func(f *pflag.Flag) {
					require.Equal(t, chinese, han.MatchString(f.Usage), "%s --%s: %s", c.CommandPath(), f.Name, f.Usage)
				})
				checked++
			})
			require.Greater(t, checked, 15)
			help := run(t, "", "events", "--help").out
			require.Equal(t, chinese, strings.Contains(help, "可用命令："), help)
			require.Equal(t, !chinese, strings.Contains(help, "Available Commands:"), help)
			require.Equal(t, chinese, han.MatchString(run(t, "", "config", "keys").out))
		})
	}
}

// Whoever asks by "hearth help" rather than by --help reads the same, in their language: of every command, and of all that there is.
func TestHearthHelpAnswersForEveryCommand(t *testing.T) {
	t.Setenv("HEARTH_DATA_DIR", t.TempDir())
	helped := func(args ...string) string {
		var out strings.Builder
		root := command()
		root.SetArgs(args)
		root.SetOut(&out)
		require.NoError(t, execute(t.Context(), root), args)
		return out.String()
	}
	for lang, chinese := range map[string]bool{"zh_CN.UTF-8": true, "zh": true, "C": false, "": false, "xx_YY": false, "en_GB.UTF-8": false, "%$": false} {
		t.Run(lang, func(t *testing.T) {
			speaking(t, lang)
			require.Contains(t, helped("help"), map[bool]string{true: "可用命令：", false: "Available Commands:"}[chinese])
			each(command(), func(c *cobra.Command) {
				path := strings.Fields(c.CommandPath())[1:]
				help := helped(append([]string{"help"}, path...)...)
				require.Contains(t, help, c.CommandPath())
				require.Equal(t, chinese, han.MatchString(help), help)
				if c.Name() != "help" {
					require.Equal(t, helped(append(path, "--help")...), help, c.CommandPath())
				}
			})
		})
	}
}

// A command that cannot be is refused in the person's language, with the code of a wrong command.
func TestMistakesInTheLanguageOfThePerson(t *testing.T) {
	t.Setenv("HEARTH_DATA_DIR", t.TempDir())
	for _, c := range []struct {
		args     []string
		code     int
		en, zhCN string
	}{
		{[]string{"srv"}, exitUsage, `unknown command "srv" for "hearth"`, `"hearth" 没有命令 "srv"`},
		{[]string{"help", "srv"}, exitUsage, `unknown command "srv" for "hearth"`, `"hearth" 没有命令 "srv"`},
		{[]string{"help", "award", "lst"}, exitUsage, `unknown command "lst" for "hearth award"`, `"hearth award" 没有命令 "lst"`},
		{[]string{"serve", "--nope"}, exitUsage, "unknown flag: --nope", "未知参数：--nope"},
		{[]string{"serve", "-x"}, exitUsage, "unknown shorthand flag: 'x' in -x", "-x 中有未知参数 'x'"},
		{[]string{"serve", "--data-dir"}, exitUsage, "flag needs an argument: --data-dir", "参数 --data-dir 缺少取值"},
		{[]string{"serve", "kitchen"}, exitUsage, `there is no role "kitchen"`, `没有角色 "kitchen"`},
		{[]string{"serve", "directory"}, exitUsage, "need an event bus", "需要事件总线"},
		{[]string{"events", "list"}, exitUsage, "accepts 1 arg(s), received 0", "需要 1 个参数，收到 0 个"},
		{[]string{"events", "list", "--limit", "x", "survey"}, exitUsage, `invalid argument "x" for "--limit" flag`, `参数 --limit 的取值 "x" 无效`},
		{[]string{"events", "list", "survey"}, exitData, "no such file or directory", "没有该文件或文件夹"},
		{[]string{"events", "list", "gateway"}, exitUsage, "gateway keeps no data", "gateway 不存储数据"},
		{[]string{"events", "dead", "drop", "survey"}, exitUsage, "requires at least 2 arg(s), only received 1", "至少需要 2 个参数，只收到 1 个"},
		{[]string{"events", "dead", "drop", "survey", "a"}, exitUsage, `"a" is not the number`, `"a" 不是已放弃事件的序号`},
		{[]string{"events", "replay", "survey"}, exitUsage, `required flag(s) "consumer" not set`, `缺少必需的参数 "consumer"`},
		{[]string{"events", "replay", "survey", "--consumer", "x"}, exitUsage, "there is no consumer x", "没有消费者 x"},
		{[]string{"directory", "import", "nowhere.csv", "--yes"}, exitUsage, "the file nowhere.csv cannot be read: no such file or directory", "无法读取文件 nowhere.csv：没有该文件或文件夹"},
		{[]string{"directory", "import", "a.csv", "--yes", "--map-file", "nowhere.yaml"}, exitUsage, "nowhere.yaml cannot be read", "无法读取文件 nowhere.yaml"},
		{[]string{"directory", "import", "a.csv", "--format", "x"}, exitUsage, "--format x is not table", "--format x 不是 table"},
		{[]string{"directory", "import", "a.csv", "--yes", "--dry-run"}, exitUsage, "none of the others can be", "参数 dry-run yes 不能同时使用"},
		{[]string{"token", "--server", "127.0.0.1:1"}, exitFailure, "there is no key: the key file ", "找不到密钥：密钥文件 "},
		{[]string{"token", "--server", "127.0.0.1:1"}, exitFailure, "Hearth does not answer at 127.0.0.1:1", "无法连接 127.0.0.1:1 上的 Hearth"},
		{[]string{"token", "--key-file", "nowhere"}, exitFailure, "there is no key: the key file nowhere", "找不到密钥：密钥文件 nowhere"},
		{[]string{"config", "check", "--rate-burst", "0"}, exitUsage, "--rate-burst: rate.burst: 0 is not from 1 to a million", "--rate-burst: rate.burst：0 不在 1 至一百万之间"},
		{[]string{"config", "check", "--trace-ratio", "x"}, exitUsage, `"x" is not a number`, `"x" 不是数字`},
		{[]string{"config", "check", "--config", "nowhere.yaml"}, exitUsage, "nowhere.yaml: cannot be read: ", "nowhere.yaml：无法读取："},
		{[]string{"health", "--grpc-addr", "127.0.0.1:1"}, exitFailure, "Hearth does not answer at 127.0.0.1:1", "无法连接 127.0.0.1:1 上的 Hearth"},
		{[]string{"restore", "nowhere"}, exitFailure, "nowhere is not a whole backup: open", "nowhere 不是完整的备份：open"},
		{[]string{"backup", "."}, exitFailure, "the backup needs a new folder: mkdir .: file exists", "备份需要一个新文件夹：mkdir .: 文件已存在"},
	} {
		for lang, want := range map[string]string{"zh_CN.UTF-8": c.zhCN, "C": c.en, "": c.en, "xx_YY": c.en} {
			speaking(t, lang)
			root := command()
			root.SetArgs(c.args)
			root.SetOut(new(strings.Builder))
			err := execute(t.Context(), root)
			require.Error(t, err, c.args)
			said := said.Of(err).In(string(words.Of(func(string) string { return lang })))
			require.Contains(t, said, want, c.args)
			require.Equal(t, c.code, exitCode(err), "%v: %s", c.args, said)
			require.NotContains(t, said, "identity:")
		}
	}
}
