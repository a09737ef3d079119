import Foundation

/// The 624 descriptors and programs of a real program of Go 1.2, as a module of data.
public struct Go12Vectors {
  public let types: [TypeVectors.Record]
  public let typelinks: [[String: String]]
  public private(set) var module = DataModule()

  /// - Parameter limit: how many of the types, from the first on.
  public init(limit: Int = .max) throws {
    let records = try TypeVectors.go1_2()
    types = Array(records.filter { $0["record"] as? String == "type" }.prefix(limit))
    typelinks =
      records.first { $0["record"] as? String == "typelinks" }?["entries"] as? [[String: String]]
      ?? []
    try define()
  }

  private mutating func define() throws {
    var strings: [String: String] = [:]
    for type in types {
      guard let name = type["stringSym"] as? String else { continue }
      strings[name] = type["string"] as? String
    }
    for type in types {
      guard let name = type["sym"] as? String, let words = type["words"] as? [Any],
        let gc = type["gc"] as? TypeVectors.Record, let program = gc["words"] as? [Any],
        let gcName = gc["sym"] as? String
      else { throw TypeVectors.Failure(description: "a type lacks its words") }
      let isWeak = type["dupok"] as? Int == 1
      let items = try words.map { try Self.item($0) }
      module.define(name, items, linkage: isWeak ? .weak : .global, align: 32)
      module.define(gcName, try program.map { try Self.item($0) }, linkage: .weak)
      if let header = type["header"] as? TypeVectors.Record,
        let algorithm = header["alg"] as? TypeVectors.Record,
        let symbol = algorithm["sym"] as? String, let entries = algorithm["entries"] as? [String]
      {
        module.define(symbol, entries.map { .address($0, 0) }, linkage: .weak)
      }
    }
    for entry in typelinks {
      if let link = entry["linkSym"], let type = entry["type"] {
        module.define(link, [.address(type, 0)])
      }
    }
    for name in module.undefined {
      let text: String
      if let known = strings[name] {
        text = known
      } else if name.hasPrefix("go.string.\"") {
        text = Self.unquoted(name.dropFirst(11).dropLast())
      } else if name.hasPrefix("go.importpath.") {
        text = name.dropFirst(14).dropLast().replacingOccurrences(of: "%2e", with: ".")
      } else {
        continue
      }
      // A symbol that no other object sees is referred to by its section.
      let bytes = Array(text.utf8)
      module.define(
        name + ".data", [.bytes(bytes + [0])], linkage: .private, section: ".data.strings")
      module.define(
        name, [.address(name + ".data", 0), .number(UInt64(bytes.count), bytes: 8)],
        linkage: .internal)
    }
  }

  private static func item(_ value: Any) throws -> DataModule.Item {
    if let number = value as? UInt64 { return .number(number, bytes: 8) }
    if let record = value as? TypeVectors.Record, let name = record["sym"] as? String {
      return .address(name, 0)
    }
    if let text = value as? String, let number = UInt64(text, radix: 16) {
      return .number(number, bytes: 8)
    }
    if let pair = value as? [Any], let name = pair[0] as? String, let addend = pair[1] as? Int {
      return .address(name, Int64(addend))
    }
    throw TypeVectors.Failure(description: "no word: \(value)")
  }

  /// The compiler's own quoting of strings in symbol names (`%Z` of cmd/gc).
  private static func unquoted(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
        bytes.append(byte)
        continue
      }
      switch escape {
      case UInt8(ascii: "n"): bytes.append(10)
      case UInt8(ascii: "t"): bytes.append(9)
      case UInt8(ascii: "r"): bytes.append(13)
      case UInt8(ascii: "x"):
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        bytes.append(UInt8(digits, radix: 16) ?? 0)
        rest = rest.dropFirst(2)
      default: bytes.append(escape)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
