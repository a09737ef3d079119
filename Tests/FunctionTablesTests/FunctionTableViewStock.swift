import FunctionTables
import TestSupport

/// The table of a program that a stock toolchain linked, with what debug/gosym says of it.
struct StockProgram: Sendable {
  struct Function {
    var entry, end: UInt64
    var name: String
  }

  struct Place {
    var pc: UInt64
    var line: Int32
    /// Empty where there is none.
    var file: String
  }

  var table, funcData, findFuncTable: [UInt8]
  var text: UInt64
  var functions: [Function] = []
  var places: [Place] = []

  /// - Parameters:
  ///   - program: its source.
  ///   - run: takes the built program.
  init(
    _ program: String, release: String, architecture: String,
    run: (String, GoModule) throws -> Void = { _, _ in }
  ) throws {
    let oracle = try GoToolchain()
    let go = try GoToolchain(release: release)
    let module = try GoModule(files: ["dump/main.go": viewProgram, "print/main.go": program])
    let binary = module.path("print.out")
    try go.run(
      ["build", "-o", binary, "./print"], in: module, environment: ["GOARCH": architecture])
    let quantum = architecture == "arm64" ? "4" : "1"
    let output = try oracle.run(
      ["run", "./dump", binary, module.path("out"), quantum], in: module
    ).standardOutput
    table = try module.bytes("out.table")
    funcData = try module.bytes("out.gofunc")
    findFuncTable = try module.bytes("out.find")
    text = 0
    for line in [UInt8](output).split(separator: UInt8(ascii: "\n")) {
      let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map { String(decoding: $0, as: UTF8.self) }
      switch fields.count {
      case 1: text = UInt64(fields[0]) ?? 0
      case 4 where fields[0] == "F":
        functions.append(
          Function(
            entry: UInt64(fields[1]) ?? 0, end: UInt64(fields[2]) ?? 0, name: fields[3]))
      case 4:
        places.append(
          Place(pc: UInt64(fields[1]) ?? 0, line: Int32(fields[2]) ?? 0, file: fields[3]))
      default: break
      }
    }
    try run(binary, module)
  }

  /// Reads the table, with its findfunctab or without.
  func withView<Result>(
    finding: Bool = true, _ body: (borrowing FunctionTableView) throws -> Result
  ) throws -> Result {
    let none: [UInt8] = []
    let view = try FunctionTableView(
      table.span.bytes, textStart: text, funcData: funcData.span.bytes,
      findFuncTable: finding ? findFuncTable.span.bytes : none.span.bytes)
    return try body(view)
  }
}
