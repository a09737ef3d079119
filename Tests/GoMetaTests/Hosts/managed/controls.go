package main

import (
	"runtime"
	"syscall"
	"unsafe"
)

// Negative controls: tables that are changed while a frame of the plugin is on the stack. The next
// collection has to end the program.

// missingMap takes the map of locals from Walk, which holds a list over a call.
func missingMap() {
	whileWalking(func(record *funcRecord) {
		data := unsafe.Add(unsafe.Pointer(record), unsafe.Sizeof(*record)+4*uintptr(record.pcdataCount))
		overwrite((*uint32)(unsafe.Add(data, 4*1)), ^uint32(0))
	})
}

// wrongDepth makes the frame of Walk 8 bytes larger than it is, in its table of SP deltas: they
// start at 0, as a step of 1 from -1, which a zigzag varint writes as 2.
func wrongDepth() {
	whileWalking(func(record *funcRecord) {
		header := (*tableHeader)(unsafe.Pointer(record))
		for header.magic != 0xfffffff1 || header.pointerSize != 8 {
			header = (*tableHeader)(unsafe.Add(unsafe.Pointer(header), -4))
		}
		first := (*uint8)(unsafe.Add(unsafe.Pointer(header), header.pcTables+uintptr(record.pcsp)))
		same("the first step of the SP deltas", *first, 2)
		overwrite(first, 18)
	})
}

// funcRecord is how every function's record in the pclntab starts (runtime/runtime2.go, _func).
type funcRecord struct {
	entry, name, arguments, deferReturn, pcsp, pcfile, pcln, pcdataCount, unit, startLine uint32
	id, flag, _, funcdataCount                                                            uint8
}

// tableHeader is how a pclntab starts (runtime/symtab.go, pcHeader).
type tableHeader struct {
	magic                                                   uint32
	_, _, quantum, pointerSize                              uint8
	functions, files, text, names, units, fileTab, pcTables uintptr
}

func whileWalking(damage func(*funcRecord)) {
	walk := function[func(*node, func(int) int) int]("Walk")
	build := function[func(int) *node]("Build")
	same("Walk", walk(build(2), func(x int) int {
		pcs := make([]uintptr, 10)
		for _, pc := range pcs[:runtime.Callers(0, pcs)] {
			if f := runtime.FuncForPC(pc - 1); f.Name() == pkgPath+".Walk" {
				damage((*funcRecord)(unsafe.Pointer(f)))
				break
			}
		}
		// A thread that has just looked a delta up does not look again: not all collections notice.
		for i := 0; i < 200; i++ {
			churn()
		}
		fail("a damaged table goes unnoticed")
		return x
	}), 1)
}

// overwrite writes to a page that is not to be written to.
func overwrite[T any](p *T, value T) {
	const page = 1 << 12
	start := uintptr(unsafe.Pointer(p)) &^ (page - 1)
	_, _, err := syscall.Syscall(
		syscall.SYS_MPROTECT, start, page, syscall.PROT_READ|syscall.PROT_WRITE)
	same("an error of mprotect", err, 0)
	*p = value
}
