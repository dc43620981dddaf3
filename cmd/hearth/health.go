package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	healthv1 "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/hearth-culture/hearth/internal/rpc"
)

func healthCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "health",
		Short: "Ask a running Hearth whether it is ready; for images that hold no other program",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := settings(cmd)
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), 3*time.Second)
			defer cancel()
			client, err := cfg.TLS.Client()
			if err != nil {
				return err
			}
			return askHealth(ctx, cfg.GRPCAddr, client, cmd)
		},
	}
}

func askHealth(ctx context.Context, addr string, client *tls.Config, cmd *cobra.Command) error {
	conn, err := rpc.Dial(addr, client, nil)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	response, err := healthv1.NewHealthClient(conn).Check(ctx, &healthv1.HealthCheckRequest{})
	if err != nil {
		return err
	}
	if response.GetStatus() != healthv1.HealthCheckResponse_SERVING {
		return fmt.Errorf("%s answers %s", addr, response.GetStatus())
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), "ready")
	return err
}
