/// Go programs that take a binary's pclntab out, and say what Go itself knows of its PCs.

/// Arguments: a Go binary, the prefix of the files for its pclntab, `go:func.*` and findfunctab,
/// and the size of an instruction. Prints the text's address; then what debug/gosym reads: for each
/// function `F entry end name`, and for five PCs in it `P pc line file`.
let viewProgram = """
  package main

  import (
    "bufio"
    "debug/elf"
    "debug/gosym"
    "fmt"
    "os"
    "strconv"
  )

  func main() {
    file, err := elf.Open(os.Args[1])
    if err != nil { panic(err) }
    symbols, err := file.Symbols()
    if err != nil { panic(err) }
    address := func(names ...string) uint64 {
      for _, s := range symbols {
        for _, name := range names {
          if s.Name == name { return s.Value }
        }
      }
      panic(names)
    }
    write := func(name string, from uint64) []byte {
      for _, s := range file.Sections {
        if s.Flags&elf.SHF_ALLOC != 0 && s.Addr <= from && from < s.Addr+s.Size {
          data, err := s.Data()
          if err != nil { panic(err) }
          data = data[from-s.Addr:]
          if err := os.WriteFile(os.Args[2]+name, data, 0o644); err != nil { panic(err) }
          return data
        }
      }
      panic(name)
    }
    table := write(".table", address("runtime.pclntab"))
    write(".gofunc", address("go:func.*", "go.func.*"))
    write(".find", address("runtime.findfunctab"))
    text := address("runtime.text")
    lines, err := gosym.NewTable(nil, gosym.NewLineTable(table, text))
    if err != nil { panic(err) }
    quantum, err := strconv.ParseUint(os.Args[3], 10, 64)
    if err != nil { panic(err) }
    out := bufio.NewWriter(os.Stdout)
    defer out.Flush()
    fmt.Fprintln(out, text)
    for i := range lines.Funcs {
      f := &lines.Funcs[i]
      fmt.Fprintf(out, "F\\t%d\\t%d\\t%s\\n", f.Entry, f.End, f.Name)
      for part := uint64(0); part < 5; part++ {
        pc := f.Entry + (f.End-f.Entry)*part/5/quantum*quantum
        path, line, fn := lines.PCToLine(pc)
        if fn == nil { continue }
        fmt.Fprintf(out, "P\\t%d\\t%d\\t%s\\n", pc, line, path)
      }
    }
  }
  """

/// Walks its own code: for every fifth function the runs of PCs that runtime.CallersFrames says the
/// same of, as `first last line startLine function entry file`.
let walkingProgram = """
  package main

  import (
    "bufio"
    "fmt"
    "os"
    "reflect"
    "runtime"
    "sort"
    "strings"
  )

  type point struct{ x, y int }

  func square(n int) int { return n * n }
  func (p point) norm() int { return square(p.x) + square(p.y) }
  func (p *point) add(q point) int {
    p.x += q.x
    p.y += q.y
    return p.norm()
  }
  func larger[T int | string](a, b T) T {
    if a > b { return a }
    return b
  }

  //go:noinline
  func busy(n int) int {
    p := &point{n, square(n)}
    total := 0
    for i := 0; i < n; i++ {
      total += larger(p.add(point{i, 1}), n)
      if i%3 == 0 { total -= func(k int) int { return square(k) + 1 }(i) }
    }
    return total
  }

  func say(f *runtime.Frame) string {
    start := int64(0)
    if v := reflect.ValueOf(*f).FieldByName("startLine"); v.IsValid() { start = v.Int() }
    return fmt.Sprintf("%d\\t%d\\t%s\\t%d\\t%s", f.Line, start, f.Function, f.Entry, f.File)
  }

  func main() {
    words := strings.Fields("b a c")
    sort.Strings(words)
    if busy(3) == 0 { panic(words) }
    first := runtime.FuncForPC(reflect.ValueOf(main).Pointer()).Entry()
    // From here back to the first function: before it there is none.
    low := first
    for {
      f := runtime.FuncForPC(low - 1)
      if f == nil { break }
      low = f.Entry()
    }
    out := bufio.NewWriter(os.Stdout)
    defer out.Flush()
    for pc, index := low, 0; ; index++ {
      f := runtime.FuncForPC(pc)
      if f == nil { break }
      entry := f.Entry()
      start, end, last := pc, pc, ""
      for ; ; pc += QUANTUM {
        g := runtime.FuncForPC(pc)
        if g == nil || g.Entry() != entry { break }
        if index%5 != 0 && !strings.HasPrefix(f.Name(), "main.") { continue }
        frame, _ := runtime.CallersFrames([]uintptr{pc + 1}).Next()
        // Behind the last byte another function starts, which is taken for the caller.
        if frame.Entry != entry { continue }
        if now := say(&frame); now != last {
          if last != "" { fmt.Fprintf(out, "%d\\t%d\\t%s\\n", start, end, last) }
          start, last = pc, now
        }
        end = pc
      }
      if last != "" { fmt.Fprintf(out, "%d\\t%d\\t%s\\n", start, end, last) }
    }
  }
  """
