package main

import (
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/client"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/staff"
	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

func tokenCommand(l words.Locale) *cobra.Command {
	var options *client.Options
	command := &cobra.Command{
		Use: "token",
		Short: l.Say("Print a token alone: of who is logged in here, else by an API key, the administrator's on the machine of an embedded Hearth",
			"只输出令牌：优先使用此处已登录的人员，否则使用 API 密钥（在内嵌模式 Hearth 的机器上为管理员密钥）"),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClient(cmd, options, func(c *client.Client) error {
				token, err := c.Token(cmd.Context())
				if err != nil {
					return err
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), token)
				return err
			})
		},
	}
	options = bindClient(command, l)
	command.AddCommand(invitationCommand(options, l))
	return command
}

// invitationCommand makes the link by which a person logs in.
func invitationCommand(options *client.Options, l words.Locale) *cobra.Command {
	var person, employer string
	var hours int32
	command := &cobra.Command{
		Use:   "create",
		Short: l.Say("Make a personal link by which somebody logs in once", "生成某人的个人登录链接，仅可使用一次"),
		Long: l.Say(`The secret of the link is printed alone; it is never shown again. The person's earlier links and their PIN end with it.`,
			`只输出链接的密文，且不再显示。该人员此前的链接与 PIN 随即失效。`),
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClient(cmd, options, func(c *client.Client) error {
				ctx := c.Context(cmd.Context())
				whom, err := staff.Find(ctx, c.Conn(), employer, person)
				if err != nil {
					return err
				}
				link, err := directoryv1.NewTokenServiceClient(c.Conn()).CreateInvitation(ctx, &directoryv1.CreateInvitationRequest{
					Name: whom.GetName(), LifetimeHours: hours, RequestId: uuid.NewString(),
				})
				if err != nil {
					return err
				}
				fmt.Fprintln(cmd.ErrOrStderr(), c.Locale.Say("For %s, until %s:", "用于 %s，有效期至 %s：",
					whom.GetDisplayName(), link.GetExpireTime().AsTime().Local().Format(time.DateTime)))
				_, err = fmt.Fprintln(cmd.OutOrStdout(), link.GetSecret())
				return err
			})
		},
	}
	flags := command.Flags()
	flags.StringVar(&person, "person", "", l.Say("whose: a staff number, or people/…", "人员：工号或 people/…"))
	flags.StringVar(&employer, "employer", "", l.Say("the person's employer, where several have the number", "人员的雇主；工号重复时需要"))
	flags.Int32Var(&hours, "hours", 0, l.Say("how long it works, 1 to 720; 72 by default", "有效小时数，1 至 720；默认 72"))
	if err := command.MarkFlagRequired("person"); err != nil {
		panic(err)
	}
	return command
}
