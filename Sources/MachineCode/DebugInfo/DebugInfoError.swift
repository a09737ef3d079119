/// Why `.debug_info` could not be read. Offsets are in the named section.
public enum DebugInfoError: Error, Equatable, Sendable {
  /// The section, or the unit or table within it, ends before the value at this offset does.
  case truncated(section: String, offset: Int)
  /// A LEB128 number needs more than 64 bits.
  case numberTooLarge(section: String, offset: Int)
  /// A length that does not fit what it measures.
  case badLength(section: String, offset: Int)
  /// An attribute form that is not known, or that the attribute here may not have.
  case unknownForm(section: String, offset: Int, form: UInt64)
  /// A unit of a DWARF version other than 2, 3, 4 and 5, or of an unknown type.
  case unsupportedVersion(section: String, offset: Int, version: UInt16)
  case unsupportedUnitType(section: String, offset: Int, type: UInt8)
  /// Addresses of a size other than eight bytes.
  case unsupportedAddressSize(section: String, offset: Int, size: UInt8)
  /// The unit's information stands in another file, `name` (`-gsplit-dwarf`).
  case splitUnit(section: String, offset: Int, name: String)
  /// What is needed stands in a supplementary file (`dwz -m`).
  case supplementaryFile(section: String, offset: Int)
  /// An entry's abbreviation code that the unit's table has not.
  case unknownAbbreviation(section: String, offset: Int, code: UInt64)
  /// A code that one table gives to several abbreviations.
  case duplicateAbbreviation(section: String, offset: Int, code: UInt64)
  /// A reference that leads to no function's entry.
  case badReference(section: String, offset: Int, target: UInt64)
  /// The entry's chain of DW_AT_abstract_origin and DW_AT_specification does not end.
  case endlessOrigins(section: String, offset: Int)
  /// A DW_AT_sibling that does not lead forward within the unit.
  case badSibling(section: String, offset: Int, target: UInt64)
  /// Entries are nested deeper than 4096 levels.
  case nestedTooDeep(section: String, offset: Int)
  /// An index into a table that the unit has not, or that is shorter.
  case badIndex(section: String, offset: Int, index: UInt64)
  /// A range that ends before it starts.
  case badRange(section: String, offset: Int)
  /// A kind of range list entry that DWARF has not.
  case unknownRangeEntry(section: String, offset: Int, kind: UInt8)
  /// Reading would take more work than the section's size accounts for.
  case tooMuch(section: String, offset: Int, what: String)
}

extension DebugInfoError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncated(let section, let offset):
      "\(section)+\(hex(offset)): the data ends before the value here does"
    case .numberTooLarge(let section, let offset):
      "\(section)+\(hex(offset)): this LEB128 number needs more than 64 bits"
    case .badLength(let section, let offset):
      "\(section)+\(hex(offset)): the length here does not fit what it measures"
    case .unknownForm(let section, let offset, let form):
      "\(section)+\(hex(offset)): the DWARF form \(hex(form)) is unknown or misplaced"
    case .unsupportedVersion(let section, let offset, let version):
      "\(section)+\(hex(offset)): a unit of DWARF version \(version); versions 2 to 5 are read"
    case .unsupportedUnitType(let section, let offset, let type):
      "\(section)+\(hex(offset)): a unit of the unknown type \(hex(type))"
    case .unsupportedAddressSize(let section, let offset, let size):
      "\(section)+\(hex(offset)): a unit with addresses of \(size) bytes; 8 are supported"
    case .splitUnit(let section, let offset, let name):
      "\(section)+\(hex(offset)): the debug information of this unit stands in \(name): link it in "
        + "(compile without -gsplit-dwarf)"
    case .supplementaryFile(let section, let offset):
      "\(section)+\(hex(offset)): this refers to a supplementary file (dwz -m), which is not read: "
        + "use the file as it was before dwz"
    case .unknownAbbreviation(let section, let offset, let code):
      "\(section)+\(hex(offset)): the abbreviation \(code) is not in the unit's table"
    case .duplicateAbbreviation(let section, let offset, let code):
      "\(section)+\(hex(offset)): the abbreviation \(code) stands twice in its table"
    case .badReference(let section, let offset, let target):
      "\(section)+\(hex(offset)): no function's entry is at \(hex(target)), to which this refers"
    case .endlessOrigins(let section, let offset):
      "\(section)+\(hex(offset)): this entry's abstract origins and specifications do not end"
    case .badSibling(let section, let offset, let target):
      "\(section)+\(hex(offset)): this entry's sibling, \(hex(target)), is not behind it in its unit"
    case .nestedTooDeep(let section, let offset):
      "\(section)+\(hex(offset)): entries are nested deeper than 4096 levels"
    case .badIndex(let section, let offset, let index):
      "\(section)+\(hex(offset)): the unit's table here has no entry \(index)"
    case .badRange(let section, let offset):
      "\(section)+\(hex(offset)): a range of addresses here ends before it starts"
    case .unknownRangeEntry(let section, let offset, let kind):
      "\(section)+\(hex(offset)): \(hex(kind)) is no kind of range list entry"
    case .tooMuch(let section, let offset, let what):
      "\(section)+\(hex(offset)): \(what) out of proportion to the section's size"
    }
  }
}

/// The sections that `.debug_info` refers to.
enum DebugInfoSection: UInt8 {
  case info, abbrev, str, lineStr, strOffsets, addr, ranges, rnglists

  var name: String {
    switch self {
    case .info: ".debug_info"
    case .abbrev: ".debug_abbrev"
    case .str: ".debug_str"
    case .lineStr: ".debug_line_str"
    case .strOffsets: ".debug_str_offsets"
    case .addr: ".debug_addr"
    case .ranges: ".debug_ranges"
    case .rnglists: ".debug_rnglists"
    }
  }
}

extension DebugInfoError {
  /// The section, added to what a cursor over it says.
  init(_ error: ReadError, _ section: DebugInfoSection) {
    switch error {
    case .truncated(let offset): self = .truncated(section: section.name, offset: offset)
    case .numberTooLarge(let offset): self = .numberTooLarge(section: section.name, offset: offset)
    case .badLength(let offset): self = .badLength(section: section.name, offset: offset)
    case .unknownForm(let offset, let form):
      self = .unknownForm(section: section.name, offset: offset, form: form)
    }
  }
}
