import Foundation
import TestSupport

/// A JSON value, as far as the vectors need it.
indirect enum Go12Value: Decodable, Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Int64)
  case string(String)
  case array([Go12Value])
  case object([String: Go12Value])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([Go12Value].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: Go12Value].self))
    }
  }

  subscript(key: String) -> Go12Value {
    if case .object(let members) = self { members[key] ?? .null } else { .null }
  }

  subscript(index: Int) -> Go12Value {
    if case .array(let items) = self, items.indices.contains(index) { items[index] } else { .null }
  }

  var text: String? { if case .string(let text) = self { text } else { nil } }
  var number: Int64? { if case .number(let number) = self { number } else { nil } }
  var items: [Go12Value] { if case .array(let items) = self { items } else { [] } }
  var isTrue: Bool { self == .bool(true) || self == .number(1) }
  var isNull: Bool { self == .null }
}

/// What a compiler and linker of September 2013 made of a program's types.
struct Go12Vectors: Sendable {
  struct Failure: Error, CustomStringConvertible { var description: String }

  /// Every type, by its symbol, and in the order of the file.
  var types: [String: Go12Value] = [:]
  var symbols: [String] = []
  var typelinks: [Go12Value]
  var rootPrograms: [Go12Value]
  /// Texts of strings that the compiler numbered, by their symbols.
  var numberedStrings: [String: String] = [:]

  static let shared = Result { try Go12Vectors() }

  private init() throws {
    let data = try TypeVectors.contents("go1.2/types.jsonl.gz")
    let decoder = JSONDecoder()
    let records = try data.split(separator: UInt8(ascii: "\n")).map {
      try decoder.decode(Go12Value.self, from: Data($0))
    }
    var expansion = Go12Expansion(
      abbreviations: records.first?["abbr"].items.compactMap(\.text) ?? [])
    typelinks = []
    rootPrograms = []
    for record in records {
      switch record["record"].text {
      case "type":
        let type = expansion.expanded(record)
        guard let symbol = type["sym"].text else { throw Failure(description: "type without sym") }
        types[symbol] = type
        symbols.append(symbol)
        if let name = type["stringSym"].text { numberedStrings[name] = type["string"].text }
      case "typelinks": typelinks = expansion.expanded(record)["entries"].items
      case "rootprog": rootPrograms.append(expansion.expanded(record))
      default: break
      }
    }
  }

  func type(_ symbol: String) throws -> Go12Value {
    guard let type = types[symbol] else { throw Failure(description: "no type \(symbol)") }
    return type
  }
}

/// `@N@` in any text stands for the N-th abbreviation, which may hold others.
private struct Go12Expansion {
  let abbreviations: [String]
  private var known: [String: String] = [:]

  init(abbreviations: [String]) { self.abbreviations = abbreviations }

  mutating func expanded(_ value: Go12Value) -> Go12Value {
    switch value {
    case .string(let text): return .string(expanded(text))
    case .array(let items): return .array(items.map { expanded($0) })
    case .object(let members): return .object(members.mapValues { expanded($0) })
    default: return value
    }
  }

  private mutating func expanded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "@")) else { return text }
    if let result = known[text] { return result }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    var result = ""
    for (index, part) in parts.enumerated() {
      if index % 2 == 1, let number = Int(part), abbreviations.indices.contains(number) {
        result += expanded(abbreviations[number])
      } else {
        result += part
      }
    }
    known[text] = result
    return result
  }
}
