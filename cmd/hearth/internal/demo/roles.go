package demo

import (
	"context"
	"time"

	"github.com/google/uuid"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"
	optionv1 "github.com/hearth-culture/hearth/proto/hearth/option/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
)

// importPause is how long to wait for somebody else's import before asking again.
const importPause = time.Second

// held is what a binding says, to be compared.
type held struct {
	subject, unit, employer string
	role                    optionv1.Role
}

// bringRoles gives those roles that are not given yet.
func (f *Filling) bringRoles(ctx context.Context) error {
	bindings := directoryv1.NewBindingServiceClient(f.Client.Conn())
	given := map[held]bool{}
	request := &directoryv1.ListBindingsRequest{PageSize: pageSize}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := bindings.ListBindings(ctx, request)
		if err != nil {
			return err
		}
		for _, binding := range page.GetBindings() {
			given[held{binding.GetSubject(), binding.GetUnit(), binding.GetEmployer(), binding.GetRole()}] = true
		}
		request.PageToken = page.GetNextPageToken()
	}
	for i, role := range f.enterprise.Roles {
		one := held{f.people[role.Person], f.units[role.Unit], role.Employer, role.Role}
		if given[one] {
			continue
		}
		create := &directoryv1.CreateBindingRequest{RequestId: uuid.NewString(), Binding: &directoryv1.Binding{
			Subject: one.subject, Role: one.role, Unit: one.unit, Employer: one.employer,
		}}
		err := f.persist(ctx, func() error {
			_, err := bindings.CreateBinding(ctx, create)
			return err
		})
		if err != nil {
			return err
		}
		f.Tell(words.Both("roles: %d of %d", "角色：%d / %d", i+1, len(f.enterprise.Roles)))
	}
	return nil
}
