// Command gosymreader prints what debug/gosym finds in the .gopclntab of an ELF
// file: a line "func ENTRY END NAME" for each function, then a line
// "line PC NAME FILE:LINE" for each PC that the second file lists.
package main

import (
	"bufio"
	"debug/elf"
	"debug/gosym"
	"fmt"
	"os"
)

func main() {
	file, err := elf.Open(os.Args[1])
	check(err)
	data, err := file.Section(".gopclntab").Data()
	check(err)
	table, err := gosym.NewTable(nil, gosym.NewLineTable(data, file.Section(".text").Addr))
	check(err)
	pcs, err := os.Open(os.Args[2])
	check(err)
	for _, f := range table.Funcs {
		fmt.Printf("func %#x %#x %s\n", f.Entry, f.End, f.Name)
	}
	for scanner := bufio.NewScanner(pcs); scanner.Scan(); {
		var pc uint64
		fmt.Sscanf(scanner.Text(), "%x", &pc)
		file, line, f := table.PCToLine(pc)
		if f == nil {
			fmt.Printf("line %#x none\n", pc)
			continue
		}
		fmt.Printf("line %#x %s %s:%d\n", pc, f.Name, file, line)
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
