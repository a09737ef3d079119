// Command markers opens a plugin and prints what Go's own runtime finds in its
// tables. Each further argument is a question about an address of the plugin's
// file, in hexadecimal: "pcdata:ADDRESS:INDEX" for the value at that PC, and
// "funcdata:ADDRESS:INDEX:COUNT" for so many bytes of the data of the function
// around it. It prints one line for each, and then "ok".
package main

import (
	"debug/elf"
	"fmt"
	"os"
	"plugin"
	"strconv"
	"strings"
	"unsafe"
)

// A function as the runtime knows it: its record, and its module.
type funcInfo struct {
	record, module unsafe.Pointer
}

//go:linkname findfunc runtime.findfunc
func findfunc(pc uintptr) funcInfo

//go:linkname pcdatavalue runtime.pcdatavalue
func pcdatavalue(f funcInfo, table uint32, pc uintptr) int32

//go:linkname funcdata runtime.funcdata
func funcdata(f funcInfo, index uint8) unsafe.Pointer

func main() {
	opened, err := plugin.Open(os.Args[1])
	check(err)
	symbol, err := opened.Lookup("F")
	check(err)
	call := symbol.(func(int) int)
	base := **(**uintptr)(unsafe.Pointer(&call)) - address(os.Args[1])
	for _, question := range os.Args[2:] {
		parts := strings.Split(question, ":")
		pc := base + uintptr(number(parts[1], 16))
		f := findfunc(pc)
		if f.record == nil {
			fmt.Println("no function")
			continue
		}
		index := number(parts[2], 10)
		if parts[0] == "pcdata" {
			fmt.Println(pcdatavalue(f, uint32(index), pc))
			continue
		}
		data := funcdata(f, uint8(index))
		if data == nil {
			fmt.Println("nil")
			continue
		}
		fmt.Printf("%x\n", unsafe.Slice((*byte)(data), number(parts[3], 10)))
	}
	fmt.Println("ok")
}

// The address of the plugin's F in its file.
func address(path string) uintptr {
	file, err := elf.Open(path)
	check(err)
	symbols, err := file.DynamicSymbols()
	check(err)
	for _, symbol := range symbols {
		if strings.HasSuffix(symbol.Name, ".F") {
			return uintptr(symbol.Value)
		}
	}
	panic("no symbol F")
}

func number(text string, base int) uint64 {
	value, err := strconv.ParseUint(text, base, 64)
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
