package catalog

import "fmt"

type Normed interface{ Norm() float64 }
type Shape interface {
	Normed
	Scale(k float64)
}
type Sealed interface {
	Get() string
	concealed() int
}
type SealedPointer interface {
	Sealed
	hidden() int
	Add(n int) int
}
type Combined interface {
	fmt.Stringer
	error
	Sealed
}
type Any any

var PNormed *Normed
var PShape *Shape
var PSealed *Sealed
var PSealedPointer *SealedPointer
var PCombined *Combined
var PAny *Any

var UAny *any
var UError *error
var UStringer *fmt.Stringer
var UInterface *interface {
	Alpha(x int) (y Point)
	beta()
}
