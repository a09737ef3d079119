/// Go programs that say what debug/gosym reads in a pclntab.

/// Arguments: a Go binary, and the file to which its pclntab goes. Prints the function, file and
/// line of the first and a middle PC of every seventh function: the function's index in the table,
/// offset of the PC in the function, line, file, name.
let binaryProgram = """
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
    if err != nil { panic(err) }
    data, err := file.Section(".gopclntab").Data()
    if err != nil { panic(err) }
    if err := os.WriteFile(os.Args[2], data, 0o644); err != nil { panic(err) }
    text := file.Section(".text").Addr
    table, err := gosym.NewTable(nil, gosym.NewLineTable(data, text))
    if err != nil { panic(err) }
    out := bufio.NewWriter(os.Stdout)
    defer out.Flush()
    for i := 0; i < len(table.Funcs); i += 7 {
      f := table.Funcs[i]
      for _, pc := range []uint64{f.Entry, f.Entry + (f.End-f.Entry)/8*4} {
        file, line, fn := table.PCToLine(pc)
        if f.End == f.Entry || fn == nil || line <= 0 { continue }
        fmt.Fprintf(out, "%d\\t%d\\t%d\\t%s\\t%s\\n", i, pc-f.Entry, line, file, fn.Name)
      }
    }
  }
  """

/// Arguments: a pclntab and a file with the size of each function in order. Prints for each
/// function its name, entry and end, and then the runs of PCs (in steps of the third argument) that
/// have one line and file: `entry+pc line file`.
let tableProgram = """
  package main

  import (
    "bufio"
    "debug/gosym"
    "fmt"
    "os"
    "strconv"
    "strings"
  )

  const text = 0x400000

  func main() {
    data, err := os.ReadFile(os.Args[1])
    if err != nil { panic(err) }
    list, err := os.ReadFile(os.Args[2])
    if err != nil { panic(err) }
    step, err := strconv.Atoi(os.Args[3])
    if err != nil { panic(err) }
    sizes := strings.Fields(string(list))
    table, err := gosym.NewTable(nil, gosym.NewLineTable(data, text))
    if err != nil { panic(err) }
    if len(sizes) != len(table.Funcs) { panic(fmt.Sprint(len(table.Funcs), " functions")) }
    out := bufio.NewWriter(os.Stdout)
    defer out.Flush()
    for i := range table.Funcs {
      f := &table.Funcs[i]
      fmt.Fprintf(out, "%s %d %d\\n", f.Name, f.Entry-text, f.End-text)
      size, err := strconv.Atoi(sizes[i])
      if err != nil { panic(err) }
      last := ""
      for pc := 0; pc < size; pc += step {
        file, line, fn := table.PCToLine(f.Entry + uint64(pc))
        run := fmt.Sprintf("%d %s", line, file)
        if fn == nil || fn.Entry != f.Entry { run = "elsewhere" }
        if run != last { fmt.Fprintf(out, "+%d %s\\n", pc, run) }
        last = run
      }
    }
  }
  """

/// A program of some size, for architectures that the toolchain itself is not built for.
let printingProgram = """
  package main

  import (
    "fmt"
    "sort"
  )

  func main() {
    words := []string{"b", "a"}
    sort.Strings(words)
    fmt.Println(words)
  }
  """

/// Arguments: a Go binary, and the files to which its pclntab and its `go:func.*` go. Prints the
/// address of the text. The symbol of Go 1.19 has a dot in place of the colon.
let partsProgram = """
  package main

  import (
    "debug/elf"
    "fmt"
    "os"
  )

  func main() {
    file, err := elf.Open(os.Args[1])
    if err != nil { panic(err) }
    data, err := file.Section(".gopclntab").Data()
    if err != nil { panic(err) }
    if err := os.WriteFile(os.Args[2], data, 0o644); err != nil { panic(err) }
    symbols, err := file.Symbols()
    if err != nil { panic(err) }
    for _, symbol := range symbols {
      if symbol.Name != "go:func.*" && symbol.Name != "go.func.*" { continue }
      for _, section := range file.Sections {
        if symbol.Value < section.Addr || symbol.Value >= section.Addr+section.Size { continue }
        contents, err := section.Data()
        if err != nil { panic(err) }
        rest := contents[symbol.Value-section.Addr:]
        if err := os.WriteFile(os.Args[3], rest, 0o644); err != nil { panic(err) }
        fmt.Println(file.Section(".text").Addr)
        return
      }
    }
    panic("no go:func.*")
  }
  """

/// Arguments: the address of the text, the step, a pclntab, a file with the indexes of functions to
/// leave out, and other pclntabs. Prints for each of these its name, how many PCs it was asked for,
/// and for how many it says another function, entry, end, file or line than the first. Those named
/// 1.18 and 1.20 have names as the linkers of these releases shorten them.
let comparingProgram = """
  package main

  import (
    "debug/gosym"
    "fmt"
    "os"
    "strconv"
    "strings"
  )

  func read(name string, text uint64) *gosym.Table {
    data, err := os.ReadFile(name)
    if err != nil { panic(err) }
    table, err := gosym.NewTable(nil, gosym.NewLineTable(data, text))
    if err != nil { panic(err) }
    return table
  }

  func shortened(function, table string) string {
    first, last := strings.Index(function, "["), strings.LastIndex(function, "]")
    if (table != "1.18" && table != "1.20") || first < 0 || last < first { return function }
    return function[:first] + "[...]" + function[last+1:]
  }

  func main() {
    text, err := strconv.ParseUint(os.Args[1], 10, 64)
    if err != nil { panic(err) }
    step, err := strconv.ParseUint(os.Args[2], 10, 64)
    if err != nil { panic(err) }
    first := read(os.Args[3], text)
    list, err := os.ReadFile(os.Args[4])
    if err != nil { panic(err) }
    skipped := map[string]bool{}
    for _, index := range strings.Fields(string(list)) { skipped[index] = true }
    for _, name := range os.Args[5:] {
      other := read(name, text)
      pcs, differences := 0, 0
      if len(other.Funcs) != len(first.Funcs) { differences++ }
      for i := range first.Funcs {
        if skipped[strconv.Itoa(i)] { continue }
        f := &first.Funcs[i]
        for pc := f.Entry; pc < f.End; pc += step {
          pcs++
          file, line, fn := first.PCToLine(pc)
          otherFile, otherLine, otherFn := other.PCToLine(pc)
          if file != otherFile || line != otherLine || fn == nil || otherFn == nil ||
            shortened(fn.Name, name) != otherFn.Name || fn.Entry != otherFn.Entry || fn.End != otherFn.End {
            differences++
          }
        }
      }
      fmt.Println(name, pcs, differences)
    }
  }
  """
