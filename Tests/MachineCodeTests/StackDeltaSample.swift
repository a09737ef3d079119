import Foundation

@testable import MachineCode

/// A file with code, and what is told of its functions' stacks.
struct StackDeltaSample {
  let input: CodeInput
  var deltas: [String: [StackDelta]] = [:]
  var errors: [String: StackDeltaError] = [:]
  /// What the tracer reads.
  var table = ""

  init(_ path: String, source: StackDeltaReader.Source = .both) throws {
    input = try CodeInput(try InputBytes(mapping: path))
    let debug = source == .instructions ? DebugSections() : input.debug
    let frames = try CallFrameIndex(debug, architecture: input.architecture)
    var reader = StackDeltaReader(
      architecture: input.architecture, callFrames: frames, source: source)
    for function in input.functions.functions {
      let section = input.sections[Int(function.section)]
      let start = Int(function.address - section.address)
      let name = String(decoding: input.name(of: function), as: UTF8.self)
      do throws(StackDeltaError) {
        try reader.read(
          section.bytes.bytes, function: start..<start + Int(function.size),
          address: function.address, relocatedOffsets: section.relocatedOffsets,
          isPart: name.contains(".cold"))
      } catch {
        errors[name] = error
        continue
      }
      var rows: [StackDelta] = []
      for index in reader.deltas.indices { rows.append(reader.deltas[index]) }
      deltas[name] = rows
      let (start16, end16) = (
        String(function.address, radix: 16), String(function.end, radix: 16)
      )
      table += "F\(start16) \(end16) \(name)\n"
      for row in rows { table += "\(row.offset) \(row.delta)\n" }
    }
  }
}
