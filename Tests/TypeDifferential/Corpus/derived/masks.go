package derived

// Masks, GC programs and masks on demand.

type (
	Big  [20000]*int
	Big2 struct {
		a [130]string
		b [130]int
		c [130]*int
	}
	Big3 struct {
		x int
		y [70000]struct {
			p *int
			q [3]int
			r string
		}
	}
	Big4 [128]*byte
	Big5 [129]*byte
	Big6 struct {
		a [1 << 20]byte
		p *byte
	}
	Big7 [1 << 16][1 << 8]struct {
		a [3]uint8
		p *int
	}
	Big8  [16384]*int
	Big9  [16385]*int
	Big10 struct {
		a, b [9000]*int
		c    [1 << 30]byte
		d    Big9
		e    string
	}
	Big11 [3][5000]struct {
		a, b, c int
		p       interface{}
	}
)
