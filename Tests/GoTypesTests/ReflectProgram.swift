/// A Go program that prints, as JSON, what the compiler put into the descriptors of the types in
/// `geometry.Types`, and the type hash that each link string in its first argument would have.
let reflectProgram = #"""
  package main

  import (
  	"crypto/sha256"
  	"encoding/binary"
  	"encoding/json"
  	"fmt"
  	"go/token"
  	"os"
  	"reflect"
  	"runtime"
  	"strings"
  	"unsafe"

  	"example.com/geometry"
  )

  // rtype is the head of a descriptor, the same from Go 1.21 to 1.27.
  type rtype struct {
  	Size, PtrBytes uintptr
  	Hash           uint32
  	TFlag          uint8
  	Align          uint8
  	FieldAlign     uint8
  	Kind           uint8
  	Equal          func(unsafe.Pointer, unsafe.Pointer) bool
  	GCData         *byte
  	Str, PtrToThis int32
  }

  type uncommon struct {
  	PkgPath int32
  	Mcount, Xcount uint16
  	Moff uint32
  }

  type method struct{ Name, Type, Ifn, Tfn int32 }

  //go:linkname resolveNameOff reflect.resolveNameOff
  func resolveNameOff(ptrInModule unsafe.Pointer, off int32) unsafe.Pointer

  type Method struct{ Name, PkgPath string }

  type Dump struct {
  	String            string
  	Size, PtrBytes    uintptr
  	Align             uint8
  	Comparable        bool
  	IsDirect          bool
  	EqualFunction     string
  	PointerWords      []int
  	HasMask           bool
  	Offsets           []uintptr
  	Methods           []Method
  	HasMethodTable    bool
  	Hash, HashOfLinkString uint32
  }

  func words(t reflect.Type) *rtype {
  	return *(**rtype)(unsafe.Add(unsafe.Pointer(&t), 8))
  }

  func readName(base unsafe.Pointer, off int32) (name, pkg string) {
  	p := resolveNameOff(base, off)
  	flags := *(*byte)(p)
  	i, n, shift := 1, 0, 0
  	for {
  		b := *(*byte)(unsafe.Add(p, i))
  		i++
  		n |= int(b&0x7f) << shift
  		if b&0x80 == 0 {
  			break
  		}
  		shift += 7
  	}
  	name = unsafe.String((*byte)(unsafe.Add(p, i)), n)
  	if flags&4 != 0 {
  		var off [4]byte
  		for k := range off {
  			off[k] = *(*byte)(unsafe.Add(p, i+n+k))
  		}
  		pkg, _ = readName(base, int32(binary.NativeEndian.Uint32(off[:])))
  	}
  	return
  }

  // tail is where the uncommon data begins; map descriptors differ by release.
  func tail(t reflect.Type) (uintptr, bool) {
  	switch t.Kind() {
  	case reflect.Map:
  		return 0, false
  	case reflect.Pointer, reflect.Func, reflect.Slice:
  		return 56, true
  	case reflect.Chan:
  		return 64, true
  	case reflect.Array:
  		return 72, true
  	case reflect.Struct, reflect.Interface:
  		return 80, true
  	}
  	return 48, true
  }

  func methods(t reflect.Type) ([]Method, bool) {
  	if t.Kind() == reflect.Interface {
  		var list []Method
  		for i := range make([]int, t.NumMethod()) {
  			list = append(list, Method{t.Method(i).Name, t.Method(i).PkgPath})
  		}
  		return list, true
  	}
  	r := words(t)
  	off, ok := tail(t)
  	if !ok {
  		return nil, false
  	}
  	var list []Method
  	if r.TFlag&1 != 0 {
  		base := unsafe.Pointer(r)
  		u := (*uncommon)(unsafe.Add(base, off))
  		for i := range make([]int, u.Mcount) {
  			m := (*method)(unsafe.Add(unsafe.Pointer(u), uintptr(u.Moff)+uintptr(i)*16))
  			name, pkg := readName(base, m.Name)
  			// A name carries its package only where it is not the type's own.
  			if pkg == "" && !token.IsExported(name) && u.PkgPath != 0 {
  				pkg, _ = readName(base, u.PkgPath)
  			}
  			list = append(list, Method{name, pkg})
  		}
  	}
  	return list, true
  }

  func hash(link string) uint32 {
  	sum := sha256.Sum256([]byte(link))
  	v := runtime.Version()
  	switch {
  	case strings.HasPrefix(v, "go1.21"), strings.HasPrefix(v, "go1.22"),
  		strings.HasPrefix(v, "go1.23"):
  		return ^binary.LittleEndian.Uint32(sum[:])
  	case strings.HasPrefix(v, "go1.24"):
  		return binary.LittleEndian.Uint32(sum[8:])
  	}
  	sum[0] ^= 0xff
  	return binary.LittleEndian.Uint32(sum[:])
  }

  func main() {
  	var links []string
  	text, err := os.ReadFile(os.Args[1])
  	if err == nil {
  		err = json.Unmarshal(text, &links)
  	}
  	if err != nil || len(links) != len(geometry.Types) {
  		fmt.Fprintln(os.Stderr, "link strings:", err, len(links), len(geometry.Types))
  		os.Exit(1)
  	}
  	var dumps []Dump
  	for i, t := range geometry.Types {
  		r := words(t)
  		d := Dump{String: t.String(), Size: r.Size, PtrBytes: r.PtrBytes, Align: r.Align,
  			Comparable: t.Comparable(), Hash: r.Hash, HashOfLinkString: hash(links[i])}
  		d.IsDirect = r.TFlag&0x20 != 0 || r.Kind&0x20 != 0
  		if r.Equal != nil {
  			pc := **(**uintptr)(unsafe.Pointer(&r.Equal))
  			d.EqualFunction = runtime.FuncForPC(pc).Name()
  		}
  		d.HasMask = r.TFlag&0x10 == 0 && r.Kind&0x40 == 0
  		for w := 0; d.HasMask && w < int(r.PtrBytes/8); w++ {
  			if *(*byte)(unsafe.Add(unsafe.Pointer(r.GCData), w/8))>>(w%8)&1 != 0 {
  				d.PointerWords = append(d.PointerWords, w)
  			}
  		}
  		if t.Kind() == reflect.Struct {
  			for i := range make([]int, t.NumField()) {
  				d.Offsets = append(d.Offsets, t.Field(i).Offset)
  			}
  		}
  		d.Methods, d.HasMethodTable = methods(t)
  		dumps = append(dumps, d)
  	}
  	json.NewEncoder(os.Stdout).Encode(dumps)
  }
  """#
