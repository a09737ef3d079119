import Foundation
import TestSupport
import Testing

@testable import MachineCode

/// Every row that the units of an input hold is what llvm-dwarfdump prints: address, file with its
/// path, line, and where a sequence ends.
@Suite struct LineProgramUnitTests {
  static let samples: [LineProgramSample] = LineProgramSample.all

  struct Difference: CustomStringConvertible {
    var description: String
  }

  /// How many rows were compared; the first differences, by unit.
  static func compare(_ path: String) throws -> (rows: Int, differences: [Difference]) {
    let input = try CodeInput(InputBytes(mapping: path))
    let oracle = try LineDump(path)
    let units = try LineUnits(input.debug)
    let lowest = input.sections.first?.address ?? 1
    var reader = LineUnitReader(units, lowestAddress: lowest)
    var differences: [Difference] = []
    var rows = 0
    guard units.count == oracle.units.count else {
      return (0, [Difference(description: "\(units.count) units, not \(oracle.units.count)")])
    }
    for (index, unit) in oracle.units.enumerated() {
      try reader.read(index)
      if units.unit(at: UInt64(unit.offset)) != index || Int(reader.version) != unit.version {
        differences.append(Difference(description: "unit \(index) is not where it should be"))
      }
      var expected = unit.sequences
      if !input.isRelocatable {
        expected.removeAll {
          $0[$0.startIndex].address < lowest || $0[$0.startIndex].address >= .max - 1
        }
      }
      let all = unit.rows.filter(\.ends).count
      guard reader.sequences.count == expected.count,
        reader.omittedSequences == all - expected.count
      else {
        differences.append(
          Difference(
            description: "unit \(index): \(reader.sequences.count) sequences, "
              + "\(reader.omittedSequences) omitted, not \(expected.count) of \(all)"))
        continue
      }
      var files: Set<Int> = []
      for (sequence, expected) in zip(reader.sequences, expected) {
        if let difference = compare(reader, sequence, expected, input, &files) {
          differences.append(Difference(description: "unit \(index): \(difference)"))
        }
        rows += expected.count
      }
      for file in files {
        var bytes: [UInt8] = []
        try reader.path(of: file, into: &bytes)
        let path = String(decoding: bytes, as: UTF8.self)
        let expected = unit.path(file, root: oracle.roots[unit.offset, default: ""])
        if path != expected {
          differences.append(
            Difference(description: "unit \(index), file \(file): \(path), not \(expected ?? "")"))
        }
      }
    }
    return (rows, differences)
  }

  private static func compare(
    _ reader: LineUnitReader, _ sequence: LineUnitReader.Sequence,
    _ expected: ArraySlice<LineDump.Row>, _ input: CodeInput, _ files: inout Set<Int>
  ) -> String? {
    let rows = reader.rows
    var base: UInt64 = 0
    if input.isRelocatable {
      // The oracle counts from the start of the section.
      guard
        let section = input.sections.first(where: {
          $0.address <= sequence.start && sequence.end <= $0.address + $0.size
        })
      else {
        return "a sequence at \(sequence.start) is in no section"
      }
      base = section.address
    }
    guard sequence.rowRange.count == expected.count else {
      return "\(sequence.rowRange.count) rows, not \(expected.count), at \(sequence.start)"
    }
    for (place, row) in zip(sequence.rowRange, expected) {
      let actual = rows[place]
      guard actual.address - base == row.address, actual.line == Int(row.line),
        actual.endsSequence == row.ends, row.ends || actual.file == Int(row.file)
      else {
        return "\(actual) is not \(row)"
      }
      if !row.ends { files.insert(actual.file) }
    }
    guard rows[sequence.rowRange.lowerBound].address == sequence.start,
      rows[sequence.rowRange.upperBound - 1].address == sequence.end
    else {
      return "the sequence at \(sequence.start) has other bounds than its rows"
    }
    return nil
  }

  @Test(arguments: samples) func rowsAndPathsAreLLVMs(_ sample: LineProgramSample) throws {
    let folder = try sample.make()
    let (rows, differences) = try Self.compare(folder.path("sample"))
    #expect(differences.isEmpty)
    #expect(rows >= sample.minimumRows)
    print("\(sample.testDescription): \(rows) rows, \(differences.count) differences")
  }
}
