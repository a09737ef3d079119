package catalog

type Words129 [129]*int
type Words200 [200]struct {
	N int
	P *Point
}
type Words16385 [16385]*int
type Big struct {
	A [20000]*Point
	B int
	C [3]string
}
type Spread [5000]struct {
	P *int
	N [3]int
	S string
}
type Bytes [70000]byte

var PWords129 *Words129
var PWords200 *Words200
var PWords16385 *Words16385
var PBig *Big
var PSpread *Spread
var PBytes *Bytes

var UWords128 *[128]*int
var UWords130 *[130]*string
var UWordsBig *[17000]any
