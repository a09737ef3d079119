import Foundation
import TestSupport

/// The files of Vectors/go1.8: what Go 1.8's own compiler emitted.
struct Go18Vectors {
  struct Failure: Error, CustomStringConvertible { var description: String }

  /// A reference as the object file has it.
  struct Reference: Hashable, Decodable, CustomStringConvertible {
    var offset, size: Int
    var kind, target: String
    var addend: Int64

    init(offset: Int, size: Int, kind: String, target: String, addend: Int64) {
      self.offset = offset
      self.size = size
      self.kind = kind
      self.target = target
      self.addend = addend
    }

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      offset = try container.decode(Int.self)
      size = try container.decode(Int.self)
      kind = try container.decode(String.self)
      target = try container.decode(String.self)
      addend = try container.decode(Int64.self)
    }

    var description: String { "\(offset)+\(size) \(kind) \(target)+\(addend)" }
  }

  struct Symbol: Decodable {
    var sym: String
    var pkg: String?
    var dupok: Bool
    var kind: Int?
    var size: Int
    private var hex: String
    var rel: [Reference]

    enum CodingKeys: String, CodingKey {
      case sym, pkg, dupok, kind, size, rel
      case hex = "bytes"
    }

    /// As many as the symbol's size: trailing zeros may be left out.
    var bytes: [UInt8] {
      let digits = hex.utf8.map { UInt8($0 < 58 ? $0 - 48 : $0 - 87) }
      var bytes = stride(from: 0, to: digits.count - 1, by: 2).map {
        digits[$0] << 4 | digits[$0 + 1]
      }
      bytes += [UInt8](repeating: 0, count: max(0, size - bytes.count))
      return bytes
    }

    func reference(at offset: Int) -> Reference? { rel.first { $0.offset == offset } }
  }

  /// By name, in the order of the file.
  private(set) var symbols: [Symbol]

  /// - Parameter replacements: applied to the text of every line.
  init(file name: String, replacing replacements: [(String, String)] = []) throws {
    let text = try TypeVectors.contents("go1.8/\(name)")
    let decoder = JSONDecoder()
    symbols = try text.split(separator: UInt8(ascii: "\n")).map { line in
      guard !replacements.isEmpty else { return try decoder.decode(Symbol.self, from: Data(line)) }
      var line = String(decoding: line, as: UTF8.self)
      for (old, new) in replacements { line = line.replacingOccurrences(of: old, with: new) }
      return try decoder.decode(Symbol.self, from: Data(line.utf8))
    }
    guard !symbols.isEmpty else { throw Failure(description: "\(name) is empty") }
  }
}
