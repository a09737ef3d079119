import Foundation
import TestSupport
import Testing

@testable import MachineCode

/// Damaged debug sections are read or refused, in bounded memory.
@Suite struct LineProgramMutationTests {
  static let samples: [LineProgramSample] = [
    .compiled(.gcc, .c, "-gdwarf-2", "-O2"), .compiled(.gcc, .c, "-gdwarf64", "-O2"),
    .compiled(.clang, .c, "-gdwarf-5", "-O2", "-ffunction-sections"),
    .compiled(.clang, .c, "-gdwarf-4", "-O0", "--target=aarch64-linux-gnu"),
  ]

  /// What reading came to: units read, units and inputs refused.
  struct Outcome {
    var read = 0
    var refused = 0
  }

  /// Reads all that can be read, and checks what holds for any input.
  static func read(_ debug: DebugSections, _ outcome: inout Outcome) {
    guard let units = try? LineUnits(debug) else {
      outcome.refused += 1
      return
    }
    let size = debug.line.count
    #expect(units.units.capacity * MemoryLayout<LineUnits.Unit>.stride <= 8 * size + 64)
    var reader = LineUnitReader(units)
    var path: [UInt8] = []
    for unit in 0..<units.count {
      do throws(LineProgramError) {
        try reader.read(unit)
        outcome.read += 1
      } catch {
        outcome.refused += 1
        #expect(reader.sequences.isEmpty && reader.rows.isEmpty && reader.fileCount == 0)
        continue
      }
      let unitSize = units.units[unit].end - units.units[unit].offset
      #expect(reader.rows.count <= unitSize)
      for sequence in reader.sequences {
        let rows = sequence.rowRange.map { reader.rows[$0] }
        let isOrdered = zip(rows, rows.dropFirst()).allSatisfy {
          $0.address < $1.address && !$0.endsSequence
        }
        let last = rows.last
        let isWhole = last?.endsSequence == true && last?.address == sequence.end
        if !isOrdered || !isWhole || rows.first?.address != sequence.start || rows.count < 2 {
          Issue.record("a sequence at \(sequence.start) is not in order")
        }
      }
      var paths = 0
      for file in reader.firstFile..<reader.firstFile + reader.fileCount {
        guard (try? reader.path(of: file, into: &path)) != nil else { continue }
        paths += path.count
      }
      #expect(paths <= 256 * unitSize + 4096)
    }
    let limit = 64 * units.longest + 4096
    #expect(reader.allocatedBytes <= limit)
  }

  @Test(arguments: samples) func damagedSectionsAreReadOrRefused(
    _ sample: LineProgramSample
  ) throws {
    let debug = try CodeInput(InputBytes(sample.make().bytes("sample"))).debug
    var outcome = Outcome()
    Self.read(debug, &outcome)
    #expect(outcome.read > 0 && outcome.refused == 0)
    let parts: [(WritableKeyPath<DebugSections, InputBytes>, Int)] = [
      (\.line, 300), (\.lineStr, 30), (\.str, 10), (\.info, 60), (\.abbrev, 60),
    ]
    for (index, (part, count)) in parts.enumerated() where debug[keyPath: part].count > 0 {
      let bytes = Array(debug[keyPath: part].prefix(4096))
      for mutant in Mutants(of: bytes, count: count, seed: UInt64(index + 1)) {
        var damaged = debug
        damaged[keyPath: part] = InputBytes(
          mutant + debug[keyPath: part].dropFirst(4096))
        Self.read(damaged, &outcome)
      }
    }
    #expect(outcome.refused > 100 && outcome.read > 100)
  }

  /// The header of a unit, where most fields are.
  @Test(arguments: samples) func damagedHeadersAreReadOrRefused(
    _ sample: LineProgramSample
  ) throws {
    let debug = try CodeInput(InputBytes(sample.make().bytes("sample"))).debug
    let bytes = Array(debug.line)
    var outcome = Outcome()
    for mutant in Mutants(of: bytes, within: [0..<80], count: 300, seed: 9) {
      var damaged = debug
      damaged.line = InputBytes(mutant)
      Self.read(damaged, &outcome)
    }
    #expect(outcome.refused > 20)
  }
}

extension LineUnitReader {
  /// What the reader's own arrays take.
  var allocatedBytes: Int {
    walk.rows.capacity * 16 + walk.sequences.capacity * MemoryLayout<Sequence>.stride
      + walk.addressOperands.capacity * 8 + walk.fileDefinitions.capacity * 8
      + table.files.capacity * MemoryLayout<LineFileTable.File>.stride
      + table.directories.capacity * MemoryLayout<StringReference>.stride
  }
}
