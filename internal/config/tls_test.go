package config_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/hearth-culture/hearth/internal/config"
)

// authority signs certificates for 127.0.0.1.
type authority struct {
	t    *testing.T
	key  *ecdsa.PrivateKey
	cert *x509.Certificate
	file string
}

func newAuthority(t *testing.T) *authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	require.NoError(t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	a := &authority{t, key, cert, filepath.Join(t.TempDir(), "ca.pem")}
	writePEM(t, a.file, "CERTIFICATE", der)
	return a
}

func writePEM(t *testing.T, path, kind string, der []byte) {
	require.NoError(t, os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600))
}

// issue writes a certificate with the serial number and its key.
func (a *authority) issue(serial int64, certFile, keyFile string) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(a.t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key)
	require.NoError(a.t, err)
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(a.t, err)
	writePEM(a.t, certFile, "CERTIFICATE", der)
	writePEM(a.t, keyFile, "PRIVATE KEY", keyDER)
}

func (a *authority) pair(serial int64) (certFile, keyFile string) {
	folder := a.t.TempDir()
	certFile, keyFile = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	a.issue(serial, certFile, keyFile)
	return certFile, keyFile
}

// meet has a client call a server; it returns the serial number that the client saw, or who refused.
func meet(t *testing.T, server, client config.TLS) (serial int64, err error) {
	t.Helper()
	serves, err := server.Server()
	require.NoError(t, err)
	calls, err := client.Client()
	require.NoError(t, err)
	if calls == nil {
		calls = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	listener, err := tls.Listen("tcp", "127.0.0.1:0", serves)
	require.NoError(t, err)
	defer func() { require.NoError(t, listener.Close()) }()
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		// The first byte tells the client that its certificate was taken.
		_, _ = conn.Write([]byte{1})
		_ = conn.Close()
	}()
	conn, err := tls.Dial("tcp", listener.Addr().String(), calls)
	if err != nil {
		return 0, err
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.Read(make([]byte, 1)); err != nil {
		return 0, err
	}
	return conn.ConnectionState().PeerCertificates[0].SerialNumber.Int64(), nil
}

func TestTLS(t *testing.T) {
	ours, theirs := newAuthority(t), newAuthority(t)
	cert, key := ours.pair(7)
	clientCert, clientKey := ours.pair(8)
	foreignCert, foreignKey := theirs.pair(9)
	open := config.TLS{Cert: cert, Key: key}
	mutual := config.TLS{Cert: cert, Key: key, ClientCA: ours.file}
	tests := map[string]struct {
		server, client config.TLS
		ok             bool
	}{
		"known authority":              {open, config.TLS{CA: ours.file}, true},
		"another authority":            {open, config.TLS{CA: theirs.file}, false},
		"the system's authorities":     {open, config.TLS{ClientCert: clientCert, ClientKey: clientKey}, false},
		"with the certificate asked":   {mutual, config.TLS{CA: ours.file, ClientCert: clientCert, ClientKey: clientKey}, true},
		"without a certificate":        {mutual, config.TLS{CA: ours.file}, false},
		"with somebody's certificate":  {mutual, config.TLS{CA: ours.file, ClientCert: foreignCert, ClientKey: foreignKey}, false},
		"a certificate nobody demands": {open, config.TLS{CA: ours.file, ClientCert: clientCert, ClientKey: clientKey}, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			serial, err := meet(t, test.server, test.client)
			require.Equal(t, test.ok, err == nil, err)
			if test.ok {
				require.Equal(t, int64(7), serial)
			}
		})
	}
}

func TestPlainTextHasNoTLS(t *testing.T) {
	server, err := config.TLS{CA: "ca.pem"}.Server()
	require.NoError(t, err)
	require.Nil(t, server)
	client, err := config.TLS{Cert: "cert.pem", Key: "key.pem"}.Client()
	require.NoError(t, err)
	require.Nil(t, client)
}

func TestACertificateIsRenewedWhileWeRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ours := newAuthority(t)
		cert, key := ours.pair(7)
		other, otherKey := ours.pair(8)
		server, err := config.TLS{Cert: cert, Key: key}.Server()
		require.NoError(t, err)
		shows := func(want int64) {
			t.Helper()
			held, err := server.GetCertificate(nil)
			require.NoError(t, err)
			require.Equal(t, want, held.Leaf.SerialNumber.Int64())
		}
		replace := func(file, with string) {
			require.NoError(t, os.Rename(with, file))
			require.NoError(t, os.Chtimes(file, time.Now(), time.Now()))
		}
		shows(7)
		replace(cert, other)
		time.Sleep(10 * time.Second)
		shows(7) // its key is not there yet
		replace(key, otherKey)
		shows(7) // the files are not looked at for each connection
		time.Sleep(10 * time.Second)
		shows(8)
		require.NoError(t, os.Remove(cert))
		time.Sleep(10 * time.Second)
		shows(8)
	})
}
