// Dumps the type descriptors of compiled packages, with all that they refer to, into one file that
// type-differential reads. It is built inside each release's own module cmd, for its object reader
// (cmd/internal/goobj): see Scripts/dump-types.
//
// Usage: typedump RELEASE ARCHITECTURE SUBJECT OUTPUT <PACKAGES
//
// Each line of PACKAGES is an import path, a package name and an archive, with tabs between.
//
// The file begins with "gotypes1"; unsigned varints (encoding/binary) follow, and zigzag ones where
// marked ±. A string stands as its index in the table of strings.
//
//	strings    count, then length and bytes of each
//	release    string; architecture and subject: strings
//	packages   count, then path and name of each
//	functions  count, then name and flags (1: dupok) of each function that a descriptor names
//	symbols    count, then of each: name, kind, flags, flags2, alignment, size; length and bytes of
//	           the data; count of relocations, and of each: offset, size, type, weak (0 or 1),
//	           target, ±addend; count of packages that define it so, and their indexes
//
// A symbol of which packages have different copies occurs once for each copy.
package main

import (
	"bufio"
	"bytes"
	"cmd/internal/goobj"
	"cmd/internal/objabi"
	"encoding/binary"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
)

type relocation struct {
	offset, size uint64
	kind, target string
	weak         bool
	addend       int64
}

type symbol struct {
	name, kind    string
	flags, flags2 uint8
	align, size   uint32
	data          []byte
	relocations   []relocation
	packages      []uint64
}

type function struct {
	dupok, defined bool
}

type dump struct {
	symbols   map[string]*symbol
	functions map[string]function
	// Names that relocations of the symbols have, to choose among the functions.
	targets map[string]bool
}

var prefixes = []string{"type:", "go:itab.", "runtime.gcbits."}

func matters(name string) bool {
	for _, prefix := range prefixes {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "typedump:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) != 4 {
		return fmt.Errorf("usage: typedump RELEASE ARCHITECTURE SUBJECT OUTPUT <PACKAGES")
	}
	d := dump{
		symbols: map[string]*symbol{}, functions: map[string]function{}, targets: map[string]bool{},
	}
	var packages [][2]string
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if len(fields) != 3 {
			return fmt.Errorf("no line of PACKAGES: %q", lines.Text())
		}
		index := uint64(len(packages))
		packages = append(packages, [2]string{fields[0], fields[1]})
		if fields[2] == "" { // unsafe has no archive
			continue
		}
		if err := d.archive(fields[2], index); err != nil {
			return fmt.Errorf("%s: %v", fields[2], err)
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	if len(d.symbols) == 0 {
		return fmt.Errorf("the packages have no type descriptors")
	}
	return os.WriteFile(arguments[3], d.encode(arguments[:3], packages), 0o666)
}

// archive reads the object files of an archive (cmd/internal/archive tells the format).
func (d *dump) archive(path string, index uint64) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	const magic = "!<arch>\n"
	if !bytes.HasPrefix(content, []byte(magic)) {
		return fmt.Errorf("no archive")
	}
	rest := content[len(magic):]
	for len(rest) >= 60 {
		size, err := strconv.Atoi(strings.TrimSpace(string(rest[48:58])))
		if err != nil || size < 0 || size > len(rest)-60 {
			return fmt.Errorf("member of size %q", rest[48:58])
		}
		member := rest[60 : 60+size]
		if end := bytes.Index(member, []byte("\n!\n")); end >= 0 &&
			bytes.HasPrefix(member, []byte("go object ")) &&
			bytes.HasPrefix(member[end+3:], []byte(goobj.Magic)) {
			if err := d.object(member[end+3:], index); err != nil {
				return err
			}
		}
		rest = rest[60+size:]
		if size&1 == 1 && len(rest) > 0 {
			rest = rest[1:]
		}
	}
	return nil
}

func (d *dump) object(content []byte, index uint64) error {
	r := goobj.NewReaderFromBytes(content, false)
	if r == nil {
		return fmt.Errorf("an object of another release")
	}
	names := map[goobj.SymRef]string{}
	for i := 0; i < r.NRefName(); i++ {
		name := r.RefName(i)
		names[name.Sym()] = name.Name(r)
	}
	builtin := func(i uint32) string {
		name, _ := goobj.BuiltinName(int(i))
		return name
	}
	target := func(s goobj.SymRef) (string, error) {
		own := uint32(r.NSym())
		hashed64 := own + uint32(r.NHashed64def())
		hashed := hashed64 + uint32(r.NHasheddef())
		i := s.SymIdx
		switch s.PkgIdx {
		case goobj.PkgIdxInvalid:
			return "", nil
		case goobj.PkgIdxSelf:
		case goobj.PkgIdxHashed64:
			i += own
		case goobj.PkgIdxHashed:
			i += hashed64
		case goobj.PkgIdxNone:
			i += hashed
		case goobj.PkgIdxBuiltin:
			return builtin(i), nil
		default:
			if name := names[s]; name != "" {
				return name, nil
			}
			return "", fmt.Errorf("package %s has no name for symbol %d", r.Pkg(int(s.PkgIdx)), i)
		}
		return r.Sym(i).Name(r), nil
	}
	defined := uint32(r.NSym() + r.NHashed64def() + r.NHasheddef() + r.NNonpkgdef())
	for i := uint32(0); i < defined; i++ {
		s := r.Sym(i)
		kind := objabi.SymKind(s.Type())
		name := s.Name(r)
		if kind.String() == "STEXT" || kind.String() == "STEXTFIPS" {
			d.functions[name] = function{dupok: s.Dupok(), defined: true}
			continue
		}
		if !matters(name) {
			continue
		}
		result := symbol{
			name: name, kind: kind.String(), flags: s.Flag(), flags2: s.Flag2(), align: s.Align(),
			size: s.Siz(), data: r.Data(i),
		}
		for _, relocation := range r.Relocs(i) {
			name, err := target(relocation.Sym())
			if err != nil {
				return err
			}
			result.add(&relocation, name)
			d.targets[name] = true
		}
		d.add(result, index)
	}
	return nil
}

func (s *symbol) add(r *goobj.Reloc, target string) {
	kind := objabi.RelocType(r.Type())
	s.relocations = append(s.relocations, relocation{
		offset: uint64(uint32(r.Off())), size: uint64(r.Siz()),
		kind: (kind &^ objabi.R_WEAK).String(), target: target, weak: kind&objabi.R_WEAK != 0,
		addend: r.Add(),
	})
}

// add keeps a symbol, or counts a copy of one that is known.
func (d *dump) add(s symbol, index uint64) {
	key := fmt.Sprintf("%s\x00%s %d %d %d %d %v %v", s.name, s.kind, s.flags, s.flags2, s.align, s.size,
		s.data, s.relocations)
	known := d.symbols[key]
	if known == nil {
		known = &s
		d.symbols[key] = known
	}
	known.packages = append(known.packages, index)
}

// A writer of varints and of strings by their index.
type writer struct {
	body    []byte
	indexes map[string]uint64
	strings []string
}

func (w *writer) number(n uint64) { w.body = binary.AppendUvarint(w.body, n) }

func (w *writer) text(s string) {
	index, known := w.indexes[s]
	if !known {
		index = uint64(len(w.strings))
		w.indexes[s] = index
		w.strings = append(w.strings, s)
	}
	w.number(index)
}

func (w *writer) flag(b bool) {
	if b {
		w.number(1)
	} else {
		w.number(0)
	}
}

func (d *dump) encode(about []string, packages [][2]string) []byte {
	w := writer{indexes: map[string]uint64{}}
	for _, text := range about {
		w.text(text)
	}
	w.number(uint64(len(packages)))
	for _, p := range packages {
		w.text(p[0])
		w.text(p[1])
	}

	var functions []string
	for name, f := range d.functions {
		if f.defined && d.targets[name] {
			functions = append(functions, name)
		}
	}
	sort.Strings(functions)
	w.number(uint64(len(functions)))
	for _, name := range functions {
		w.text(name)
		w.flag(d.functions[name].dupok)
	}

	keys := make([]string, 0, len(d.symbols))
	for key := range d.symbols {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	w.number(uint64(len(keys)))
	for _, key := range keys {
		w.symbol(d.symbols[key])
	}

	result := binary.AppendUvarint([]byte("gotypes1"), uint64(len(w.strings)))
	for _, s := range w.strings {
		result = binary.AppendUvarint(result, uint64(len(s)))
		result = append(result, s...)
	}
	return append(result, w.body...)
}

func (w *writer) symbol(s *symbol) {
	w.text(s.name)
	w.text(s.kind)
	w.number(uint64(s.flags))
	w.number(uint64(s.flags2))
	w.number(uint64(s.align))
	w.number(uint64(s.size))
	w.number(uint64(len(s.data)))
	w.body = append(w.body, s.data...)
	w.number(uint64(len(s.relocations)))
	for _, r := range s.relocations {
		w.number(r.offset)
		w.number(r.size)
		w.text(r.kind)
		w.flag(r.weak)
		w.text(r.target)
		w.body = binary.AppendVarint(w.body, r.addend)
	}
	w.number(uint64(len(s.packages)))
	for _, index := range s.packages {
		w.number(index)
	}
}
