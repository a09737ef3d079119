/// The contents of an object's sections that line programs take part in, relocated; empty where the
/// object has no such section.
struct DebugSections: Sendable {
  /// The section a string stands in.
  enum Strings: UInt8, Sendable {
    case line
    case lineStr
    case str
  }

  static let lineName = ".debug_line"

  let line: ArraySlice<UInt8>
  let lineStr: ArraySlice<UInt8>
  let str: ArraySlice<UInt8>

  init(_ object: ObjectFile) throws(LineProgramError) {
    line = try object.debugContents(Self.lineName)
    lineStr = try object.debugContents(".debug_line_str")
    str = try object.debugContents(".debug_str")
  }

  static func name(of strings: Strings) -> String {
    switch strings {
    case .line: lineName
    case .lineStr: ".debug_line_str"
    case .str: ".debug_str"
    }
  }

  /// The characters of the string at `reference`.
  func characters(_ reference: StringReference) throws(LineProgramError) -> ArraySlice<UInt8> {
    let section =
      switch reference.section {
      case .line: line
      case .lineStr: lineStr
      case .str: str
      }
    do throws(ReadError) {
      var cursor = ByteCursor(section.span.bytes, at: Int(clamping: reference.offset))
      let range = try cursor.skipString()
      let start = section.startIndex
      return section[start &+ range.lowerBound..<start &+ range.upperBound]
    } catch {
      throw LineProgramError(error, section: Self.name(of: reference.section))
    }
  }
}

/// Where a NUL-terminated string starts.
struct StringReference: Sendable, Hashable {
  var section: DebugSections.Strings
  var offset: UInt64
}

extension ObjectFile {
  /// The relocated contents of the only debug section of that name.
  func debugContents(_ name: String) throws(LineProgramError) -> ArraySlice<UInt8> {
    guard let section = section(named: name) else {
      // An older way to compress: told by the section's name (".zdebug_line").
      let compressed = ".z" + name.dropFirst()
      guard self.section(named: compressed) == nil else {
        throw .object(.compressed(section: compressed))
      }
      return []
    }
    return try debugContents(section)
  }

  func debugContents(_ section: Section) throws(LineProgramError) -> ArraySlice<UInt8> {
    do throws(ObjectFileError) {
      guard kind == .relocatable else { return try contents(of: section) }
      return ArraySlice(try relocatedContents(of: section))
    } catch {
      throw .object(error)
    }
  }
}
