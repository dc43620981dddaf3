package model

// Fact is something that happened in a domain. The types that are facts say so by Happened, which does nothing; their service's events
// must say each of them, and test/tidy finds the one that they forget.
type Fact interface{ Happened() }
