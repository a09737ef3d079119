import Foundation
import GoRelease
import GoTypes
import TestSupport
import Testing
import TypeDescriptors

/// GC programs of bits, against Go's own encoder and by unrolling them.
@Suite struct GCBitProgramTests {
  private static let package = Package(path: "example.com/p", name: "p")

  private static func universe() throws -> Universe {
    var universe = Universe()
    try universe.declare(
      [
        """
        type Tree struct { left, right *Tree; weight [5]float64; names [40]string }
        type Any interface{}
        type Row [3]Any
        type Matrix [50][20]Row
        """
      ], in: package)
    return universe
  }

  private static let expressions = [
    "[20000]*int", "[20000]string", "[20000]struct { n int; p *int }", "[2][3][4000]*int",
    "[300][300]interface{}", "struct { a [40]int; p *int; b [33]int; q *int; c [31]int; r *int }",
    "[33]*int", "[32]*int", "[31]string", "[16]string", "[17]string",
    "struct { x [200]struct { P *int; N [100]int }; y map[int]int }", "Matrix", "Tree",
    "[1000]Tree",
    "[127]struct { p *int; q [130]*int }", "struct { n [5000]int; p *int }",
    "[40]struct { a [40]struct { p *int; n int }; b int }", "[128]struct { a, b, c, d []int }",
  ]

  /// The words that a program sets; nil when it is malformed (runtime.runGCProg).
  private func unroll(_ program: [UInt8]) -> [Bool]? {
    var bits: [Bool] = []
    var rest = program[...]
    func number() -> Int? {
      var (value, shift) = (0, 0)
      while let byte = rest.popFirst() {
        value |= Int(byte & 0x7F) << shift
        if byte < 0x80 { return value }
        shift += 7
      }
      return nil
    }
    while let code = rest.popFirst() {
      if code == 0 { return rest.isEmpty ? bits : nil }
      if code < 0x80 {
        let count = Int(code)
        let literal = rest.prefix((count + 7) / 8)
        rest = rest.dropFirst(literal.count)
        guard literal.count == (count + 7) / 8 else { return nil }
        for bit in 0..<count {
          bits.append(literal[literal.startIndex + bit / 8] >> UInt8(bit % 8) & 1 == 1)
        }
        continue
      }
      guard let length = code == 0x80 ? number() : Int(code & 0x7F), let times = number(),
        length <= bits.count
      else { return nil }
      let pattern = bits.suffix(length)
      for _ in 0..<times { bits += pattern }
    }
    return nil
  }

  @Test(arguments: expressions)
  func aProgramUnrollsToThePointerWords(expression: String) throws {
    let universe = try Self.universe()
    let type = try universe.parseType(expression, in: Self.package)
    let program = try #require(
      try GCBitProgram(of: type, in: universe, includesInterfaceTypes: true))
    let bits = try #require(unroll(program.encoded))
    #expect(Int64(bits.count) == program.wordCount)
    let layout = try universe.layout(of: type)
    #expect(layout.pointerBytes / 8 <= program.wordCount && program.wordCount <= layout.size / 8)
    let words = try universe.pointerWords(of: type, limit: .max, includesInterfaceTypes: true)
    #expect(bits.indices.filter { bits[$0] }.map(Int64.init) == words)
  }

  /// The encoder that cmd/compile used, driven by a walk over `reflect`'s types.
  @Test func programsAreThoseOfGosOwnEncoder() throws {
    let toolchain = try GoToolchain()
    let source = toolchain.root.appendingPathComponent("src/cmd/internal/gcprog/gcprog.go")
    let universe = try Self.universe()
    let types = universe.typeDeclarations(in: Self.package.path).map { declaration in
      let text = universe.string(declaration.underlying, qualifier: .source(in: Self.package))
      return "type \(declaration.name.name) \(text)"
    }
    let values = Self.expressions.map { "reflect.TypeOf((*\($0))(nil)).Elem()," }
    let module = try GoModule(files: [
      "gcprog/gcprog.go": String(decoding: try Data(contentsOf: source), as: UTF8.self),
      "main.go": Self.walker + types.joined(separator: "\n")
        + "\nvar types = []reflect.Type{\n\(values.joined(separator: "\n"))\n}\n",
    ])
    let lines = try toolchain.run(["run", "."], in: module).text.split(separator: "\n")
    try #require(lines.count == Self.expressions.count)
    for (expression, line) in zip(Self.expressions, lines) {
      let type = try universe.parseType(expression, in: Self.package)
      let program = try #require(
        try GCBitProgram(of: type, in: universe, includesInterfaceTypes: true))
      let digits = program.encoded.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
      #expect(digits.joined() == line, "\(expression)")
    }
  }

  private static let walker = """
    package main

    import (
    \t"example.com/gcprog"
    \t"fmt"
    \t"reflect"
    )

    func hasPointers(t reflect.Type) bool {
    \tswitch t.Kind() {
    \tcase reflect.Array:
    \t\treturn t.Len() > 0 && hasPointers(t.Elem())
    \tcase reflect.Struct:
    \t\tfor i := 0; i < t.NumField(); i++ {
    \t\t\tif hasPointers(t.Field(i).Type) {
    \t\t\t\treturn true
    \t\t\t}
    \t\t}
    \t\treturn false
    \t}
    \treturn t.Kind() > reflect.Complex128
    }

    func emit(w *gcprog.Writer, t reflect.Type, offset int64) {
    \tif !hasPointers(t) {
    \t\treturn
    \t}
    \tswitch t.Kind() {
    \tcase reflect.Interface:
    \t\tw.Ptr(offset / 8)
    \t\tw.Ptr(offset/8 + 1)
    \tcase reflect.Struct:
    \t\tfor i := 0; i < t.NumField(); i++ {
    \t\t\temit(w, t.Field(i).Type, offset+int64(t.Field(i).Offset))
    \t\t}
    \tcase reflect.Array:
    \t\tn, e := int64(t.Len()), t.Elem()
    \t\tfor e.Kind() == reflect.Array {
    \t\t\tn, e = n*int64(e.Len()), e.Elem()
    \t\t}
    \t\tsize := int64(e.Size())
    \t\tif n <= 1 || n*size/8 <= 32 {
    \t\t\tfor i := int64(0); i < n; i++ {
    \t\t\t\temit(w, e, offset+i*size)
    \t\t\t}
    \t\t\treturn
    \t\t}
    \t\temit(w, e, offset)
    \t\tw.ZeroUntil((offset + size) / 8)
    \t\tw.Repeat(size/8, n-1)
    \tdefault:
    \t\tw.Ptr(offset / 8)
    \t}
    }

    func main() {
    \tfor _, t := range types {
    \t\tvar program []byte
    \t\tvar w gcprog.Writer
    \t\tw.Init(func(b byte) { program = append(program, b) })
    \t\temit(&w, t, 0)
    \t\tw.End()
    \t\tfmt.Printf("%x\\n", program)
    \t}
    }

    """

  /// The bytes that the format's page shows.
  @Test func theWorkedExamplesAreRight() throws {
    let universe = try Self.universe()
    let examples: [(String, [UInt8])] = [
      ("[20000]*int", [0x01, 0x01, 0x81, 0x9F, 0x9C, 0x01, 0x00]),
      (
        "[200]struct { P *int; N [100]int }",
        [0x02, 0x01, 0x81, 0x63, 0xE5, 0xC7, 0x01, 0x00]
      ),
    ]
    for (expression, bytes) in examples {
      let type = try universe.parseType(expression, in: Self.package)
      #expect(
        try GCBitProgram(of: type, in: universe, includesInterfaceTypes: true)?.encoded == bytes)
    }
  }

  /// Named structs that double at each level stay small to declare.
  @Test func aProgramWithoutEndIsRefused() throws {
    var universe = Universe()
    var texts = ["type T0 struct { p *int; a [33]int; q *int; b int }"]
    texts += (1...30).map { "type T\($0) struct { x, y T\($0 - 1) }" }
    try universe.declare(texts, in: Self.package)
    let type = try universe.parseType("T30", in: Self.package)
    #expect(try GCBitProgram(of: type, in: universe, includesInterfaceTypes: true) == nil)
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_8, definedPackages: [Self.package.path])
    builder.require(type)
    #expect(throws: DescriptorError.self) { try builder.build() }
  }
}
