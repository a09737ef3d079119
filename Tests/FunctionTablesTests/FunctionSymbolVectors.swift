import Foundation
import FunctionTables
import TestSupport

/// The files of Vectors/go1.2: a real table, its facts and the runtime's answers.
struct FunctionSymbolVectors {
  static func file(_ name: String) throws -> Data {
    try TypeVectors.contents("go1.2/\(name)")
  }

  static func table() throws -> [UInt8] { [UInt8](try file("pclntab.bin.gz")) }

  struct Record: Decodable {
    struct Table: Decodable {
      var raw: String
      var rows: [[Int64]]
    }

    struct Data: Decodable {
      var n: Int32
      var slots: [UInt8]?
      var bytes: String
    }

    enum Entry: Decodable {
      case entry(String)
      case offset(Int)

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do { self = .offset(try container.decode(Int.self)) } catch {
          self = .entry(try container.decode(String.self))
        }
      }
    }

    var record: String
    var abbr: [String]?
    var nfunc, nfile: Int?
    var endpc: String?
    var entries: [[Entry]]?
    var table: [String: String]?
    var i: Int?
    var entry, name, structBytes: String?
    var args, frame: Int32?
    var npcdata, nfuncdata, symsize: Int?
    var pcsp, pcfile, pcln: Table?
    var pcdata: [Table]?
    var funcdata: [Data]?
  }

  var records: [Record]
  private var abbreviations: [String]

  init() throws {
    let text = String(decoding: try Self.file("pclntab.jsonl.gz"), as: UTF8.self)
    records = try text.split(separator: "\n").map {
      try JSONDecoder().decode(Record.self, from: Data($0.utf8))
    }
    abbreviations = records.first?.abbr ?? []
  }

  func expanded(_ text: String) -> String {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      guard index % 2 == 1, let number = Int(part), abbreviations.indices.contains(number) else {
        return String(part)
      }
      return expanded(abbreviations[number])
    }.joined()
  }

  func record(_ kind: String) throws -> Record {
    guard let found = records.first(where: { $0.record == kind }) else {
      throw TypeVectors.Failure(description: "pclntab.jsonl.gz")
    }
    return found
  }
}

/// The bytes of a hexadecimal text.
func hexBytes(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count - 1, by: 2).map {
    UInt8(digits[$0] << 4 | digits[$0 + 1])
  }
}
