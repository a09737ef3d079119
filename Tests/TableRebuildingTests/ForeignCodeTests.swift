import Foundation
import FunctionTables
import GoRelease
import MachineCode
import TestSupport
import Testing

@testable import TableRebuilding

/// Tables of C, C++ and Rust say what LLVM's tools say of the same code.
@Suite struct ForeignCodeTests {
  struct Rebuilt {
    let input: CodeInput
    let table: RebuiltLineTable
    let raw: [UInt8]
  }

  static func rebuild(_ path: String) async throws -> Rebuilt {
    let input = try CodeInput(InputBytes(mapping: path))
    var rebuilder = TableRebuilder()
    rebuilder.stackSource = .callFrames
    rebuilder.disagreements = .omit
    let layouts = try #require(GoRelease(named: "1.27").functions)
    let table = try await rebuilder.rebuild([input], layouts: layouts, jobs: 2)
    return Rebuilt(input: input, table: table, raw: table.raw())
  }

  /// What a table was compared on.
  struct Count {
    /// Rows that hold in some function.
    var rows: Set<Int> = []
    var bytes: UInt64 = 0
    var functions = 0
    /// Bytes of code on which sequences of two units speak, as of identical code that was folded.
    var doubled: UInt64 = 0
    var differences: [String] = []
  }

  /// Compares file and line at every address of every function.
  static func compare(_ rebuilt: Rebuilt, _ lines: ForeignLines) throws -> Count {
    var count = Count()
    let view = try FunctionTableView(rebuilt.raw.span.bytes, textStart: 0)
    var files: [UInt64: String?] = [:]
    for (place, laidOut) in rebuilt.table.layout.functions.enumerated() {
      let function = rebuilt.input.functions.functions[laidOut.index]
      let described = try view.function(at: place)
      guard described.entry == laidOut.entry else {
        count.differences.append("function \(place) is at \(described.entry)")
        continue
      }
      count.functions += 1
      let fields = try view.fields(of: described)
      let actual = try runs(view, fields, UInt64(function.size))
      let expected = expectedRuns(lines, function, &count)
      count.bytes += UInt64(function.size)
      var (left, right) = (0, 0)
      var pc: UInt64 = 0
      while pc < UInt64(function.size), left < actual.count, right < expected.count {
        let (have, want) = (actual[left], expected[right])
        let end = min(have.end, want.end)
        if have.file < 0 || want.path < 0 {
          if (have.file < 0 && have.line <= 0) != (want.path < 0) || have.line != want.line {
            count.differences.append(
              "\(String(function.address + pc, radix: 16)): \(have), not \(want)")
          }
        } else {
          let key = UInt64(fields.unit ?? 0) << 32 | UInt64(UInt32(bitPattern: have.file))
          if files[key] == nil {
            files[key] = .some(try view.file(have.file, of: described).map { try view.string($0) })
          }
          let path = (files[key] ?? nil) ?? "none"
          let isEqual = want.choices.contains {
            lines.paths[$0.path] == path && $0.line == have.line
          }
          if !isEqual {
            count.differences.append(
              "\(String(function.address + pc, radix: 16)): \(path):\(have.line), not "
                + "\(lines.paths[want.path]):\(want.line)")
          }
        }
        pc = end
        if have.end == end { left += 1 }
        if want.end == end { right += 1 }
      }
      if pc < UInt64(function.size) {
        count.differences.append("function \(place) is described up to \(pc) of \(function.size)")
      }
    }
    return count
  }

  private struct Actual {
    var end: UInt64
    var file, line: Int32
  }

  /// The table's runs of one file and line, −1 where it says nothing.
  private static func runs(
    _ view: borrowing FunctionTableView, _ fields: FunctionTableView.Fields, _ size: UInt64
  ) throws -> [Actual] {
    var files: [(end: UInt64, value: Int32)] = []
    var lines: [(end: UInt64, value: Int32)] = []
    if fields.pcfile != 0 {
      var cursor = try view.cursor(fields.pcfile)
      while let run = try cursor.next() { files.append((UInt64(run.end), run.value)) }
    }
    if fields.pcln != 0 {
      var cursor = try view.cursor(fields.pcln)
      while let run = try cursor.next() { lines.append((UInt64(run.end), run.value)) }
    }
    if files.isEmpty { files.append((size, -1)) }
    if lines.isEmpty { lines.append((size, -1)) }
    var result: [Actual] = []
    var (left, right) = (0, 0)
    while left < files.count, right < lines.count {
      let end = min(files[left].end, lines[right].end)
      result.append(Actual(end: end, file: files[left].value, line: lines[right].value))
      if files[left].end == end { left += 1 }
      if lines[right].end == end { right += 1 }
    }
    return result
  }

  private struct Expected {
    var end: UInt64
    var path: Int
    var line: Int32
    /// All that is said of it.
    var choices: [(path: Int, line: Int32)] = []
  }

  /// The oracle's runs within a function, counted from its start, and the gaps between them.
  private static func expectedRuns(
    _ lines: ForeignLines, _ function: FunctionIndex.Function, _ count: inout Count
  ) -> [Expected] {
    let (address, end) = (function.address, function.end)
    var (low, high) = (0, lines.runs.count)
    while low < high {
      let middle = (low + high) / 2
      if lines.runs[middle].start < end { low = middle + 1 } else { high = middle }
    }
    // Runs are short: those that reach into the function start not long before it.
    var first = low
    while first > 0, low - first < 100_000,
      lines.runs[first - 1].end > address || lines.runs[first - 1].start + 4096 > address
    {
      first -= 1
    }
    let places = (first..<low).filter { lines.runs[$0].end > address }
    count.rows.formUnion(places)
    let within = places.map { lines.runs[$0] }
    let bounds = Set(
      within.flatMap { [max($0.start, address), min($0.end, end)] } + [address, end]
    ).sorted()
    var result: [Expected] = []
    var open = 0
    for (start, stop) in zip(bounds, bounds.dropFirst()) {
      while open < within.count, within[open].end <= start { open += 1 }
      let choices = within[open...].prefix { $0.start <= start }.filter { $0.end > start }
      if choices.count > 1 { count.doubled += stop - start }
      result.append(
        Expected(
          end: stop - address, path: choices.first?.path ?? -1, line: choices.first?.line ?? -1,
          choices: choices.map { ($0.path, $0.line) }))
    }
    return result
  }

  @Test("File and line of every address are those of llvm-dwarfdump", arguments: ForeignCode.all)
  func linesAreLLVMs(_ code: ForeignCode) async throws {
    let folder = try code.make()
    let rebuilt = try await Self.rebuild(folder.path("sample"))
    let lines = try ForeignLines(folder.path("sample"), rebuilt.input)
    let count = try Self.compare(rebuilt, lines)
    #expect(count.differences.count == 0, "\(count.differences.prefix(3))")
    #expect(count.rows.count >= code.minimumRows)
    let between = lines.runs.indices.filter { !count.rows.contains($0) }
    let isDescribed = Set(rebuilt.table.layout.functions.map(\.index))
    // What is left lies in functions that the notes name, or between functions: padding.
    let described = between.filter { place in
      let run = lines.runs[place]
      return [run.start, run.end - 1].contains {
        rebuilt.input.functions.index(containing: $0).map(isDescribed.contains) == true
      }
    }
    #expect(described.isEmpty)
    let leftOut = rebuilt.input.functions.count - isDescribed.count
    #expect(leftOut == 0 || !rebuilt.table.notes.isEmpty)
    let symbolized = code.isLinked ? try symbolize(folder, rebuilt, lines, count.rows) : 0
    print(
      "\(code.testDescription): \(count.rows.count) rows of \(lines.rowCount), "
        + "\(count.bytes) addresses, "
        + "\(count.functions) functions (\(leftOut) left out), "
        + "\(count.doubled) addresses in two sequences, \(symbolized) symbolized, "
        + "\(count.differences.count) differences")
  }

  /// Looks up the first address of each row, as llvm-symbolizer does; returns how many.
  private func symbolize(
    _ folder: TestFolder, _ rebuilt: Rebuilt, _ lines: ForeignLines, _ rows: Set<Int>
  ) throws -> Int {
    let addresses = rows.sorted().map { lines.runs[$0].start }
      .filter { rebuilt.input.functions.index(containing: $0) != nil }
    let output = try NativeTool.llvmSymbolizer.run(
      ["--obj=sample", "--functions=none", "--no-inlines", "--output-style=GNU"]
        + addresses.map { "0x" + String($0, radix: 16) }, in: folder.url)
    let places = output.split(separator: "\n")
    try #require(places.count == addresses.count)
    let view = try FunctionTableView(rebuilt.raw.span.bytes, textStart: rebuilt.table.textStart)
    var differences: [String] = []
    for (address, place) in zip(addresses, places) {
      // A note on the discriminator may follow in brackets.
      let expected = place.split(separator: " ")[0]
      let location = try view.location(of: address)
      let file = try location?.file.map { try view.string($0) } ?? "none"
      if "\(file):\(location?.line ?? -1)" != expected {
        differences.append("\(String(address, radix: 16)): \(file), not \(expected)")
      }
    }
    #expect(differences.count == 0, "\(differences.prefix(3))")
    return addresses.count
  }
}
