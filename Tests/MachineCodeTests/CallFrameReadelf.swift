import Foundation
import Symbols

@testable import MachineCode

/// What `readelf --debug-dump=frames-interp` says of a file: the rows of every function.
struct CallFrameReadelf {
  enum Address: Equatable {
    /// The frame address is the stack pointer, or the frame pointer, plus this.
    case stack(Int)
    case frame(Int)
    case other
  }

  struct Function {
    var section: String
    var start: UInt64
    var end: UInt64
    var rows: [(address: UInt64, cfa: Address)]
  }

  private(set) var functions: [Function] = []

  init(_ tools: StackPointerTools, file: String) throws {
    var section = ""
    var common: [String: Address] = [:]
    var isCommon = ""
    let script = "readelf --debug-dump=frames-interp '\(file)' 2>/dev/null"
    for line in try tools.lines(script) {
      let fields = line.split(separator: " ")
      if line.hasPrefix("Contents of the ") {
        section = String(fields[3])
        continue
      }
      if fields.contains("CIE") {
        isCommon = section + fields[0]
        continue
      }
      if let range = fields.first(where: { $0.hasPrefix("pc=") }), fields.contains("FDE") {
        isCommon = ""
        let parts = range.dropFirst(3).components(separatedBy: "..")
        guard parts.count == 2, let start = UInt64(parts[0], radix: 16),
          let end = UInt64(parts[1], radix: 16),
          let cie = fields.first(where: { $0.hasPrefix("cie=") })
        else { continue }
        // Without rows of its own a function has those of its common information.
        let inherited = common.first {
          $0.key.hasSuffix(cie.dropFirst(4)) && $0.key.hasPrefix(section)
        }
        functions.append(
          Function(
            section: section, start: start, end: end,
            rows: inherited.map { [(start, $0.value)] } ?? []))
        continue
      }
      guard fields.count > 1, fields[0].count == 16, let address = UInt64(fields[0], radix: 16)
      else {
        continue
      }
      let cfa = Self.address(fields[1])
      if !isCommon.isEmpty {
        common[isCommon] = cfa
      } else if let last = functions.indices.last {
        if functions[last].rows.last?.address == address { functions[last].rows.removeLast() }
        functions[last].rows.append((address, cfa))
      }
    }
  }

  private static func address(_ text: Substring) -> Address {
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    if parts.count == 2, let offset = Int(parts[1]) {
      if parts[0] == "rsp" || parts[0] == "sp" { return .stack(offset) }
      if parts[0] == "rbp" || parts[0] == "x29" { return .frame(offset) }
    }
    let minus = text.split(separator: "-")
    if minus.count == 2, let offset = Int(minus[1]), minus[0] == "rsp" || minus[0] == "sp" {
      return .stack(-offset)
    }
    return .other
  }
}
