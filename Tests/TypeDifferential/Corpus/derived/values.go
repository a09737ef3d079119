package derived

import (
	"example.com/corpus/base"
	yaml "example.com/corpus/yaml.v3"
	"io"
	"sync"
)

// Unnamed types with methods, and conversions to interfaces.

var Sink = []interface{}{generic(1), generic("x"), generic(struct{ a int }{}), Local(), (*struct {
	*Direct
	io.Reader
})(nil), struct {
	sync.Locker
	*base.Inner
}{}, [3]struct{ base.Word }{}, struct{ base.Word }{}, struct{ *base.Inner }{}, struct {
	f func()
	base.Fn
}{},
	(*Ambiguous)(nil), (*Shadow)(nil), (*[7]chan<- (<-chan map[string]*[]int))(nil), new(Gen1), new(Gen2), new(Gen5), (****Recursive)(nil)}
var (
	I1  io.Reader = struct{ *EmbedsR }{}
	I2  error     = errPtr(nil)
	I3  base.Hidden
	I4  interface{ Do() }                      = Word1{}
	I5  interface{ Value(int) string }         = &Embeds{}
	I6  interface{ Value(int) string }         = Direct{}
	I7  interface{ Get() (string, yaml.Node) } = Gen1{}
	I8  interface{ Deep() }                    = &Other{}
	I9  interface{ Mine() }                    = Gen4[int]{}
	I10 interface{ P() }                       = &base.M2{}
)

type EmbedsR struct {
	io.Reader
	b *int
}
type errPtr func()

func (errPtr) Error() string { return "" }
