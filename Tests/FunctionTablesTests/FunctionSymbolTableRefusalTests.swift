import Symbols
import Testing

@testable import FunctionTables

/// What cannot be written is refused, with the function at fault.
@Suite struct FunctionSymbolTableRefusalTests {
  private func function(
    _ name: String, entry: UInt64 = 0, size: UInt32 = 16
  ) -> FunctionSymbol {
    FunctionSymbol(
      name: name, entry: entry, size: size, frame: 8, stackDeltas: [PCValue(pc: 0, value: 0)],
      files: [PCValue(pc: 0, value: 1)], lines: [PCValue(pc: 0, value: 3)])
  }

  private func table(
    _ functions: [FunctionSymbol], _ architecture: Architecture = .x86_64
  ) -> FunctionSymbolTable {
    FunctionSymbolTable(functions: functions, files: ["a.go"], architecture: architecture)
  }

  private func refused(
    _ error: FunctionSymbolTableError, _ table: FunctionSymbolTable, base: UInt64 = 0,
    location: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: error, sourceLocation: location) { try table.bytes(base: base) }
  }

  @Test("No functions") func none() { refused(.noFunctions, table([])) }

  @Test("Functions out of order, or one inside another")
  func order() {
    refused(
      .unordered(function: "a", previous: "b"), table([function("b", entry: 32), function("a")]))
    refused(
      .unordered(function: "b", previous: "a"), table([function("a"), function("b", entry: 15)]))
  }

  @Test("A function without code, or beyond the address space")
  func extent() {
    refused(.extent(function: "f"), table([function("f", size: 0)]))
    refused(.extent(function: "f"), table([function("f", entry: .max - 15)]))
    refused(.extent(function: "f"), table([function("f", entry: 1)]), base: .max)
  }

  @Test("An entry, a size or a table's PC within an instruction")
  func alignment() {
    let misaligned = FunctionSymbolTableError.misaligned(function: "f", quantum: 4)
    refused(misaligned, table([function("f", entry: 2)], .arm64))
    refused(misaligned, table([function("f", size: 18)], .arm64))
    var inner = function("f")
    inner.lines.append(PCValue(pc: 6, value: 4))
    refused(.table(function: "f", .misaligned(pc: 6, quantum: 4)), table([inner], .arm64))
  }

  @Test("A pc-value table out of order or beyond the function")
  func tables() {
    var late = function("f")
    late.stackDeltas.append(PCValue(pc: 16, value: 8))
    refused(.table(function: "f", .unordered(pc: 16)), table([late]))
  }

  @Test("A file number that no file has", arguments: [0, 2, -2, Int32.max, Int32.min])
  func file(number: Int32) {
    var wrong = function("f")
    wrong.files = [PCValue(pc: 0, value: number)]
    refused(.file(function: "f", number: number), table([wrong]))
  }

  @Test("A name with a NUL")
  func nul() {
    refused(.name("f\0g"), table([function("f\0g")]))
    var files = table([function("f")])
    files.files.append("b\0")
    refused(.name("b\0"), files)
  }

  @Test("An index below zero or beyond any record", arguments: [-1, Int.max, Int.min, 1 << 28])
  func index(_ index: Int) {
    var wrong = function("f")
    wrong.pcdata[index] = []
    refused(.index(function: "f", index: index), table([wrong]))
    wrong = function("f")
    wrong.funcdata[index] = .address(1)
    refused(.index(function: "f", index: index), table([wrong]))
  }

  @Test("FUNCDATA in a symbol without an address")
  func undefined() {
    var wrong = function("f")
    wrong.funcdata[0] = .symbol("maps", addend: 0)
    refused(.undefined(function: "f", symbol: "maps"), table([wrong]))
  }

  @Test("A text that ends within its last function")
  func end() {
    var wrong = table([function("f")])
    wrong.end = 15
    refused(.end(function: "f"), wrong)
  }

  @Test("Offsets beyond 31 bits, in an index that alone needs them")
  func wideRecord() {
    var wrong = function("f")
    wrong.funcdata[Int(Int32.max) / 8 - 1] = .address(1)
    refused(.tooLarge(function: "f"), table([wrong]))
  }

  @Test("Offsets beyond the limit, wherever it is reached")
  func limits() throws {
    let whole = table([function("f"), function("g", entry: 16)])
    let addresses = FunctionSymbolTableWriter.Addresses.relocated(text: nil)
    let size = try whole.written(addresses).bytes.count
    #expect(try whole.written(addresses, limit: size).bytes.count == size)
    for limit in 0..<size {
      #expect {
        try whole.written(addresses, limit: limit)
      } throws: { error in
        if case .tooLarge? = error as? FunctionSymbolTableError { true } else { false }
      }
    }
  }
}
