import FunctionTables
import TestSupport
import Testing

/// The pclntabs of programs that stock Go linked.
@Suite(.serialized) struct StockTableTests {
  /// A program's table, and lines of (function, pc, line, file) that debug/gosym finds in it.
  struct Oracle {
    struct Sample {
      var function, pc, line: Int
      var file: String
    }

    var table: StockTable
    var samples: [Sample]

    init(architecture: String) throws {
      let go = try GoToolchain()
      let module = try GoModule(files: [
        "dump/main.go": binaryProgram, "print/main.go": printingProgram,
      ])
      var program = go.command
      if architecture != "go" {
        program = module.path("print.out")
        try go.run(
          ["build", "-o", program, "./print"], in: module,
          environment: ["GOARCH": architecture])
      }
      let output = try go.run(
        ["run", "./dump", program, module.path("table")], in: module
      ).text
      table = StockTable(try module.bytes("table"))
      samples = output.split(separator: "\n").compactMap { line in
        let fields = line.split(separator: "\t").map(String.init)
        guard fields.count == 5, let function = Int(fields[0]), let pc = Int(fields[1]),
          let line = Int(fields[2])
        else { return nil }
        return Sample(function: function, pc: pc, line: line, file: fields[3])
      }
    }
  }

  @Test("Decoding and encoding gives back the bytes of every table", arguments: ["go", "arm64"])
  func roundTrip(program: String) throws {
    let table = try Oracle(architecture: program).table
    let pcTable = Array(table.bytes[table.pcTable..<table.functions])
    var offsets: Set<Int> = []
    for index in 0..<table.functionCount { offsets.formUnion(table.function(index).tables) }
    #expect(offsets.count > 3000)
    for offset in offsets {
      let (entries, end) = try PCValueTable.decode(pcTable, at: offset, quantum: table.quantum)
      var bytes: [UInt8] = []
      try PCValueTable.encode(entries, end: end, quantum: table.quantum, into: &bytes)
      guard pcTable[offset...].starts(with: bytes) else {
        Issue.record("the table at \(offset) reads as \(entries.prefix(20)), up to \(end)")
        return
      }
    }
  }

  @Test("Lines and files are those that debug/gosym finds", arguments: ["go", "arm64"])
  func lines(program: String) throws {
    let oracle = try Oracle(architecture: program)
    let table = oracle.table
    if program == "arm64" { #expect(table.quantum == 4) }
    let pcTable = Array(table.bytes[table.pcTable..<table.functions])
    func value(_ offset: Int, at pc: Int) throws -> Int? {
      let decoded = try PCValueTable.decode(pcTable, at: offset, quantum: table.quantum)
      guard pc < decoded.end else { return nil }
      return decoded.entries.last { $0.pc <= pc }.map { Int($0.value) }
    }
    #expect(oracle.samples.count > 300)
    for sample in oracle.samples {
      let function = table.function(sample.function)
      // Offset 0 is no table to the runtime; gosym reads on there.
      if function.pcln == 0 { continue }
      #expect(try value(function.pcln, at: sample.pc) == sample.line)
      let file = try #require(try value(function.pcfile, at: sample.pc))
      #expect(table.file(file, unit: function.unit) == sample.file)
    }
  }
}
