// Package openapi holds the description of the REST interface, generated from the contract.
package openapi

import _ "embed"

// Document is OpenAPI 2.0, in JSON.
//
//go:embed hearth.swagger.json
var Document []byte
