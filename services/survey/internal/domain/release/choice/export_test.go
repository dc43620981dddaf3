package choice

// SafeCells are Cells before the lightest are left out.
var SafeCells = safeCells
