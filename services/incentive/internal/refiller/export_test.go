package refiller

// Round goes on as long as somebody has their turn, once.
var Round = round
