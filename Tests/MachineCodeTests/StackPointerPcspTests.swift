import Foundation
import Symbols
import Testing

@testable import MachineCode

/// Deltas are what Go's own linker states in the pcsp tables of stock programs.
@Suite struct StackPointerPcspTests {
  @Test func deltasInTheGoCommandAgreeWithItsPcspTables() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    let file = try StackPointerTools.goRoot() + "/bin/go"
    try expectAgreement(
      tools, file, .x86_64, objcopy: "objcopy", first: 8000, accepted: 0.9, atLeast: 300_000)
  }

  @Test func deltasInAnARM64GoProgramAgreeWithItsPcspTables() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    let go = try StackPointerTools.goRoot() + "/bin/go"
    try tools.write("package main\n\nfunc main() { println(len(\"hello\")) }\n", to: "main.go")
    try tools.write("module hello\n", to: "go.mod")
    try tools.shell(
      "'\(go)' build -o hello .",
      environment: ["GOOS": "linux", "GOARCH": "arm64", "CGO_ENABLED": "0", "GOFLAGS": "-mod=mod"])
    try expectAgreement(
      tools, tools.path("hello"), .arm64, objcopy: "aarch64-linux-gnu-objcopy", first: .max,
      accepted: 0.9, atLeast: 40_000)
  }

  private func expectAgreement(
    _ tools: StackPointerTools, _ file: String, _ architecture: Architecture, objcopy: String,
    first: Int, accepted: Double, atLeast: Int
  ) throws {
    let code = try tools.section(".text", of: file, objcopy: objcopy)
    let table = PcspTable(
      bytes: try tools.section(".gopclntab", of: file, objcopy: objcopy),
      quantum: architecture.pcQuantum)
    var tracker = StackPointerTracker(architecture: architecture)
    var compared = 0
    var tracked = 0
    var differences: [String] = []
    let functions = table.functions.prefix(first)
    for function in functions {
      guard function.range.upperBound <= code.count else { continue }
      do throws(StackPointerError) {
        _ = try tracker.track(code.span.bytes, function: function.range, relocatedOffsets: [])
      } catch {
        continue
      }
      tracked += 1
      let wrong = function.rows.flatMap { row in
        row.range.compactMap { offset -> String? in
          guard let ours = tracker.delta(at: offset), offset % architecture.pcQuantum == 0 else {
            return nil
          }
          compared += 1
          return ours == row.value ? nil : "+\(offset): \(ours), not \(row.value)"
        }
      }
      if !wrong.isEmpty { differences.append("\(function.range): \(wrong)") }
    }
    #expect(differences.isEmpty, "\(differences.prefix(20).joined(separator: "\n"))")
    #expect(Double(tracked) >= accepted * Double(functions.count))
    #expect(compared >= atLeast)
  }
}

/// The pcsp tables of a pclntab: the header of `runtime.pcHeader`, `runtime._func` and the varints
/// of `runtime.step`, in Go 1.21 to 1.27 (runtime/symtab.go, runtime/runtime2.go).
struct PcspTable {
  struct Row {
    /// Offsets within the function.
    var range: Range<Int>
    var value: Int
  }

  struct Function {
    /// In the text section.
    var range: Range<Int>
    var rows: [Row]
  }

  var bytes: [UInt8]
  var quantum: Int

  private func number(at offset: Int, size: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << ($1 * 8) }
  }

  var functions: [Function] {
    let count = number(at: 8, size: 8)
    let pctab = number(at: 56, size: 8)
    let functab = number(at: 64, size: 8)
    return (0..<count).compactMap { index in
      let start = number(at: functab + index * 8, size: 4)
      let end = number(at: functab + index * 8 + 8, size: 4)
      let record = functab + number(at: functab + index * 8 + 4, size: 4)
      let pcsp = number(at: record + 16, size: 4)
      // 0 stands for no table (runtime.pcvalue).
      guard pcsp != 0 else { return nil }
      let rows = rows(at: pctab + pcsp, size: end - start)
      return Function(range: start..<end, rows: rows)
    }
  }

  private func rows(at offset: Int, size: Int) -> [Row] {
    var offset = offset
    func varint() -> Int {
      var value = 0
      var shift = 0
      while true {
        let byte = Int(bytes[offset])
        offset += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte & 128 == 0 { return value }
      }
    }
    var rows: [Row] = []
    var value = -1
    var pc = 0
    while pc < size {
      let change = varint()
      if change == 0, pc != 0 { break }
      value += change & 1 == 1 ? -(change >> 1) - 1 : change >> 1
      let next = pc + varint() * quantum
      rows.append(Row(range: pc..<next, value: value))
      pc = next
    }
    return rows
  }
}
