import Foundation
import FunctionTables
import Symbols
import TestSupport
import Testing

/// Our pclntab, read by Go's debug/gosym. For magic 0xfffffff1 it takes the header's words 0
/// (nfunc), 1 (nfiles) and 3–7 (offsets); word 2, textStart, is skipped, and the caller gives the
/// text's address.
@Suite struct GosymAgreementTests {
  struct Module: Sendable, CustomTestStringConvertible {
    var architecture: Architecture
    var gap, start: Int
    var testDescription: String { "\(architecture), gaps up to \(gap), text from \(start)" }
  }

  @Test(
    "Every function's name, entry, end, lines and files are what was put in",
    arguments: [
      Module(architecture: .x86_64, gap: 0, start: 0),
      Module(architecture: .arm64, gap: 0, start: 0),
      Module(architecture: .x86_64, gap: 31, start: 4096),
      Module(architecture: .arm64, gap: 15, start: 64),
    ])
  func readByGosym(module: Module) throws {
    let unit = module.architecture.pcQuantum
    let synthetic = SyntheticModule(
      module.architecture, count: 300, sizes: 1...(5000 / unit), gap: module.gap,
      start: module.start)
    let go = try GoToolchain()
    let program = try GoModule(files: [
      "main.go": tableProgram,
      "sizes": synthetic.functions.map { String($0.size) }.joined(separator: "\n"),
    ])
    try Data(try synthetic.table().bytes).write(to: program.folder.appendingPathComponent("table"))
    let output = try go.run(
      ["run", "main.go", "table", "sizes", String(unit)], in: program
    ).text
    let found = output.split(separator: "\n").map(String.init)
    let expected = Self.expectation(of: synthetic)
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) where found != expected {
      Issue.record("gosym says “\(found)”, the input “\(expected)”")
      return
    }
  }

  private static func expectation(of module: SyntheticModule) -> [String] {
    var lines: [String] = []
    for (index, function) in module.functions.enumerated() {
      let next = index + 1 < module.functions.count ? module.functions[index + 1].entry : nil
      lines.append("\(function.name) \(function.entry) \(next ?? function.entry + function.size)")
      let places = Set(function.files.map(\.pc) + function.lines.map(\.pc)).sorted()
      var last = ""
      for pc in places {
        let line = function.lines.last { $0.pc <= pc }?.value ?? 0
        let file = function.files.last { $0.pc <= pc }?.value ?? 0
        let run = "\(line) \(module.files[Int(file)])"
        if run != last { lines.append("+\(pc) \(run)") }
        last = run
      }
    }
    return lines
  }
}
