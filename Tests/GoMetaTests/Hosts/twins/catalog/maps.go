package catalog

type Key struct {
	S string
	F float64
	I any
	N int8
}
type Elem struct {
	P *Point
	S []string
	M map[string]int
}

var PKey *Key
var PElem *Elem

var MStringInt *map[string]int
var MIntString *map[int]string
var MInt8Point *map[int8]Point
var MInt32 *map[int32]int32
var MInt64Pointer *map[int64]*Point
var MPointString *map[Point]string
var MAny *map[any]any
var MError *map[error]int
var MStrings *map[[2]string]*Point
var MFloat32 *map[float32]string
var MFloat64 *map[float64]int
var MComplex64 *map[complex64]int
var MComplex *map[complex128]string
var MKeyElem *map[Key]Elem
var MPointer *map[*Point]bool
var MChannel *map[chan int]int
var MBool *map[bool]struct{}
var MLongElem *map[string][200]byte
var MLongKey *map[[200]byte]int
var MLongBoth *map[[20]string][40]*int
var MNamed *map[String]Elem
var MBlank *map[Blank]int
var MEmpty *map[struct{}]string
var MNested *map[string]map[Point][]map[int]string
var MUint16 *map[[3]uint16]int8
var MInterface *map[Normed]Normed
