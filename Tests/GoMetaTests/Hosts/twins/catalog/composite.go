package catalog

import (
	"fmt"
	"time"
)

type Point struct{ X, Y float64 }

func (p Point) Norm() float64 { return p.X*p.X + p.Y*p.Y }
func (p *Point) Scale(k float64) {
	p.X *= k
	p.Y *= k
}

type Inner struct {
	N int
	S string
}

func (i *Inner) Add(n int) int {
	i.N += n
	return i.N
}
func (i Inner) Get() string    { return i.S }
func (i *Inner) hidden() int   { return i.N }
func (i Inner) concealed() int { return i.N }

type inner struct{ Depth int8 }

func (i inner) Deep() int8 { return i.Depth }

type Tagged struct {
	A    int    `json:"a,omitempty" xml:"b"`
	b    string `quoted "s" and \back`
	C    []byte ``
	D, E bool   `of:"both"`
}
type Blank struct {
	A    int8
	_    int64
	B    string
	_, _ [3]byte
	C    float32
}
type Hidden struct {
	a        int
	b        *Hidden
	c        func(Hidden) error
	Exported string
}
type Empty struct{}
type EndsEmpty struct {
	A int32
	E struct{}
}
type Incomparable struct {
	A [0]func()
	B int8
}
type Interfaces struct {
	A any
	B error
	C fmt.Stringer
	D float32
}
type Embeds struct {
	Point
	*Inner
	fmt.Stringer
	inner
	Name string
}
type EmbedsDeep struct {
	Pad int16
	Embeds
	*Tagged
}
type Direct struct{ p *int }

func (d Direct) Load() int { return *d.p }

type DirectArray [1]*Point
type DirectNested struct {
	E struct{}
	D [1]struct{ P *Point }
}
type Function func(n int) int

func (f Function) Tenfold() int { return 10 }

type Table map[string]int

func (t Table) Tag() int { return 20 }

type Pipe chan *Point

func (p Pipe) Mark() int { return 30 }

type Small [3]int16
type Variadic func(prefix string, rest ...*Point) (n int, err error)
type Duration time.Duration
type Timed struct {
	time.Duration
	At int
}

var PPoint *Point
var PInner *Inner
var PInnerHidden *inner
var PTagged *Tagged
var PBlank *Blank
var PHidden *Hidden
var PEmpty *Empty
var PEndsEmpty *EndsEmpty
var PIncomparable *Incomparable
var PInterfaces *Interfaces
var PEmbeds *Embeds
var PEmbedsDeep *EmbedsDeep
var PDirect *Direct
var PDirectArray *DirectArray
var PDirectNested *DirectNested
var PFunction *Function
var PTable *Table
var PPipe *Pipe
var PSmall *Small
var PVariadic *Variadic
var PDuration *Duration
var PTimed *Timed

var UFunction *func()
var UFunctions *func(int, ...string) (x error)
var UFunctionOfAll *func(a bool, b int8, c uint16, d float32, e complex128, f string, g []Point, h [2]error, i map[string]*Point, j chan int, k func(func()), l struct{ X int })
var UChannel *chan int
var UReceive *<-chan Point
var USend *chan<- *Point
var UChannels *chan (<-chan func())
var USlice *[]byte
var USlices *[][]*Point
var UArray *[4]string
var UArrays *[2][3]*int
var UNoArray *[0]Point
var UStruct *struct {
	A int
	b string
	Point
	C struct{ D []*Inner } `tag:"x"`
}
var UEmpty *struct{}
var UStandard *struct {
	D time.Duration
	S fmt.Stringer
	W time.Weekday
}
