/// Why an object file could not be read.
public enum ObjectFileError: Error, Equatable, Sendable {
  /// The bytes do not start with ELF's magic number.
  case notELF
  /// Not 64-bit: the file's `EI_CLASS`.
  case unsupportedClass(UInt8)
  /// Not little-endian: the file's `EI_DATA`.
  case unsupportedByteOrder(UInt8)
  /// Neither relocatable, executable nor shared: the file's `e_type`.
  case unsupportedKind(UInt16)
  /// Neither x86-64 nor AArch64: the file's `e_machine`.
  case unsupportedMachine(UInt16)
  /// The file ends before what should stand at `offset` does.
  case truncated(what: String, offset: Int)
  /// A table's entries do not have the size that ELF gives them, or do not fill the table.
  case badTable(section: String, what: String)
  /// A section, symbol or string index that leads nowhere; `offset` is in `section`.
  case badIndex(section: String, offset: Int, index: UInt64)
  /// The section names together are longer than four times the file.
  case namesTooLong
  /// More than one section of a kind of which a file has one.
  case severalTables(String)
  /// The section's compressed contents cannot be had; `offset` is in the section as it is stored.
  case compression(section: String, offset: Int, what: String)
  /// The section's relocations are in a form that is not read: REL, RELR or CREL.
  case unsupportedRelocationSection(String)
  /// A relocation of a type that data sections are not expected to have.
  case unsupportedRelocation(section: String, offset: Int, type: UInt32)
  /// A relocation reaches outside the section it applies to.
  case relocationOutside(section: String, offset: UInt64)
  /// A relocation's value does not fit its field.
  case relocationOverflow(section: String, offset: Int, value: UInt64)
}

extension ObjectFileError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notELF:
      "not an ELF file: its first bytes are not 7f 45 4c 46"
    case .unsupportedClass(let value):
      "not a 64-bit ELF file (EI_CLASS is \(value))"
    case .unsupportedByteOrder(let value):
      "not a little-endian ELF file (EI_DATA is \(value))"
    case .unsupportedKind(let value):
      "not a relocatable, executable or shared ELF file (e_type is \(value))"
    case .unsupportedMachine(let value):
      "made for neither x86-64 nor AArch64 (e_machine is \(value))"
    case .truncated(let what, let offset):
      "\(what) at file offset \(hex(offset)) does not fit in the file"
    case .badTable(let section, let what):
      "section \(section): \(what)"
    case .badIndex(let section, let offset, let index):
      "section \(section)+\(hex(offset)): index \(index) leads nowhere"
    case .namesTooLong:
      "the section names together are longer than four times the file"
    case .severalTables(let what):
      "more than one \(what), where a file has one"
    case .compression(let section, let offset, let what):
      "compressed section \(section)+\(hex(offset)): \(what)"
    case .unsupportedRelocationSection(let section):
      "section \(section) holds relocations in a form other than RELA"
    case .unsupportedRelocation(let section, let offset, let type):
      "section \(section)+\(hex(offset)): data sections have no relocations of type \(type)"
    case .relocationOutside(let section, let offset):
      "section \(section): a relocation at \(hex(offset)) reaches outside the section"
    case .relocationOverflow(let section, let offset, let value):
      "section \(section)+\(hex(offset)): the relocated value \(hex(value)) does not fit its field"
    }
  }
}

/// `0x…`, as error messages write offsets.
func hex(_ value: some BinaryInteger) -> String {
  "0x" + String(value, radix: 16)
}
