import FunctionTables
import GoRelease
import GoTypes
import ModuleTables
import Symbols
import Testing
import TypeDescriptors

/// A small module for x86-64: types, functions of 64 bytes each, variables. Its code is real, so
/// that stock Go can run it.
struct SampleModule {
  static let path = "example.com/sample"

  var universe: Universe
  var types: DescriptorSet
  var facts: ModuleFacts
  let exports: [PluginTable.Export]
  let release: GoRelease
  /// Those of the package, then those that compare its values; here nothing does.
  let functions: [Function]

  /// Symbol, code, distances of SP by PC.
  typealias Function = (symbol: String, code: [String], deltas: [PCValue])

  private static let declared: [Function] = [
    ("example.com/sample.Add", ["leaq (%rax,%rbx), %rax", "ret"], [PCValue(pc: 0, value: 0)]),
    ("example.com/sample.Zero", ["xorps %xmm0, %xmm0", "ret"], [PCValue(pc: 0, value: 0)]),
    (
      "example.com/sample.(*Point).Norm", ["pushq %rbp", "movq %rsp, %rbp", "popq %rbp", "ret"],
      [PCValue(pc: 0, value: 0), PCValue(pc: 1, value: 8), PCValue(pc: 5, value: 0)]
    ),
  ]
  static let functionSize = 64

  /// Offsets of the variables in the data, of 43 words.
  static let variables = [("Head", 0), ("Table", 8), ("Text", 328)]
  static let dataSize = 344

  /// - Parameter hasItab: whether there is an itab of *Point.
  init(_ release: GoRelease = .go1_27, hasItab: Bool = false) throws {
    self.release = release
    let package = Package(path: Self.path, name: "sample")
    var universe = release.universe
    try universe.declare(
      [
        "type Point struct { X, Y float64; Name *string }", "func (p *Point) Norm() float64",
        "func Add(a, b int) int", "func Zero() float64", "var Head *Point", "var Table [40]*Point",
        "var Text string",
      ], in: package)
    self.universe = universe
    var builder = DescriptorBuilder(
      universe: universe, release: release, definedPackages: [Self.path])
    for type in universe.typeDeclarations(in: Self.path) { builder.require(.named(type.name)) }
    exports = PluginTable.exports(of: Self.path, in: universe)
    let table = builder.pluginTable(exports)
    if hasItab {
      try builder.requireItab(
        of: try universe.parseType("*Point", in: package),
        for: try universe.parseType("interface { Norm() float64 }", in: package))
    }
    types = try builder.build()
    functions =
      Self.declared
      + types.equalities.map {
        ($0.functionName, ["xorl %eax, %eax", "ret"], [PCValue(pc: 0, value: 0)])
      }

    var codeOffsets: [String: Int] = [:]
    var records: [FunctionRecord] = []
    let layouts = try #require(release.functions)
    for (index, function) in functions.enumerated() {
      codeOffsets[function.symbol] = index * Self.functionSize
      var record = FunctionRecord(
        name: function.symbol, entry: UInt32(index * Self.functionSize),
        size: UInt32(Self.functionSize), stackDeltas: function.deltas,
        files: [PCValue(pc: 0, value: index == 1 ? 1 : 0)],
        lines: [PCValue(pc: 0, value: Int32(10 * index + 1))])
      record.pcdata[layouts.pcdata.unsafePoint] = [
        PCValue(pc: 0, value: layouts.pcdata.unsafePointUnsafe)
      ]
      record.funcdata[layouts.funcdata.localPointerMaps] = FuncData(
        bytes: StackMap(bitCount: 0, bitmaps: [[]]).encoded, alignment: 4)
      if index == 2 {
        record.argumentSize = 8
        record.funcdata[layouts.funcdata.argumentPointerMaps] = FuncData(
          bytes: StackMap(bitCount: 1, bitmaps: [[0]]).encoded, alignment: 4)
      }
      records.append(record)
    }
    facts = ModuleFacts(
      path: Self.path,
      text: .init(symbol: "go:text", size: functions.count * Self.functionSize),
      codeOffsets: codeOffsets, functions: records, files: ["sample/add.go", "sample/zero.go"],
      data: .init(symbol: "go:data", size: Self.dataSize), dataPointerWords: Array(0...41),
      pluginTable: table)
  }

  func tables() throws -> ModuleTables {
    try ModuleTables(facts, types: types, release: release, architecture: .x86_64)
  }
}
