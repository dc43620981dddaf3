package model

// List is a listing that was asked for: what to keep, in which order, where to go on, how many.
type List struct {
	Conditions []Condition
	Order      []Order
	// After holds the values of the order's fields, and last the unique key, of the row after which to go on; empty for the first page.
	After []any
	// Size is the number of rows of a page. A store reads one more, to know whether there is a next page.
	Size int
}

// Condition compares a whitelisted field with a value. All conditions hold together.
type Condition struct {
	Field string
	// Op is one of = != < <= > >=.
	Op    string
	Value any
}

// Order is one field of an order.
type Order struct {
	Field string
	Desc  bool
}
