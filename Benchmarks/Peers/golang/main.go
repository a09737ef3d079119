// Go's own readers. Prints "what, items, nanoseconds" a line, the best of some runs.
//
// Lookups are of PCs in this program, for the runtime knows no other: it is linked with much that
// it does not use, and GoMeta and the C bound look up the same PCs in this program's table.
package main

import (
	"debug/dwarf"
	"debug/elf"
	"debug/gosym"
	"fmt"
	_ "go/types"
	"io"
	_ "net/http/httputil"
	"os"
	"runtime"
	"strconv"
	"time"

	_ "archive/zip"
	_ "encoding/json"
	_ "html/template"
	_ "image/png"
)

var sum uint64

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func lines(data *dwarf.Data) (count int) {
	reader := data.Reader()
	for {
		unit, err := reader.Next()
		check(err)
		if unit == nil {
			return
		}
		reader.SkipChildren()
		rows, err := data.LineReader(unit)
		check(err)
		if rows == nil {
			continue
		}
		var row dwarf.LineEntry
		for {
			err := rows.Next(&row)
			if err == io.EOF {
				break
			}
			check(err)
			sum += row.Address + uint64(row.Line)
			count++
		}
	}
}

func entries(data *dwarf.Data) (count int) {
	reader := data.Reader()
	for {
		entry, err := reader.Next()
		check(err)
		if entry == nil {
			return
		}
		count++
		if entry.Tag == dwarf.TagSubprogram || entry.Tag == dwarf.TagInlinedSubroutine {
			ranges, err := data.Ranges(entry)
			check(err)
			for _, r := range ranges {
				sum += r[0] + r[1]
			}
		}
	}
}

func best(what string, items, runs int, work func()) {
	best := time.Duration(1 << 62)
	for range runs {
		start := time.Now()
		work()
		best = min(best, time.Since(start))
	}
	fmt.Printf("%s\t%d\t%d\n", what, items, best.Nanoseconds())
}

// The same PCs as in rebuild-ratios (RandomPCs.swift).
func randomPCs(start, size uint64, count int) []uint64 {
	state := uint64(88172645463325252)
	pcs := make([]uint64, count)
	for i := range pcs {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		pcs[i] = start + state%size
	}
	return pcs
}

func main() {
	runs, err := strconv.Atoi(os.Args[2])
	check(err)
	file, err := elf.Open(os.Args[1])
	check(err)
	data, err := file.DWARF()
	check(err)
	rows, all := lines(data), entries(data)
	best("lines", rows, runs, func() { lines(data) })
	best("entries", all, runs, func() { entries(data) })

	path, err := os.Executable()
	check(err)
	self, err := elf.Open(path)
	check(err)
	text := self.Section(".text")
	table, err := self.Section(".gopclntab").Data()
	check(err)
	symbols, err := gosym.NewTable(nil, gosym.NewLineTable(table, text.Addr))
	check(err)
	const count = 1 << 15
	pcs := randomPCs(text.Addr, text.Size, count)
	hot := make([]uint64, count)
	for i := range hot {
		hot[i] = pcs[i%64]
	}
	fmt.Printf("self\t%d\t0\n", text.Size)
	for _, set := range []struct {
		name string
		pcs  []uint64
	}{{"random", pcs}, {"hot", hot}} {
		best("FuncForPC "+set.name, count, runs, func() {
			for _, pc := range set.pcs {
				if f := runtime.FuncForPC(uintptr(pc)); f != nil {
					file, line := f.FileLine(uintptr(pc))
					sum += uint64(len(f.Name()) + len(file) + line)
				}
			}
		})
		best("CallersFrames "+set.name, count, runs, func() {
			for _, pc := range set.pcs {
				one := [1]uintptr{uintptr(pc) + 1}
				frame, _ := runtime.CallersFrames(one[:]).Next()
				sum += uint64(len(frame.Function) + len(frame.File) + frame.Line)
			}
		})
		best("gosym "+set.name, count, runs, func() {
			for _, pc := range set.pcs {
				file, line, f := symbols.PCToLine(pc)
				if f != nil {
					sum += uint64(len(f.Name) + len(file) + line)
				}
			}
		})
	}
	if sum == 42 {
		os.Exit(1)
	}
}
