package access

import (
	"context"
	"time"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/identity"
	"github.com/hearth-culture/hearth/internal/model"
	"github.com/hearth-culture/hearth/internal/request"
	"github.com/hearth-culture/hearth/internal/rpc/list"
	"github.com/hearth-culture/hearth/internal/rpc/resource"

	domain "github.com/hearth-culture/hearth/services/directory/internal/domain/access"
)

type keys struct {
	directoryv1.UnimplementedKeyServiceServer
	read domain.Reader
	work request.Work[domain.Store]
}

// CreateKey makes a key with its bindings.
func (s *keys) CreateKey(ctx context.Context, req *directoryv1.CreateKeyRequest) (*directoryv1.CreateKeyResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.CreateKeyResponse, error) {
		now := s.work.Clock()
		secret, kept := newSecret()
		draft := domain.Key{
			Kind: domain.SystemKey, DisplayName: req.GetKey().GetDisplayName(),
			ExpireTime: resource.Instant(req.GetKey().GetExpireTime()), Secrets: []domain.Secret{kept},
		}
		var grants []model.Binding
		for _, grant := range req.GetGrants() {
			grants = append(grants, model.Binding{Role: model.Role(grant.GetRole()), Unit: model.ID(grant.GetUnit()), Employer: grant.GetEmployer()})
		}
		key, bindings, err := domain.CreateKey(ctx, store, model.ScopeFrom(ctx), now, draft, grants)
		if err != nil {
			return nil, err
		}
		return &directoryv1.CreateKeyResponse{Key: keyProto(key, now), Secret: secret, Bindings: list.Protos(bindings, bindingProto)}, nil
	})
}

// GetKey reads a key.
func (s *keys) GetKey(ctx context.Context, req *directoryv1.GetKeyRequest) (*directoryv1.Key, error) {
	key, err := domain.ReadKey(ctx, s.read, model.ScopeFrom(ctx), model.ID(req.GetName()))
	if err != nil {
		return nil, err
	}
	return keyProto(key, s.work.Clock()), nil
}

var keyList = list.Descending(func(k domain.Key) string { return k.ID }, nil)

// ListKeys lists the keys, newest first.
func (s *keys) ListKeys(ctx context.Context, req *directoryv1.ListKeysRequest) (*directoryv1.ListKeysResponse, error) {
	page, next, err := keyList.Page(ctx, req, func(asked model.List) ([]domain.Key, error) {
		return s.read.Keys(ctx, model.ScopeFrom(ctx), asked)
	})
	now := s.work.Clock()
	write := func(key domain.Key) *directoryv1.Key { return keyProto(key, now) }
	return &directoryv1.ListKeysResponse{Keys: list.Protos(page, write), NextPageToken: next}, err
}

// RotateKey makes a new secret.
func (s *keys) RotateKey(ctx context.Context, req *directoryv1.RotateKeyRequest) (*directoryv1.RotateKeyResponse, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.RotateKeyResponse, error) {
		now := s.work.Clock()
		secret, kept := newSecret()
		overlap := time.Duration(req.GetOverlapSeconds()) * time.Second
		key, err := domain.RotateKey(ctx, store, model.ScopeFrom(ctx), now, model.ID(req.GetName()), overlap, kept)
		if err != nil {
			return nil, err
		}
		return &directoryv1.RotateKeyResponse{Key: keyProto(key, now), Secret: secret}, nil
	})
}

// RevokeKey ends a key and all its secrets.
func (s *keys) RevokeKey(ctx context.Context, req *directoryv1.RevokeKeyRequest) (*directoryv1.Key, error) {
	return request.Do(ctx, s.work, req, func(ctx context.Context, store domain.Store) (*directoryv1.Key, error) {
		now := s.work.Clock()
		key, err := domain.RevokeKey(ctx, store, model.ScopeFrom(ctx), now, model.ID(req.GetName()))
		if err != nil {
			return nil, err
		}
		return keyProto(key, now), nil
	})
}

func newSecret() (shown string, kept domain.Secret) {
	secret, prefix, hash := identity.NewSecret(identity.KindKey)
	return secret, domain.Secret{Prefix: prefix, Hash: hash}
}

func keyProto(key domain.Key, now time.Time) *directoryv1.Key {
	out := &directoryv1.Key{
		Name: model.Name("keys", key.ID), DisplayName: key.DisplayName,
		CreateTime: resource.Timestamp(key.CreateTime), ExpireTime: resource.Timestamp(key.ExpireTime), RevokeTime: resource.Timestamp(key.RevokeTime),
	}
	for _, secret := range key.Open(now) {
		out.Secrets = append(out.Secrets, &directoryv1.KeySecret{
			Prefix: secret.Prefix, CreateTime: resource.Timestamp(secret.CreateTime), ExpireTime: resource.Timestamp(secret.ExpireTime),
		})
	}
	return out
}
