// Command compare compares a rebuilt pclntab with the one that Go's linker put into the same
// program, at every PC: function, file, line, stack pointer delta, and the chain of inlined calls
// with the place of each. It decodes both by itself.
//
//	compare PROGRAM TABLE
package main

import (
	"debug/dwarf"
	"debug/elf"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"sort"
)

type table struct {
	data      []byte
	textStart uint64
	quantum   uint32
	functions int
	names     []byte
	cus       []byte
	files     []byte
	pctab     []byte
	funcs     []byte
	funcData  []byte
}

func u32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }

func newTable(data []byte, text uint64) *table {
	word := func(i int) uint64 { return binary.LittleEndian.Uint64(data[8+8*i:]) }
	if u32(data, 0) != 0xfffffff1 {
		panic(fmt.Sprintf("magic %#x", u32(data, 0)))
	}
	return &table{
		data: data, textStart: text, quantum: uint32(data[6]), functions: int(word(0)),
		names: data[word(3):], cus: data[word(4):], files: data[word(5):], pctab: data[word(6):],
		funcs: data[word(7):],
	}
}

func str(b []byte, at uint32) string {
	end := at
	for b[end] != 0 {
		end++
	}
	return string(b[at:end])
}

type function struct {
	t              *table
	entry          uint32
	record         []byte
	name           string
	npcdata, nfunc int
}

func (t *table) function(i int) *function {
	entry := u32(t.funcs, 8*i)
	record := t.funcs[u32(t.funcs, 8*i+4):]
	return &function{
		t: t, entry: entry, record: record, name: str(t.names, u32(record, 4)),
		npcdata: int(u32(record, 28)), nfunc: int(record[43]),
	}
}

// values decodes a pc-value table into one value a PC unit.
func (f *function) values(offset uint32) []int32 {
	if offset == 0 {
		return nil
	}
	p := f.t.pctab[offset:]
	read := func() uint32 {
		v, n := binary.Uvarint(p)
		p = p[n:]
		return uint32(v)
	}
	var out []int32
	value := int32(-1)
	for first := true; ; first = false {
		d := read()
		if d == 0 && !first {
			return out
		}
		value += int32(d>>1) ^ -int32(d&1)
		for n := read(); n > 0; n-- {
			out = append(out, value)
		}
	}
}

func (f *function) pcdata(i int) []int32 {
	if i >= f.npcdata {
		return nil
	}
	return f.values(u32(f.record, 44+4*i))
}

func (f *function) funcdata(i int) []byte {
	if i >= f.nfunc {
		return nil
	}
	offset := u32(f.record, 44+4*f.npcdata+4*i)
	if offset == ^uint32(0) {
		return nil
	}
	return f.t.funcData[offset:]
}

func at(values []int32, pc int) int32 {
	if pc < 0 || pc >= len(values) {
		return -1
	}
	return values[pc]
}

type decoded struct {
	name                    string
	files, lines, sp, index []int32
	fileOffset              uint32
	tree                    []byte
	f                       *function
}

func (f *function) decode() *decoded {
	d := &decoded{name: f.name, f: f, fileOffset: u32(f.record, 32), tree: f.funcdata(3)}
	d.sp = f.values(u32(f.record, 16))
	d.files = f.values(u32(f.record, 20))
	d.lines = f.values(u32(f.record, 24))
	d.index = f.pcdata(2)
	return d
}

func (d *decoded) file(pc int) string {
	number := at(d.files, pc)
	if number < 0 || d.fileOffset == ^uint32(0) {
		return "?"
	}
	offset := u32(d.f.t.cus, 4*int(d.fileOffset+uint32(number)))
	if offset == ^uint32(0) {
		return "?"
	}
	return str(d.f.t.files, offset)
}

// chain is the names of the innermost function and its callers, and the places of the calls.
func (d *decoded) chain(pc int) (names, places string) {
	quantum := int(d.f.t.quantum)
	for depth := 0; ; depth++ {
		if depth > 0 {
			places += fmt.Sprintf("%s:%d;", d.file(pc), at(d.lines, pc))
		}
		index := at(d.index, pc)
		if index < 0 || d.tree == nil || depth > 100 {
			return names + d.name, places
		}
		record := d.tree[16*index:]
		names += str(d.f.t.names, u32(record, 4)) + "<"
		pc = int(u32(record, 8)) / quantum
	}
}

type place struct {
	file string
	line int
}

// rows are what debug/dwarf reads of the line programs, by address.
type rows []struct {
	address uint64
	end     bool
	place
}

func debugLines(program *elf.File) rows {
	data, err := program.DWARF()
	check(err)
	var all rows
	for units := data.Reader(); ; units.SkipChildren() {
		unit, err := units.Next()
		check(err)
		if unit == nil {
			break
		}
		reader, err := data.LineReader(unit)
		check(err)
		if reader == nil {
			continue
		}
		for {
			var entry dwarf.LineEntry
			if err := reader.Next(&entry); err == io.EOF {
				break
			} else {
				check(err)
			}
			name := ""
			if entry.File != nil {
				name = entry.File.Name
			}
			all = append(all, struct {
				address uint64
				end     bool
				place
			}{entry.Address, entry.EndSequence, place{name, entry.Line}})
		}
	}
	// Of rows with one address the last one counts, but a sequence's end.
	sort.SliceStable(all, func(i, j int) bool {
		if all[i].address != all[j].address {
			return all[i].address < all[j].address
		}
		return all[i].end && !all[j].end
	})
	return all
}

func (r rows) at(address uint64) place {
	i := sort.Search(len(r), func(i int) bool { return r[i].address > address })
	if i == 0 || r[i-1].end {
		return place{}
	}
	return r[i-1].place
}

type counter struct {
	pcs, functions int
	examples       []string
}

func main() {
	program, err := elf.Open(os.Args[1])
	check(err)
	section := program.Section(".gopclntab")
	if section == nil {
		section = program.Section(".data.rel.ro.gopclntab")
	}
	stock, err := section.Data()
	check(err)
	text := program.Section(".text").Addr
	ours, err := os.ReadFile(os.Args[2])
	check(err)
	a, b := newTable(stock, text), newTable(ours, text)
	a.funcData = goFunc(program)
	last := u32(b.funcs, 8*(b.functions-1)+4)
	record := b.funcs[last:]
	end := len(ours) - len(b.funcs) + int(last) + 44 + 4*int(u32(record, 28)) + 4*int(record[43])
	b.funcData = ours[(end+7)&^7:]

	entries := map[uint32]int{}
	for i := 0; i < b.functions; i++ {
		entries[u32(b.funcs, 8*i)] = i
	}
	lines := debugLines(program)
	counters := map[string]*counter{}
	var functions, pcs, inlined int
	for i := 0; i < a.functions; i++ {
		f := a.function(i)
		j, ok := entries[f.entry]
		if !ok {
			count(counters, "function missing", f.name, 1)
			continue
		}
		functions++
		want, got := f.decode(), b.function(j).decode()
		if want.name != got.name {
			count(counters, "function name", want.name+" is "+got.name, 1)
		}
		var sp, line, asDebugInfo, names, places int
		size := max(len(want.sp), len(want.lines), len(want.index))
		for pc := 0; pc < size; pc++ {
			pcs++
			if at(want.index, pc) >= 0 {
				inlined++
			}
			if at(want.sp, pc) != at(got.sp, pc) {
				sp++
				detail("sp", want.name, pc, at(want.sp, pc), at(got.sp, pc))
			}
			if at(want.lines, pc) != at(got.lines, pc) || want.file(pc) != got.file(pc) {
				if lines.at(text+uint64(want.f.entry)+uint64(pc)*uint64(a.quantum)) ==
					(place{got.file(pc), int(at(got.lines, pc))}) {
					asDebugInfo++
				} else {
					line++
				}
				detail("line", want.name, pc, want.file(pc), at(want.lines, pc), got.file(pc), at(got.lines, pc))
			}
			wantNames, wantPlaces := want.chain(pc)
			gotNames, gotPlaces := got.chain(pc)
			if wantNames != gotNames {
				names++
			} else if wantPlaces != gotPlaces {
				places++
			}
		}
		hasLines := len(got.lines) > 0
		class := func(what string) string {
			if !hasLines {
				return what + ", no debug information"
			}
			return what
		}
		count(counters, class("sp"), want.name, sp)
		count(counters, class("line"), want.name, line)
		count(counters, "line, of which debug information says what we say", want.name, asDebugInfo)
		count(counters, class("chain"), want.name, names)
		count(counters, class("call place"), want.name, places)
	}
	fmt.Printf("compared\t%d\t%d\t%d\n", functions, pcs, inlined)
	var keys []string
	for key := range counters {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		c := counters[key]
		fmt.Printf("%s\t%d\t%d", key, c.functions, c.pcs)
		for _, example := range c.examples {
			fmt.Printf("\t%s", example)
		}
		fmt.Println()
	}
}

// detail prints each difference when COMPARE_DETAILS is set.
func detail(values ...any) {
	if details {
		fmt.Println(values...)
	}
}

var details = os.Getenv("COMPARE_DETAILS") != ""

func count(counters map[string]*counter, key, name string, pcs int) {
	if pcs == 0 {
		return
	}
	c := counters[key]
	if c == nil {
		c = &counter{}
		counters[key] = c
	}
	c.functions++
	c.pcs += pcs
	if len(c.examples) < 20 {
		c.examples = append(c.examples, fmt.Sprintf("%s (%d)", name, pcs))
	}
}

// goFunc is what funcdata offsets count from.
func goFunc(program *elf.File) []byte {
	symbols, err := program.Symbols()
	check(err)
	for _, symbol := range symbols {
		if symbol.Name != "go:func.*" {
			continue
		}
		for _, section := range program.Sections {
			if section.Addr <= symbol.Value && symbol.Value < section.Addr+section.Size {
				data, err := section.Data()
				check(err)
				return data[symbol.Value-section.Addr:]
			}
		}
	}
	panic("no go:func.*")
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
