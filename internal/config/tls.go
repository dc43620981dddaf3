package config

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Server is what this process shows on its ports; nil where that is plain text.
func (t TLS) Server() (*tls.Config, error) {
	if t.Cert == "" {
		return nil, nil
	}
	pair, err := newPair(t.Cert, t.Key)
	if err != nil {
		return nil, err
	}
	c := &tls.Config{
		MinVersion:     tls.VersionTLS12,
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return pair.current(), nil },
	}
	if t.ClientCA != "" {
		if c.ClientCAs, err = readAuthorities(t.ClientCA); err != nil {
			return nil, err
		}
		c.ClientAuth = tls.RequireAndVerifyClientCert
	}
	return c, nil
}

// Client is how this process meets its peers; nil where that is in plain text.
func (t TLS) Client() (*tls.Config, error) {
	if t.CA == "" && t.ClientCert == "" {
		return nil, nil
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	var err error
	if t.CA != "" {
		if c.RootCAs, err = readAuthorities(t.CA); err != nil {
			return nil, err
		}
	}
	if t.ClientCert != "" {
		pair, err := newPair(t.ClientCert, t.ClientKey)
		if err != nil {
			return nil, err
		}
		c.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return pair.current(), nil }
	}
	return c, nil
}

func readAuthorities(path string) (*x509.CertPool, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, model.Say("%s holds no certificate", "%s 中没有证书", path)
	}
	return pool, nil
}

// pair is a certificate and its key, read again when a file changes: certificates are renewed while Hearth runs.
type pair struct {
	cert, key string

	mu      sync.Mutex
	held    *tls.Certificate
	changed time.Time
	looked  time.Time
}

// pairPause is how seldom the files are looked at.
const pairPause = 10 * time.Second

func newPair(cert, key string) (*pair, error) {
	p := &pair{cert: cert, key: key}
	return p, p.read()
}

func (p *pair) read() error {
	changed, err := p.newest()
	if err != nil {
		return err
	}
	held, err := tls.LoadX509KeyPair(p.cert, p.key)
	if err != nil {
		return fmt.Errorf("%s and %s: %w", p.cert, p.key, err)
	}
	p.held, p.changed = &held, changed
	return nil
}

func (p *pair) newest() (time.Time, error) {
	var newest time.Time
	for _, path := range []string{p.cert, p.key} {
		info, err := os.Stat(path)
		if err != nil {
			return newest, err
		}
		if info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	return newest, nil
}

// current is the certificate to show. While the files are being exchanged and do not fit each other, the old one goes on.
func (p *pair) current() *tls.Certificate {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := time.Now(); now.Sub(p.looked) >= pairPause {
		p.looked = now
		if newest, err := p.newest(); err == nil && !newest.Equal(p.changed) {
			_ = p.read()
		}
	}
	return p.held
}
