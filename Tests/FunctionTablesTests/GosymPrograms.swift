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
