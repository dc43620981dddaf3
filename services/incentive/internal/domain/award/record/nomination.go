package record

import "crypto/sha256"

// Nomination is what was made of a nomination. It names nobody and repeats nothing that was written: people are in it by their labels, or, where
// they were not of the round, as "outside/1" and so on.
type Nomination struct {
	// Nomination is the resource name.
	Nomination string `json:"nomination"`
	By         string `json:"by"`
	For        string `json:"for"`
	// Manager is whom the nominee reported to; "" for nobody.
	Manager string `json:"manager"`
	// Barred is why it does not count, a word; "" where it does.
	Barred string `json:"barred"`
	// Story is the fingerprint of what was written.
	Story    Hash       `json:"story"`
	Evidence []Evidence `json:"evidence"`
}

// Evidence is something that a nomination names.
type Evidence struct {
	// Kind is the collection of the resource, "letters" or "recognitions", and Name the fingerprint of its name.
	Kind string `json:"kind"`
	Name Hash   `json:"name"`
	// Barred is why it does not count, a word; "" where it does.
	Barred string `json:"barred"`
}

// Rest is that somebody won lately, and so could not win.
type Rest struct {
	Label string `json:"label"`
	// Round is the resource name of the one that they won, and Ended its last day, such as 2026-08-31.
	Round string `json:"round"`
	Ended string `json:"ended"`
}

// Fingerprint is SHA-256 of the canonical {"salt":…,"text":…}: whoever has the text can show that it was this one, and the record does not tell it.
func Fingerprint(salt Hash, text string) Hash {
	said, _ := Canonical(map[string]string{"salt": salt.String(), "text": text}) // two texts are always JSON
	return sha256.Sum256(said)
}
