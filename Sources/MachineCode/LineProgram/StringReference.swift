/// Where a NUL-terminated string starts.
struct StringReference: Sendable, Hashable {
  /// The section it stands in.
  enum Section: UInt8, Sendable {
    case line
    case lineStr
    case str
    case info
  }

  var section: Section
  var offset: UInt64

  var sectionName: String {
    switch section {
    case .line: LineProgram.section
    case .lineStr: ".debug_line_str"
    case .str: ".debug_str"
    case .info: CompilationDirectories.section
    }
  }
}
