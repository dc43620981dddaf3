// Package questionnaire takes instruments from files of people to Hearth, and back.
package questionnaire

import (
	"iter"
	"os"
	"slices"
	"strings"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	surveyv1 "github.com/hearth-culture/hearth/proto/hearth/survey/v1"

	"github.com/hearth-culture/hearth/cmd/hearth/internal/words"
	"github.com/hearth-culture/hearth/internal/document"
	"github.com/hearth-culture/hearth/internal/model"
)

// File is an instrument that somebody wrote.
type File struct {
	Instrument *surveyv1.Instrument

	document *document.Document
}

// Read reads a YAML file. What is wrong with it is told in document.Problems.
func Read(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, words.Unreadable(path, err)
	}
	f := &File{Instrument: &surveyv1.Instrument{}}
	f.document, err = document.Read(path, text, f.Instrument)
	if err != nil {
		return nil, err
	}
	f.Instrument = Draft(f.Instrument)
	return f, nil
}

// Locate says where in the file those fields stand that Hearth refused; any other error is as it was.
func (f *File) Locate(err error) error {
	var problems document.Problems
	for _, detail := range status.Convert(err).Details() {
		bad, ok := detail.(*errdetails.BadRequest)
		if !ok {
			continue
		}
		for _, violation := range bad.GetFieldViolations() {
			field, ok := strings.CutPrefix(violation.GetField(), "instrument")
			if !ok {
				return err
			}
			said := violation.GetDescription() // in the language of the person
			problems = append(problems, f.document.Problem(strings.TrimPrefix(field, "."), model.Words{En: said, ZhCN: said}))
		}
	}
	if len(problems) == 0 {
		return err
	}
	return problems
}

// Draft is what people decide about an instrument, without what Hearth says of it.
func Draft(i *surveyv1.Instrument) *surveyv1.Instrument {
	draft := i.ProtoReflect()
	for field := range fields(false) {
		draft.Clear(field)
	}
	return i
}

// Mask names all that people decide about an instrument, so that an update takes away what a file does not say.
func Mask() *fieldmaskpb.FieldMask {
	mask := &fieldmaskpb.FieldMask{}
	for field := range fields(true) {
		mask.Paths = append(mask.Paths, string(field.Name()))
	}
	return mask
}

// fields are those of an instrument that people decide about, or those that Hearth fills in.
func fields(people bool) iter.Seq[protoreflect.FieldDescriptor] {
	return func(yield func(protoreflect.FieldDescriptor) bool) {
		all := (&surveyv1.Instrument{}).ProtoReflect().Descriptor().Fields()
		for i := range all.Len() {
			field := all.Get(i)
			behavior, _ := proto.GetExtension(field.Options(), annotations.E_FieldBehavior).([]annotations.FieldBehavior)
			hearths := field.Name() == "etag" || slices.Contains(behavior, annotations.FieldBehavior_OUTPUT_ONLY) ||
				slices.Contains(behavior, annotations.FieldBehavior_IDENTIFIER)
			if hearths != people && !yield(field) {
				return
			}
		}
	}
}

// Questions is how many things a person is asked: every row of a matrix is one.
func Questions(i *surveyv1.Instrument) (count int) {
	for _, item := range i.GetItems() {
		count += max(1, len(item.GetMatrix().GetRows()))
	}
	return count
}
