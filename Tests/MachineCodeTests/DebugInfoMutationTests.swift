import Foundation
import TestSupport
import Testing

@testable import MachineCode

/// Whatever the bytes, reading ends, and throws or gives what holds together.
@Suite struct DebugInfoMutationTests {
  static let samples: [DebugInfoSample] = [
    .forms(is64Bit: false), .linked(.gcc, .c, "-O2"), .linked(.gcc, .c, "-O2", "-gdwarf-4"),
    .linked(.clang, .c, "-O2", minimumInlined: 5),
    .linked(.gcc, .c, "-O2").after(.dwz),
  ]

  /// Reads all units and maps all functions; returns whether that succeeded.
  static func read(_ debug: DebugSections) -> Bool {
    guard let units = try? DebugUnits(debug) else { return false }
    var reader = DebugUnitReader(units)
    var map = InlineMap()
    var succeeded = true
    for unit in units.units.indices {
      do { try reader.read(unit) } catch {
        succeeded = false
        if !reader.subprograms.isEmpty || !reader.inlined.isEmpty {
          Issue.record("\(error) left something")
        }
        continue
      }
      for (place, subprogram) in reader.subprograms.enumerated() {
        check(reader, subprogram)
        for range in reader.ranges[subprogram.ranges].prefix(4) {
          let size = UInt32(clamping: range.end - range.start)
          map.build(reader, place, from: range.start, size: size)
          check(map, size, calls: subprogram.inlined.count)
        }
        if let name = subprogram.function.name { _ = try? units.characters(name).byteCount }
      }
    }
    return succeeded
  }

  private static func check(_ reader: DebugUnitReader, _ subprogram: Subprogram) {
    if subprogram.ranges.isEmpty || subprogram.ranges.upperBound > reader.ranges.count
      || subprogram.inlined.upperBound > reader.inlined.count
    {
      Issue.record("\(subprogram)")
    }
    for (place, call) in reader.inlined[subprogram.inlined].enumerated() {
      let hasOrigin = call.origin == .max || Int(call.origin) < reader.origins.count
      if Int(call.parent) >= place || !hasOrigin || call.ranges.upperBound > reader.ranges.count {
        Issue.record("\(call)")
      }
    }
  }

  private static func check(_ map: InlineMap, _ size: UInt32, calls: Int) {
    let transitions = map.transitions
    var isRight = transitions.first?.offset == 0
    for (transition, next) in zip(transitions, transitions.dropFirst()) {
      isRight = isRight && transition.offset < next.offset && transition.call != next.call
    }
    for transition in transitions {
      isRight = isRight && transition.offset < size && Int(transition.call) < calls
    }
    if !isRight { Issue.record("\(transitions)") }
  }

  @Test(arguments: samples)
  func damagedSectionsAreReadOrRefused(_ sample: DebugInfoSample) throws {
    let debug = try CodeInput(InputBytes(sample.make().bytes("sample"))).debug
    #expect(Self.read(debug))
    let fields: [(field: WritableKeyPath<DebugSections, InputBytes>, count: Int)] = [
      (\.info, 250), (\.abbrev, 250), (\.rnglists, 60), (\.ranges, 60), (\.addr, 30),
      (\.strOffsets, 30), (\.str, 20),
    ]
    var accepted = 0
    for (field, count) in fields where debug[keyPath: field].count > 0 {
      for mutant in Mutants(of: [UInt8](debug[keyPath: field]), count: count, seed: 3) {
        var damaged = debug
        damaged[keyPath: field] = InputBytes(mutant)
        if Self.read(damaged) { accepted += 1 }
      }
    }
    #expect(accepted > 0)
  }
}
