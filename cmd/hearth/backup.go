package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/cmd/hearth/modules"
	"github.com/hearth-culture/hearth/internal/app"
)

func backupCommand(l words.Locale) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FOLDER",
		Short: l.Say("Copy the data of an embedded Hearth, running or not, into a new folder", "将内嵌模式 Hearth 的数据（无论是否在运行）复制到新文件夹"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			if err := app.Backup(cmd.Context(), cfg, modules.All(cfg), args[0]); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), l.Say("The backup is in %s", "备份位于 %s", args[0]))
			return err
		},
	}
}

func restoreCommand(l words.Locale) *cobra.Command {
	return &cobra.Command{
		Use:   "restore FOLDER",
		Short: l.Say("Lay a backup into an empty data folder", "将备份恢复到空的数据目录"),
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			if err := app.Restore(cmd.Context(), cfg, modules.All(cfg), args[0]); err != nil {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), l.Say(
				"%s holds the backup; start Hearth on it. A backup holds no keys: `hearth admin reset-key` makes a new admin key.",
				"备份已恢复到 %s，可在其上启动 Hearth。备份不含密钥：用 `hearth admin reset-key` 生成新的管理员密钥。", cfg.DataDir))
			return err
		},
	}
}
