package rpc_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/rpc"
	"github.com/hearth-culture/hearth/internal/testkit"
	"github.com/hearth-culture/hearth/internal/testkit/calltest"
)

// authority signs certificates for the loopback address.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pool *x509.CertPool
}

func newAuthority(t *testing.T) *authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	a := &authority{key: key, pool: x509.NewCertPool(), cert: &x509.Certificate{SerialNumber: big.NewInt(1),
		Subject: pkix.Name{CommonName: "tests"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}}
	raw, err := x509.CreateCertificate(rand.Reader, a.cert, a.cert, key.Public(), key)
	require.NoError(t, err)
	a.cert, err = x509.ParseCertificate(raw)
	require.NoError(t, err)
	a.pool.AddCert(a.cert)
	return a
}

func (a *authority) certificate(t *testing.T) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	raw, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{SerialNumber: big.NewInt(2),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotBefore: a.cert.NotBefore, NotAfter: a.cert.NotAfter,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, a.cert, key.Public(), a.key)
	require.NoError(t, err)
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key}
}

func TestTLS(t *testing.T) {
	ours, foreign := newAuthority(t), newAuthority(t)
	mine := []tls.Certificate{ours.certificate(t)}
	oneWay := &tls.Config{Certificates: mine}
	bothWays := &tls.Config{Certificates: mine, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: ours.pool}
	tests := map[string]struct {
		server, client *tls.Config
		works          bool
	}{
		"one way":                        {oneWay, &tls.Config{RootCAs: ours.pool}, true},
		"a foreign authority":            {oneWay, &tls.Config{RootCAs: foreign.pool}, false},
		"plain text to TLS":              {oneWay, nil, false},
		"TLS to plain text":              {nil, &tls.Config{RootCAs: ours.pool}, false},
		"both ways":                      {bothWays, &tls.Config{RootCAs: ours.pool, Certificates: mine}, true},
		"both ways, without":             {bothWays, &tls.Config{RootCAs: ours.pool}, false},
		"both ways, of a foreign origin": {bothWays, &tls.Config{RootCAs: ours.pool, Certificates: []tls.Certificate{foreign.certificate(t)}}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := newPeer()
			p.create = func(context.Context, *directoryv1.CreateUnitRequest) (*directoryv1.Unit, error) {
				return &directoryv1.Unit{}, nil
			}
			server := rpc.New(rpc.Options{Auth: who, Log: testkit.Log(t), TLS: test.server})
			p.register(server)
			listener, err := net.Listen("tcp", "127.0.0.1:0")
			require.NoError(t, err)
			ended := make(chan error, 1)
			go func() { ended <- server.Network().Serve(listener) }()
			t.Cleanup(func() { server.Network().Stop(); require.NoError(t, <-ended) })
			conn, err := rpc.Dial(listener.Addr().String(), test.client, nil)
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, conn.Close()) })
			_, err = directoryv1.NewUnitServiceClient(conn).CreateUnit(calltest.As(t.Context(), "admin"), goodUnit())
			require.Equal(t, test.works, err == nil, err)
		})
	}
}
