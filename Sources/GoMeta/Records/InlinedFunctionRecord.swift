import MachineCode
import Symbols

/// One record of the section `.go.inlined`: a function whose calls were inlined, which may have no
/// code of its own any more. Debug information of line tables alone has only its name.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 4 | start line |
/// | 4 | 4 | 1 for a wrapper, which tracebacks leave out, else 0 |
/// | 8 | 4 | length of the name |
/// | 12 | | the name as debug information has it, zeros up to a multiple of 8 |
struct InlinedFunctionRecord: Sendable, Equatable {
  static let sectionName = ".go.inlined"

  var name: String
  var startLine: UInt32
  var isWrapper: Bool

  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: startLine)
    bytes.append(littleEndian: UInt32(isWrapper ? 1 : 0))
    bytes.append(string: name)
    bytes.pad(to: 8)
    return bytes
  }

  static func decode(_ bytes: [UInt8]) throws(RecordError) -> [InlinedFunctionRecord] {
    var reader = RecordReader(bytes)
    var records: [InlinedFunctionRecord] = []
    while !reader.isAtEnd {
      let startLine = try reader.number(UInt32.self)
      let isWrapper = try reader.number(UInt32.self) != 0
      records.append(
        InlinedFunctionRecord(
          name: try reader.string(), startLine: startLine, isWrapper: isWrapper))
      reader.skip(to: 8)
    }
    return records
  }

  /// An object's records; none without the section, nil where it is damaged.
  static func records(of object: ObjectFile) -> [InlinedFunctionRecord]? {
    guard let section = object.section(named: sectionName) else { return [] }
    guard let contents = try? object.contents(of: section) else { return nil }
    return try? decode(Array(contents))
  }
}
