// Package testkit gives tests the real parts: databases of both engines, and ways to make them fail.
package testkit
