package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/db"
	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/services/directory"
)

func adminCommand(l words.Locale) *cobra.Command {
	command := &cobra.Command{Use: "admin", Short: l.Say("Repair access, on the machine that holds the data", "在存放数据的机器上修复访问权限")}
	command.AddCommand(
		&cobra.Command{
			Use:   "reset-key",
			Short: l.Say("Replace the admin key that was lost: the old one ends, the new one is written to the key folder", "更换遗失的管理员密钥：旧密钥失效，新密钥写入密钥目录"),
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				cfg, err := settings(cmd)
				if err != nil {
					return err
				}
				return withData(cmd, directory.Module().Name, func(ctx context.Context, d *db.DB) error {
					if err := directory.ResetAdminKey(ctx, d, cfg.KeysDir); err != nil {
						return err
					}
					_, err := fmt.Fprintln(cmd.OutOrStdout(), l.Say("The new admin key is in %s", "新的管理员密钥位于 %s", filepath.Join(cfg.KeysDir, identity.AdminKeyFile)))
					return err
				})
			},
		},
		&cobra.Command{
			Use:   "rotate-signing-key",
			Short: l.Say("Sign new tokens with a new key; those that are out stay good until they expire", "用新密钥签发令牌；已签发的令牌在到期前仍然有效"),
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				return withData(cmd, directory.Module().Name, func(ctx context.Context, d *db.DB) error {
					if err := directory.RotateSigningKey(ctx, d); err != nil {
						return err
					}
					_, err := fmt.Fprintln(cmd.OutOrStdout(), l.Say("New tokens are signed with a new key.", "新令牌将用新密钥签发。"))
					return err
				})
			},
		},
	)
	return command
}
