package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
)

// errNoSecret is that nothing was given where a secret was asked for.
var errNoSecret = usageError{model.Say("nothing was given to log in with", "未提供登录凭据")}

func loginCommand(l words.Locale) *cobra.Command {
	var options *client.Options
	var employer, number string
	command := &cobra.Command{
		Use:   "login",
		Short: l.Say("Log in as a person, by a personal link or by staff number and PIN", "以个人身份登录：使用个人链接，或工号与 PIN"),
		Long: l.Say(`The link or the PIN is asked for, so that it stands in no list of commands; a program gives it on standard input.
The log-in is kept for the commands to come in a file that you alone can read, until it has not been used for ten minutes or twelve hours are over.`,
			`链接或 PIN 在提示后输入，不会出现在命令记录中；程序可由标准输入提供。
登录保存在只有您本人可读的文件中，供后续命令使用；十分钟未使用或满十二小时后失效。`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClient(cmd, options, func(c *client.Client) error {
				credential, err := credential(cmd, c.Locale, employer, number)
				if err != nil {
					return err
				}
				if err := c.Login(cmd.Context(), credential); err != nil {
					return err
				}
				return greetPerson(cmd, c)
			})
		},
	}
	options = bindClient(command, l)
	flags := command.Flags()
	flags.StringVar(&employer, "employer", "", l.Say("your employer, with --number", "您的雇主，与 --number 同用"))
	flags.StringVar(&number, "number", "", l.Say("your staff number: log in with your PIN", "您的工号：使用 PIN 登录"))
	command.MarkFlagsRequiredTogether("employer", "number")
	return command
}

func logoutCommand(l words.Locale) *cobra.Command {
	return &cobra.Command{
		Use:   "logout",
		Short: l.Say("Forget the log-in that hearth login keeps", "清除 hearth login 保存的登录"),
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return client.Logout() },
	}
}

// credential asks for the secret.
func credential(cmd *cobra.Command, l words.Locale, employer, number string) (*directoryv1.ExchangeTokenRequest, error) {
	if number != "" {
		pin, err := secret(cmd, l.Say("PIN: ", "PIN 码："))
		return &directoryv1.ExchangeTokenRequest{Credential: &directoryv1.ExchangeTokenRequest_NumberAndPin{
			NumberAndPin: &directoryv1.NumberAndPin{Employer: employer, Number: number, Pin: pin},
		}}, err
	}
	link, err := secret(cmd, l.Say("Personal link: ", "个人链接："))
	// Of an address with the secret in it, the secret counts.
	if at := strings.Index(link, identity.KindInvitation); at > 0 {
		link = link[at:]
	}
	return &directoryv1.ExchangeTokenRequest{Credential: &directoryv1.ExchangeTokenRequest_Invitation{Invitation: link}}, err
}

// secret asks for a line that nobody else shall see.
func secret(cmd *cobra.Command, prompt string) (text string, err error) {
	file, ok := cmd.InOrStdin().(*os.File)
	if ok && term.IsTerminal(int(file.Fd())) {
		fmt.Fprint(cmd.ErrOrStderr(), prompt)
		var typed []byte
		typed, err = term.ReadPassword(int(file.Fd()))
		fmt.Fprintln(cmd.ErrOrStderr())
		text = string(typed)
	} else if text, err = bufio.NewReader(cmd.InOrStdin()).ReadString('\n'); errors.Is(err, io.EOF) {
		err = nil
	}
	if text = strings.TrimSpace(text); text == "" && err == nil {
		return "", errNoSecret
	}
	return text, err
}

// greetPerson says as whom one is logged in, and what is missing.
func greetPerson(cmd *cobra.Command, c *client.Client) error {
	ctx := c.Context(cmd.Context())
	caller, err := directoryv1.NewTokenServiceClient(c.Conn()).GetCaller(ctx, &directoryv1.GetCallerRequest{})
	if err != nil {
		return err
	}
	person, err := directoryv1.NewPersonServiceClient(c.Conn()).GetPerson(ctx, &directoryv1.GetPersonRequest{Name: caller.GetSubject()})
	if err != nil {
		return err
	}
	text := c.Locale.Say("Logged in as %s, with %d roles.", "已登录：%s，角色 %d 个。", person.GetDisplayName(), len(caller.GetBindings()))
	if count := len(caller.GetWithheldBindings()); count > 0 {
		text += " " + c.Locale.Say("%d roles wait for a fresh link.", "另有 %d 个角色需用新的链接登录后生效。", count)
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), text)
	return err
}
