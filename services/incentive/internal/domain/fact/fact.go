// Package fact knows what happened in other services, as far as rules and goals may speak of it: each event of theirs becomes facts, one
// for each person whom it is about, in one shape.
package fact

import (
	"strings"
	"time"

	"github.com/hearth-culture/hearth/internal/model"
)

// Type is what happened. The numbers are those of hearth.incentive.v1.FactType.
type Type int32

// The types.
const (
	AttendanceRecorded Type = iota + 1
	StoryFeatured
	TrainingCompleted
	PersonJoined
	PersonMoved
	PersonLeft
	SurveyClosed
	ContactsCounted
	RecognitionReceived
)

// Kind is what an attribute is.
type Kind int

// The kinds.
const (
	Text Kind = iota + 1
	Number
	Bool
)

// Shape is what is known of the facts of a type.
type Shape struct {
	// Word names the type in ids and texts.
	Word string
	// Attributes are what conditions may ask for, by name.
	Attributes map[string]Kind
	// OfNobody: it is about a unit and about no person.
	OfNobody bool
	// Volume: it says how much somebody did, and nothing of how.
	Volume bool
}

// Behavior is the attribute of facts that may show a behavior.
const Behavior = "behavior"

// Shapes are all types.
var Shapes = map[Type]Shape{
	AttendanceRecorded:  {Word: "attendance", Attributes: map[string]Kind{"activity_kind": Text, "minutes": Number}},
	StoryFeatured:       {Word: "story", Attributes: map[string]Kind{Behavior: Text}},
	TrainingCompleted:   {Word: "training", Attributes: map[string]Kind{"training": Text, "topic": Text, "minutes": Number}},
	PersonJoined:        {Word: "joined", Attributes: map[string]Kind{"rehire": Bool}},
	PersonMoved:         {Word: "moved"},
	PersonLeft:          {Word: "left"},
	SurveyClosed:        {Word: "survey", Attributes: map[string]Kind{"instrument": Text}, OfNobody: true},
	ContactsCounted:     {Word: "contacts", Attributes: map[string]Kind{"contacts": Number, "calls": Number}, Volume: true},
	RecognitionReceived: {Word: "recognition", Attributes: map[string]Kind{Behavior: Text}},
}

// Fact is something that happened. Its key is what it was: told again, by whichever event, it is the same fact.
type Fact struct {
	Type Type
	// Resource is the name of what it is about, such as `activities/{activity}/attendances/{attendance}`.
	Resource string
	// Person and Unit are bare ids; Person is "" where it is about nobody, Unit where the event does not tell it.
	Person, Unit string
	// Giver is who thanked, a bare id; "" where a fact is nobody's gift.
	Giver string
	// Time is when it happened, which may lie ahead.
	Time time.Time
	// Attributes are the ones of its type: texts, int64 and bool. None is missing.
	Attributes map[string]any
}

// Key names the fact among all of them.
func (f Fact) Key() string {
	return strings.Join([]string{Shapes[f.Type].Word, f.Resource, f.Person}, "|")
}

// Shown is the bare id of the behavior that the fact shows; "" where it shows none.
func (f Fact) Shown() string {
	behavior, _ := f.Attributes[Behavior].(string)
	return model.ID(behavior)
}

// Month is the first day of the month of a day: thanks of one giver to one receiver count once in it.
func Month(day model.Day) model.Day {
	_, _, date := day.Date()
	return day - model.Day(date-1)
}

// CheckBehavior refuses a behavior of facts that can show none.
func (t Type) CheckBehavior(field, behavior string) error {
	if _, shows := Shapes[t].Attributes[Behavior]; behavior != "" && !shows {
		return model.InvalidField(field, model.Say("must be empty: such a fact shows no behavior", "此类事件不体现行为标准，须留空"))
	}
	return nil
}

// Kept is a fact as it is kept.
type Kept struct {
	Fact
	// Number orders facts as they came.
	Number int64
	// Withdrawn: it turned out not to have been so. It counts for nothing.
	Withdrawn bool
	// Counted is when it was first applied while it was not withdrawn; zero for one that was not, or no longer counts.
	Counted time.Time
}
