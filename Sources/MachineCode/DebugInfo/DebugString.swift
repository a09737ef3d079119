/// Where a NUL-terminated string of debug information starts: a section and an offset in it.
///
/// Equal references name the same string; different ones may name equal strings.
public struct DebugString: Sendable, Hashable {
  /// The section in the topmost two bits, the offset in the others.
  public let rawValue: UInt64

  enum Section: UInt64 {
    case info, str, lineStr

    var section: DebugInfoSection {
      switch self {
      case .info: .info
      case .str: .str
      case .lineStr: .lineStr
      }
    }
  }

  private static let offsetMask = UInt64.max >> 2

  /// An offset that does not fit becomes one that no section reaches.
  init(_ section: Section, offset: UInt64) {
    rawValue = section.rawValue << 62 | min(offset, Self.offsetMask)
  }

  var section: Section { Section(rawValue: rawValue >> 62) ?? .lineStr }
  var offset: Int { Int(truncatingIfNeeded: rawValue & Self.offsetMask) }
}

extension DebugSections {
  /// The characters of a string, without the NUL, in place.
  @_lifetime(borrow self)
  public func characters(_ string: DebugString) throws(DebugInfoError) -> RawSpan {
    let section =
      switch string.section {
      case .info: info.bytes
      case .str: str.bytes
      case .lineStr: lineStr.bytes
      }
    var cursor = EntryCursor(section, at: string.offset, string.section.section)
    let start = cursor.offset
    try cursor.skipString()
    return unsafe _overrideLifetime(
      section.extracting(start..<cursor.offset &- 1), borrowing: self)
  }
}

extension DebugUnits {
  /// The characters of a string, without the NUL, in place.
  @_lifetime(borrow self)
  public func characters(_ string: DebugString) throws(DebugInfoError) -> RawSpan {
    // The memory is the input's, which this value keeps.
    let debug = debug
    return unsafe _overrideLifetime(try debug.characters(string), borrowing: self)
  }
}
