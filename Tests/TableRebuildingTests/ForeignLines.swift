import Foundation
import MachineCode
import TestSupport

@testable import TableRebuilding

/// What llvm-dwarfdump says of an input's code: file and line by address.
struct ForeignLines {
  /// Code of one row.
  struct Run {
    var start, end: UInt64
    /// A place in `paths`.
    var path: Int
    var line: Int32
  }

  /// In order of address; of runs of two sequences the one in the first unit comes first.
  private(set) var runs: [Run] = []
  private(set) var paths: [String] = []
  /// Rows that say something: all but those that end a sequence.
  private(set) var rowCount = 0
  /// Sequences for code that is not in the file, or without code.
  private(set) var omittedSequences = 0

  init(_ path: String, _ input: CodeInput) throws {
    let dump = try LineDump(path)
    var starts = try Self.starts(input)[...]
    var places: [String: Int] = [:]
    let first = input.sections.first?.address ?? 0
    for unit in dump.units {
      var known: [UInt32: Int] = [:]
      // Relocations are one for each sequence, with code or without.
      var withCode = unit.sequences[...]
      for rows in unit.rows.split(whereSeparator: \.ends) {
        let whole = unit.rows[rows.startIndex...rows.endIndex]
        var base: UInt64? = 0
        if input.isRelocatable, let address = whole.first?.address {
          // The GNU assembler sets addresses within sequences too: those are passed over.
          starts = starts.drop { $0.address != address }
          guard let start = starts.popFirst() else {
            throw NativeTool.Failure(description: "a sequence at \(address) has no relocation")
          }
          base = start.base
        }
        guard let start = whole.first, let end = whole.last, start.address != end.address else {
          omittedSequences += 1
          continue
        }
        let sequence = withCode.removeFirst()
        guard let base, base + start.address >= first, start.address < .max - 1 else {
          omittedSequences += 1
          continue
        }
        for (row, next) in zip(sequence, sequence.dropFirst()) {
          if known[row.file] == nil {
            let root = dump.roots[unit.offset, default: ""]
            let path = unit.path(Int(row.file), root: root) ?? "?"
            known[row.file] = places[path] ?? paths.count
            if places[path] == nil {
              places[path] = paths.count
              paths.append(path)
            }
          }
          runs.append(
            Run(
              start: base + row.address, end: base + next.address, path: known[row.file] ?? 0,
              line: Int32(truncatingIfNeeded: row.line)))
        }
        rowCount += sequence.count - 1
      }
    }
    runs = runs.enumerated()
      .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
  }

  private struct Start {
    /// Within its section.
    var address: UInt64
    /// Where the section starts; nil where the code is not in the file.
    var base: UInt64?
  }

  /// Of a relocatable input: the addresses that line programs set, by their relocations.
  private static func starts(_ input: CodeInput) throws -> [Start] {
    guard input.isRelocatable, let section = input.object.section(named: ".debug_line") else {
      return []
    }
    let wide: UInt32 = input.architecture == .x86_64 ? 1 : 257
    return try input.object.relocations(for: section).filter { $0.type == wide }.map { relocation in
      let symbol = input.object.symbols[relocation.symbolIndex]
      var start = Start(address: symbol.value &+ UInt64(bitPattern: relocation.addend))
      if case .section(let index) = symbol.sectionIndex {
        start.base = input.sections.first { $0.index == index }?.address
      }
      return start
    }
  }
}
