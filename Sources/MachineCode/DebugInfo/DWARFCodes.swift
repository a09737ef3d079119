/// The tags of entries that the walk tells apart (DWARF 5 §7.5.3, table 7.3; GNU's extensions).
enum DWARFTag {
  static let subprogram: UInt64 = 0x2e
  static let inlinedSubroutine: UInt64 = 0x1d
  static let entryPoint: UInt64 = 0x03

  /// Whether no function's code can be described below such an entry. It may be wrong only in the
  /// one direction: the tags that are not known are walked into.
  static func isLeaf(_ tag: UInt64) -> Bool {
    switch tag {
    case 0x01, 0x04, 0x05, 0x12, 0x15, 0x18, 0x20, 0x21, 0x34, 0x48, 0x49:
      // array_type, enumeration_type, formal_parameter, string_type, subroutine_type,
      // unspecified_parameters, set_type, subrange_type, variable, call_site, call_site_parameter
      true
    case 0x4107, 0x4108, 0x4109, 0x410a:
      // GNU_template_parameter_pack, GNU_formal_parameter_pack, GNU_call_site and its parameter
      true
    default:
      false
    }
  }
}

/// The attributes that are read (DWARF 5 §7.5.4, table 7.5; GNU's and MIPS' extensions).
enum DWARFAttribute {
  static let sibling: UInt64 = 0x01
  static let name: UInt64 = 0x03
  static let stmtList: UInt64 = 0x10
  static let lowPC: UInt64 = 0x11
  static let highPC: UInt64 = 0x12
  static let compDir: UInt64 = 0x1b
  static let abstractOrigin: UInt64 = 0x31
  static let declFile: UInt64 = 0x3a
  static let declLine: UInt64 = 0x3b
  static let declaration: UInt64 = 0x3c
  static let specification: UInt64 = 0x47
  static let ranges: UInt64 = 0x55
  static let callFile: UInt64 = 0x58
  static let callLine: UInt64 = 0x59
  static let linkageName: UInt64 = 0x6e
  static let strOffsetsBase: UInt64 = 0x72
  static let addrBase: UInt64 = 0x73
  static let rnglistsBase: UInt64 = 0x74
  static let dwoName: UInt64 = 0x76
  static let mipsLinkageName: UInt64 = 0x2007
  static let gnuDwoName: UInt64 = 0x2130
}

/// An attribute whose value the walk or the search for origins needs.
enum EntrySlot: UInt8 {
  case name, linkageName, lowPC, highPC, ranges, abstractOrigin, specification, callFile, callLine
  case declFile, declLine

  /// Those of entries with `tag`.
  init?(_ attribute: UInt64, tag: UInt64) {
    let isCall = tag == DWARFTag.inlinedSubroutine
    switch attribute {
    case DWARFAttribute.lowPC: self = .lowPC
    case DWARFAttribute.highPC: self = .highPC
    case DWARFAttribute.ranges: self = .ranges
    case DWARFAttribute.abstractOrigin: self = .abstractOrigin
    case DWARFAttribute.callFile where isCall: self = .callFile
    case DWARFAttribute.callLine where isCall: self = .callLine
    case DWARFAttribute.name where !isCall: self = .name
    case DWARFAttribute.linkageName where !isCall: self = .linkageName
    case DWARFAttribute.mipsLinkageName where !isCall: self = .linkageName
    case DWARFAttribute.specification where !isCall: self = .specification
    case DWARFAttribute.declFile where !isCall: self = .declFile
    case DWARFAttribute.declLine where !isCall: self = .declLine
    default: return nil
    }
  }
}
