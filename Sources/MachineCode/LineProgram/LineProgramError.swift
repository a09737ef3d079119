/// Why the line programs of an object could not be read. Offsets are in the named section.
public enum LineProgramError: Error, Equatable, Sendable {
  /// The object file itself is at fault.
  case object(ObjectFileError)
  /// The section, or the unit or table within it, ends before the value at this offset does.
  case truncated(section: String, offset: Int)
  /// A LEB128 number needs more than 64 bits.
  case numberTooLarge(section: String, offset: Int)
  /// A length that does not fit what it measures.
  case badLength(section: String, offset: Int)
  /// An attribute form that is not known, or that may not stand there.
  case unknownForm(section: String, offset: Int, form: UInt64)
  /// A unit of a DWARF version other than 2, 3, 4 and 5.
  case unsupportedVersion(section: String, offset: Int, version: UInt16)
  /// Addresses of a size other than eight bytes, or with segments; the offset is the unit's or
  /// the address's.
  case unsupportedAddress(section: String, offset: Int)
  /// A line program for a machine with several operations to an instruction (VLIW).
  case severalOperations(section: String, offset: Int, count: UInt8)
  /// `line_range` or `opcode_base` is 0.
  case badOpcodeParameters(section: String, offset: Int)
  /// A standard opcode that the unit gives another number of operands than DWARF does.
  case unsupportedOpcodeLength(section: String, offset: Int, opcode: Int)
  /// A program whose last sequence does not end; the offset is the unit's.
  case unterminatedSequence(section: String, offset: Int)
  /// The addresses of one sequence decrease; the offset is the unit's.
  case addressDecreases(section: String, offset: Int, address: UInt64)
  /// One sequence sets addresses in several sections; the offset is the address's.
  case severalSectionsInSequence(section: String, offset: Int)
  /// A row names a file that its unit's table has not; the offset is the unit's.
  case unknownFile(section: String, offset: Int, file: Int)
  /// A file names a directory that its unit's table has not; the offset is the unit's.
  case unknownDirectory(section: String, offset: Int, directory: UInt64)
  /// A unit's abbreviation code that its table has not.
  case unknownAbbreviation(section: String, offset: Int, code: UInt64)
  /// Reading the object would take more work or memory than its size accounts for.
  case tooMuch(section: String, what: String)
  /// The object's line programs are spread over several sections.
  case severalLineSections(String)
}

extension LineProgramError {
  /// The section, added to what a cursor over it says.
  init(_ error: ReadError, section: String) {
    switch error {
    case .truncated(let offset):
      self = .truncated(section: section, offset: offset)
    case .numberTooLarge(let offset):
      self = .numberTooLarge(section: section, offset: offset)
    case .badLength(let offset):
      self = .badLength(section: section, offset: offset)
    case .unknownForm(let offset, let form):
      self = .unknownForm(section: section, offset: offset, form: form)
    }
  }
}

extension LineProgramError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .object(let error):
      error.description
    case .truncated(let section, let offset):
      "\(section)+\(hex(offset)): the data ends before the value here does"
    case .numberTooLarge(let section, let offset):
      "\(section)+\(hex(offset)): this LEB128 number needs more than 64 bits"
    case .badLength(let section, let offset):
      "\(section)+\(hex(offset)): the length here does not fit what it measures"
    case .unknownForm(let section, let offset, let form):
      "\(section)+\(hex(offset)): the DWARF form \(hex(form))"
        + (DWARFForm(rawValue: form).map { " (\($0))" } ?? "") + " is unknown or misplaced"
    case .unsupportedVersion(let section, let offset, let version):
      "\(section)+\(hex(offset)): a unit of DWARF version \(version); versions 2 to 5 are read"
    case .unsupportedAddress(let section, let offset):
      "\(section)+\(hex(offset)): addresses are not of eight bytes without a segment"
    case .severalOperations(let section, let offset, let count):
      "\(section)+\(hex(offset)): instructions of \(count) operations (VLIW) are not supported"
    case .badOpcodeParameters(let section, let offset):
      "\(section)+\(hex(offset)): the unit's line_range or opcode_base is 0"
    case .unsupportedOpcodeLength(let section, let offset, let opcode):
      "\(section)+\(hex(offset)): standard opcode \(opcode) has not the operands DWARF gives it"
    case .unterminatedSequence(let section, let offset):
      "\(section)+\(hex(offset)): this unit's last sequence lacks DW_LNE_end_sequence"
    case .addressDecreases(let section, let offset, let address):
      "\(section)+\(hex(offset)): a sequence in this unit goes back to address \(hex(address))"
    case .severalSectionsInSequence(let section, let offset):
      "\(section)+\(hex(offset)): this address is in another section than its sequence"
    case .unknownFile(let section, let offset, let file):
      "\(section)+\(hex(offset)): rows of this unit name file \(file), which its table has not"
    case .unknownDirectory(let section, let offset, let directory):
      "\(section)+\(hex(offset)): a file of this unit is in directory \(directory), "
        + "which its table has not"
    case .unknownAbbreviation(let section, let offset, let code):
      "\(section)+\(hex(offset)): the abbreviation \(code) is not in the unit's table"
    case .tooMuch(let section, let what):
      "\(section): \(what) out of proportion to the section's size"
    case .severalLineSections(let name):
      "line programs stand in several sections (\(name) beside .debug_line): link the object first"
    }
  }
}
