import Foundation

@testable import MachineCode

/// A function in whose code an address lies, and where it was called, if it was inlined.
struct DebugInfoFrame: Equatable, CustomStringConvertible {
  var name: String
  var startLine: UInt32
  /// Of the call that was inlined; the outermost function has none.
  var callFile = ""
  var callLine: UInt32 = 0

  var description: String {
    "\(name) from line \(startLine)" + (callFile.isEmpty ? "" : " at \(callFile):\(callLine)")
  }
}

/// The functions at every address, by our readers.
struct DebugInfoChains {
  private struct Step {
    var address: UInt64
    var frames: [DebugInfoFrame]
  }

  /// In order of address; where there is no frame there is no function.
  private var steps: [Step] = []
  private(set) var inlinedCount = 0
  private(set) var subprogramCount = 0

  init(_ bytes: [UInt8]) throws { try self.init(CodeInput(InputBytes(bytes))) }

  init(_ input: CodeInput) throws {
    let units = try DebugUnits(input.debug)
    var reader = DebugUnitReader(units)
    var files = DebugInfoFiles(try LineUnits(input.debug))
    var names: [DebugString: String] = [:]
    func name(_ function: FunctionOrigin) throws -> String {
      guard let string = function.name else { return "" }
      if let known = names[string] { return known }
      let span = try units.characters(string)
      let text = span.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
      names[string] = text
      return text
    }
    var map = InlineMap()
    for unit in units.units.indices {
      try reader.read(unit)
      inlinedCount += reader.inlined.count
      subprogramCount += reader.subprograms.count
      for (place, subprogram) in reader.subprograms.enumerated() {
        let outer = DebugInfoFrame(
          name: try name(subprogram.function), startLine: subprogram.function.declLine)
        var chains: [Int32: [DebugInfoFrame]] = [-1: [outer]]
        for range in reader.ranges[subprogram.ranges] {
          map.build(reader, place, from: range.start, size: UInt32(range.end - range.start))
          for transition in map.transitions {
            let frames =
              try chains[transition.call]
              ?? chain(transition.call, of: subprogram, reader, &files, name) + [outer]
            chains[transition.call] = frames
            steps.append(Step(address: range.start + UInt64(transition.offset), frames: frames))
          }
          steps.append(Step(address: range.end, frames: []))
        }
      }
    }
    // An end before a start at the same address.
    steps.sort { ($0.address, $0.frames.count) < ($1.address, $1.frames.count) }
  }

  private func chain(
    _ innermost: Int32, of subprogram: Subprogram, _ reader: DebugUnitReader,
    _ files: inout DebugInfoFiles, _ name: (FunctionOrigin) throws -> String
  ) throws -> [DebugInfoFrame] {
    var frames: [DebugInfoFrame] = []
    var place = innermost
    while place >= 0 {
      let call = reader.inlined[subprogram.inlined.lowerBound + Int(place)]
      let origin = call.origin == .max ? FunctionOrigin() : reader.origins[Int(call.origin)]
      frames.append(
        DebugInfoFrame(
          name: try name(origin), startLine: origin.declLine,
          callFile: try files.path(of: call.callFile, reader.lineProgram), callLine: call.callLine))
      place = call.parent
    }
    return frames
  }

  /// Innermost first; empty where there is no function.
  func frames(at address: UInt64) -> [DebugInfoFrame] {
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].address <= address { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? [] : steps[low - 1].frames
  }

  /// Where the functions change, and the bytes before: every `stride`th of them.
  func addresses(stride: Int) -> [UInt64] {
    var addresses: [UInt64] = []
    for step in Swift.stride(from: 0, to: steps.count, by: stride) {
      addresses += [steps[step].address - 1, steps[step].address]
    }
    return addresses
  }
}

/// The paths of files that line tables number.
struct DebugInfoFiles {
  private let lines: LineUnits
  private var reader: LineUnitReader
  private var current: Int?
  private var paths: [[UInt64]: String] = [:]

  init(_ lines: LineUnits) {
    self.lines = lines
    reader = LineUnitReader(lines)
  }

  mutating func path(of file: UInt32, _ program: UInt64?) throws -> String {
    guard let program, file != .max else { return "" }
    let key = [program, UInt64(file)]
    if let known = paths[key] { return known }
    guard let unit = lines.unit(at: program) else { return "" }
    if unit != current { try reader.read(unit) }
    current = unit
    var path: [UInt8] = []
    try reader.path(of: Int(file), into: &path)
    let text = String(decoding: path, as: UTF8.self)
    paths[key] = text
    return text
  }
}
