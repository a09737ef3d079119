/// The debug sections that are read, by the field of `DebugSections` that holds them.
enum DebugSectionKind: Int, CaseIterable {
  case line, lineStr, str, strOffsets, info, abbrev, addr, ranges, rnglists, frame, ehFrame

  var name: String {
    switch self {
    case .line: ".debug_line"
    case .lineStr: ".debug_line_str"
    case .str: ".debug_str"
    case .strOffsets: ".debug_str_offsets"
    case .info: ".debug_info"
    case .abbrev: ".debug_abbrev"
    case .addr: ".debug_addr"
    case .ranges: ".debug_ranges"
    case .rnglists: ".debug_rnglists"
    case .frame: ".debug_frame"
    case .ehFrame: ".eh_frame"
    }
  }

  var field: WritableKeyPath<DebugSections, InputBytes> {
    switch self {
    case .line: \.line
    case .lineStr: \.lineStr
    case .str: \.str
    case .strOffsets: \.strOffsets
    case .info: \.info
    case .abbrev: \.abbrev
    case .addr: \.addr
    case .ranges: \.ranges
    case .rnglists: \.rnglists
    case .frame: \.frame
    case .ehFrame: \.ehFrame
    }
  }

  /// By name, that of the old compressed form among them (".zdebug_line").
  private static let kinds: [String: DebugSectionKind] = {
    var kinds: [String: DebugSectionKind] = [:]
    for kind in allCases {
      kinds[kind.name] = kind
      if kind != .ehFrame { kinds[".z" + kind.name.dropFirst()] = kind }
    }
    return kinds
  }()

  /// What a section holds; nil when it is none of these.
  init?(_ section: ObjectFile.Section) {
    // Unwinding tables have a type of their own on x86-64 (psABI §4.2.1).
    guard section.type == .progbits || section.type.rawValue == 0x7000_0001 else { return nil }
    // With --gdwarf-sections the assembler makes a line table of each section of code, which
    // linkers join to one.
    if section.name.hasPrefix(".debug_line.") || section.name == ".debug_line_end" {
      self = .line
      return
    }
    guard let kind = Self.kinds[section.name] else { return nil }
    self = kind
  }
}
