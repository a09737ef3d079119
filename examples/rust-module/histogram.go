package histogram // import "example.com/histogram"

type Bins struct {
	Low, Width float64
	Counts     [16]int64
	Outside    int64
}

var Requests Bins

func (b *Bins) Add(samples []float64)
func (b *Bins) Missed() int64
func (b *Bins) Fullest() (bin int, count int64)

func Mean(samples []int64) int64
func Checksum(text string) uint32
func Label(line string) string
