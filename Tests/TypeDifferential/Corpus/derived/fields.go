package derived

import (
	"example.com/corpus/base"
)

// Padding, blank fields, tags and names outside ASCII.

type Blank struct {
	_    int
	_    [0]func()
	A    int32
	_    int32
	B    float64
	_, _ string
}
type Padded struct {
	A int8
	B int64
	C int8
	D [3]int16
	E int8
	F complex64
}
type ZeroEnd struct {
	A int64
	Z [0]int64
}
type ZeroEnd2 struct {
	A int8
	Z struct{}
}
type Tags struct {
	A          int "json:\"a,omitempty\" x:\"`\""
	C          int "é\t\n\x00@"
	D          int ""
	base.Empty "e"
}
type Utf struct {
	Größe int
	世界    string
	Ö, ö  uint8
}
type 型 struct{ É *型 }

func (型) Ämethod() {}
func (型) über()    {}
