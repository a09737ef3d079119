import Foundation
import TestSupport

/// A Go program that tells, through package reflect, of every type that its binary has: those that
/// reflection can find by itself and those at the distances that it is given.
final class ReflectProgram: Sendable {
  let module: GoModule
  let release: String
  let architecture: String
  private let name: String

  /// - Parameter flags: for `go build`.
  init(_ release: String, _ architecture: String = "amd64", flags: [String] = []) throws {
    module = try GoModule(files: [
      "go.mod": "module example.com/dotted.name/oracle\n\ngo 1.21\n", "main.go": Self.source,
      "shapes.go": Self.shapes, "stub.s": "",
    ])
    self.release = release
    self.architecture = architecture
    name = flags.contains("-buildmode=plugin") ? "oracle.so" : "oracle"
    var environment = ["GOARCH": architecture]
    if name == "oracle.so" {
      environment["CGO_ENABLED"] = "1"
      environment["CC"] = architecture == "arm64" ? "aarch64-linux-gnu-gcc" : "gcc"
    }
    // reflect.typelinks is not for everyone since Go 1.23.
    let linking = ["1.21", "1.22"].contains(release) ? "" : "-checklinkname=0"
    let stripping = flags.filter { $0 == "-s" || $0 == "-w" }.joined(separator: " ")
    try GoToolchain(release: release).run(
      ["build", "-ldflags=\(linking) \(stripping)", "-o", name]
        + flags.filter { $0 != "-s" && $0 != "-w" } + ["."],
      in: module, environment: environment)
  }

  func bytes() throws -> [UInt8] { try module.bytes(name) }

  /// What reflection says, in the order of the types' places.
  ///
  /// - Parameter distances: of types, from the start of the types.
  func records(also distances: [UInt64]) throws -> [ReflectRecord] {
    let input = module.folder.appendingPathComponent("distances")
    let output = module.folder.appendingPathComponent("records")
    try Data(distances.map { "\($0)\n" }.joined().utf8).write(to: input)
    try Data().write(to: output)
    let process = Process()
    let isNative = architecture == "amd64"
    process.executableURL = URL(
      fileURLWithPath: isNative ? module.path(name) : "/usr/bin/qemu-aarch64")
    process.arguments = isNative ? [] : [module.path(name)]
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw GoToolchain.Failure(
        description: "the reflecting program ended with \(process.terminationStatus)")
    }
    return try JSONDecoder().decode([ReflectRecord].self, from: Data(contentsOf: output))
  }

  /// What a subcommand of go says of the file.
  func go(_ arguments: [String]) throws -> String {
    try GoToolchain(release: release).run(arguments + [module.path(name)], in: module).text
  }

  /// A copy of the file that a tool has been at, which takes input and output.
  func copy(_ tool: String, _ arguments: [String]) throws -> [UInt8] {
    let copy = "\(name).\(UUID().uuidString)"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [tool] + arguments + [module.path(name), "-o", module.path(copy)]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw GoToolchain.Failure(description: "\(tool) ended with \(process.terminationStatus)")
    }
    return try module.bytes(copy)
  }
}

/// A type as reflection tells it; types are referred to by their distance from the start.
struct ReflectRecord: Decodable {
  struct Member: Decodable {
    var Name, PkgPath, Tag: String
    var Offset: UInt64
    var Embedded: Bool
    var `Type`: UInt64
    var In, Out: [UInt64]?
    var Variadic: Bool
  }

  var At: UInt64
  var String, Kind, Name, Path: String
  var Size: UInt64
  var Align, FieldAlign: Int
  var Comparable: Bool
  var Elem, Key: UInt64
  var Len, Dir: Int
  var Variadic: Bool
  var In, Out: [UInt64]?
  var Fields, Methods: [Member]?
}

extension ReflectProgram {
  private static let source = #"""
    package main

    import (
      "bufio"
      "encoding/json"
      "fmt"
      "os"
      "reflect"
      "sort"
      "unsafe"
    )

    //go:linkname typelinks reflect.typelinks
    func typelinks() ([]unsafe.Pointer, [][]int32)

    type ref = uint64

    type member struct {
      Name, PkgPath, Tag string
      Offset             uint64
      Embedded           bool
      Type               ref
      In, Out            []ref
      Variadic           bool
    }

    type record struct {
      At                        ref
      String, Kind, Name, Path  string
      Size                      uint64
      Align, FieldAlign         int
      Comparable                bool
      Elem, Key                 ref
      Len, Dir                  int
      Variadic                  bool
      In, Out                   []ref
      Fields, Methods           []member
    }

    type eface struct{ typ, data unsafe.Pointer }

    var base uint64
    var seen = map[ref]bool{}
    var pending []reflect.Type

    func typeAt(p unsafe.Pointer) reflect.Type {
      var e any
      (*eface)(unsafe.Pointer(&e)).typ = p
      return reflect.TypeOf(e)
    }

    // at gives a type's distance from the start of the types.
    func at(t reflect.Type) ref {
      p := ref(uintptr((*eface)(unsafe.Pointer(&t)).data)) - base
      if !seen[p] {
        seen[p] = true
        pending = append(pending, t)
      }
      return p
    }

    // method fails for what the linker left out.
    func method(t reflect.Type, i int) (m reflect.Method, ok bool) {
      defer func() { ok = recover() == nil }()
      return t.Method(i), true
    }

    func describe(t reflect.Type) record {
      r := record{At: at(t), String: t.String(), Kind: t.Kind().String(), Name: t.Name(), Path: t.PkgPath(),
        Size: uint64(t.Size()), Align: t.Align(), FieldAlign: t.FieldAlign(), Comparable: t.Comparable()}
      switch t.Kind() {
      case reflect.Array:
        r.Len, r.Elem = t.Len(), at(t.Elem())
      case reflect.Pointer, reflect.Slice:
        r.Elem = at(t.Elem())
      case reflect.Chan:
        r.Dir, r.Elem = int(t.ChanDir()), at(t.Elem())
      case reflect.Map:
        r.Key, r.Elem = at(t.Key()), at(t.Elem())
      case reflect.Func:
        r.Variadic = t.IsVariadic()
        for i := 0; i < t.NumIn(); i++ {
          r.In = append(r.In, at(t.In(i)))
        }
        for i := 0; i < t.NumOut(); i++ {
          r.Out = append(r.Out, at(t.Out(i)))
        }
      case reflect.Struct:
        for i := 0; i < t.NumField(); i++ {
          f := t.Field(i)
          r.Fields = append(r.Fields, member{Name: f.Name, PkgPath: f.PkgPath, Tag: string(f.Tag),
            Offset: uint64(f.Offset), Embedded: f.Anonymous, Type: at(f.Type)})
        }
      }
      for i := 0; i < t.NumMethod(); i++ {
        m, ok := method(t, i)
        if !ok {
          r.Methods = append(r.Methods, member{Name: "?"})
          continue
        }
        o := member{Name: m.Name, PkgPath: m.PkgPath}
        if t.Kind() == reflect.Interface {
          o.Type = at(m.Type)
        } else {
          // reflect makes the type with the receiver anew; its parts are the file's.
          for i := 1; i < m.Type.NumIn(); i++ {
            o.In = append(o.In, at(m.Type.In(i)))
          }
          for i := 0; i < m.Type.NumOut(); i++ {
            o.Out = append(o.Out, at(m.Type.Out(i)))
          }
          o.Variadic = m.Type.IsVariadic()
        }
        r.Methods = append(r.Methods, o)
      }
      return r
    }

    func main() {
      keep()
      sections, offsets := typelinks()
      base = uint64(uintptr(sections[0]))
      for _, off := range offsets[0] {
        at(typeAt(unsafe.Add(sections[0], off)))
      }
      var off uint64
      in := bufio.NewReader(os.Stdin)
      for {
        if _, err := fmt.Fscan(in, &off); err != nil {
          break
        }
        at(typeAt(unsafe.Add(sections[0], off)))
      }
      var records []record
      for len(pending) > 0 {
        t := pending[len(pending)-1]
        pending = pending[:len(pending)-1]
        records = append(records, describe(t))
      }
      sort.Slice(records, func(i, j int) bool { return records[i].At < records[j].At })
      out := bufio.NewWriter(os.Stdout)
      defer out.Flush()
      json.NewEncoder(out).Encode(records)
    }
    """#

  /// Types of every kind.
  private static let shapes = #"""
    package main

    import (
      "go/ast"
      "io"
      "math/big"
      "text/template"
    )

    type Number interface{ ~int | ~float64 }
    type Pair[K comparable, V any] struct {
      Key   K
      Value V
      next  *Pair[K, V]
    }

    func (p *Pair[K, V]) Next() *Pair[K, V] { return p.next }

    type Node struct {
      *Node
      Left, Right *Node `json:"side,omitempty" x:"é\"\\"`
      _           int
      hidden      [3]chan<- func(...io.Writer) (<-chan error, map[string]*Node)
    }
    type Value int

    func (Value) Get() Value        { return 0 }
    func (*Value) Set(v ...Value)   {}
    func (Value) unexported() error { return nil }

    type Embeds struct {
      Value
      *big.Int
      io.Reader
      error
      any
    }
    type Loud interface {
      Get() Value
      quiet() Loud
    }
    type Recursive func(Recursive) []Recursive
    type Matrix [4][4]float64
    type Table map[[2]string]map[Value]Pair[string, []Loud]
    type Huge struct{ a [5000][5]*int }
    type Large struct {
      a [200]int
      b string
    }
    type Big map[Large]Huge
    type Empty struct{}
    type κόσμε struct{ é, É int }

    func local() []any {
      type T struct{ a int }
      type U[X any] struct{ x X }
      var v any = T{}
      {
        type T struct{ b string }
        return []any{v, T{}, map[T]*T{}, Pair[string, T]{}}
      }
    }

    func generic[X any]() any {
      type T struct{ x X }
      return T{}
    }

    var sink []any

    // What a plugin offers.
    var Public map[string]*Node

    func Act(v ...Value) (Loud, error) { return nil, nil }

    func keep() {
      sink = append(local(), Node{}, new(Value), Embeds{}, new(Embeds), (*Loud)(nil), Recursive(nil), Matrix{},
        Table{}, Huge{}, &Huge{}, Empty{}, κόσμε{}, Pair[int, Value]{}, &Pair[Value, *Node]{}, Big{}, generic[int](), generic[string](),
        struct {
          Value
          X int `a:"b"`
        }{}, map[any]int{}, map[float64]Empty{}, map[complex128]bool{}, map[Huge]int8{}, [0]Node{}, make(chan Node), ast.File{}, template.Template{},
        func(int, ...string) {}, interface{ Loud }(nil), uintptr(0), complex64(0), new([0]int))
    }
    """#
}
