// Package testkit gives tests the real parts that stand at the bottom: databases of both engines, ways to make them fail, a clock. What is
// above them has packages of its own, so that a test of a store draws in no server: bustest, calltest, otlptest and housetest.
package testkit
