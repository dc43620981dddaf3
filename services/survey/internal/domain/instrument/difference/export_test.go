package difference

// Named says whether a field has a name for people, or is looked into.
func Named(field string) bool {
	return fields[field].En != "" || kinds[field].En != "" || inner[field]
}
