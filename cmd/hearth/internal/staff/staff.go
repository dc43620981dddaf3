// Package staff finds people and units by what a person at a desk knows of them: a staff number, and the employer where numbers collide; an id or a title.
package staff

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"google.golang.org/grpc"

	directoryv1 "github.com/hearth-culture/hearth/proto/hearth/directory/v1"

	"github.com/hearth-culture/hearth/internal/model"
)

const pageSize = 1000

// Find is the one person of a number. The employer may be empty where only one has the number. A name, `people/{person}`, finds itself.
func Find(ctx context.Context, conn grpc.ClientConnInterface, employer, number string) (*directoryv1.Person, error) {
	people := directoryv1.NewPersonServiceClient(conn)
	if strings.HasPrefix(number, "people/") {
		return people.GetPerson(ctx, &directoryv1.GetPersonRequest{Name: number})
	}
	filter := "number = " + strconv.Quote(number)
	if employer != "" {
		filter += " AND employer = " + strconv.Quote(employer)
	}
	page, err := people.ListPeople(ctx, &directoryv1.ListPeopleRequest{Filter: filter, PageSize: pageSize})
	if err != nil {
		return nil, err
	}
	found := page.GetPeople()
	if len(found) != 1 {
		return nil, trouble(number, found)
	}
	return found[0], nil
}

// trouble is that a number is nobody's, or that of several people.
func trouble(number string, found []*directoryv1.Person) error {
	if len(found) == 0 {
		return model.Say("nobody whom you may see has the number %q", "您可查看的人员中没有工号 %q", number)
	}
	employers := make([]string, len(found))
	for i, person := range found {
		employers[i] = person.GetPlacement().GetEmployer()
	}
	slices.Sort(employers)
	return model.Say("%q is a number of several employers: %s", "工号 %q 同时属于多个雇主：%s", number, strings.Join(employers, ", "))
}

// Book holds everybody whom the caller may see, by number.
type Book struct {
	byNumber map[string][]*directoryv1.Person
}

// Read reads the book. Progress hears how many people have been read.
func Read(ctx context.Context, conn grpc.ClientConnInterface, progress func(people int)) (*Book, error) {
	book, read := &Book{map[string][]*directoryv1.Person{}}, 0
	// Who has left may have answered before.
	request := &directoryv1.ListPeopleRequest{PageSize: pageSize, ShowLeft: true}
	for more := true; more; more = request.GetPageToken() != "" {
		page, err := directoryv1.NewPersonServiceClient(conn).ListPeople(ctx, request)
		if err != nil {
			return nil, err
		}
		for _, person := range page.GetPeople() {
			book.byNumber[person.GetNumber()] = append(book.byNumber[person.GetNumber()], person)
		}
		read += len(page.GetPeople())
		progress(read)
		request.PageToken = page.GetNextPageToken()
	}
	return book, nil
}

// Name is the name of the one person of a number; the employer may be empty where only one has it.
func (b *Book) Name(employer, number string) (string, error) {
	found := b.byNumber[number]
	if employer != "" {
		found = slices.DeleteFunc(slices.Clone(found), func(p *directoryv1.Person) bool { return p.GetPlacement().GetEmployer() != employer })
	}
	if len(found) != 1 {
		return "", trouble(number, found)
	}
	return found[0].GetName(), nil
}
