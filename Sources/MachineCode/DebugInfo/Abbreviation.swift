/// How the entries with one abbreviation code are passed over and read: the table's list of
/// attributes, worked out once for all entries of units in one encoding.
struct Abbreviation {
  enum Kind: UInt8 {
    /// Nothing of the entry itself is needed.
    case plain
    /// DW_TAG_subprogram without addresses: a declaration, or what others are instances of.
    case codeless
    /// DW_TAG_subprogram with addresses.
    case subprogram
    case inlined
  }

  /// What the walk does at such an entry.
  enum Action: UInt8 {
    /// Goes on with what is below it, or behind.
    case skip
    /// Goes on behind all that is below it.
    case jump
    case stop
    /// Stops if the entry is below a function with code, else goes on.
    case stopInFunctions
  }

  var kind = Kind.plain
  var action = Action.skip
  var hasChildren = false
  /// Where DW_AT_sibling stands, from the first attribute on, if the way there is of fixed size and
  /// nothing below the entry is of interest; else `noSibling`.
  var siblingOffset = Self.noSibling
  /// The size of DW_AT_sibling: 1, 2, 4 or 8; 0 for an unsigned LEB128 number.
  var siblingSize: UInt8 = 0
  /// The bytes that the attributes take behind the last of the steps that pass over them.
  var tail: UInt32 = 0
  /// Places in `AbbreviationCache.steps`: how to pass over the attributes up to the last of variable
  /// size, and then, of functions and calls, how to read what is needed.
  var firstStep: UInt32 = 0
  var firstReadingStep: UInt32 = 0
  var endStep: UInt32 = 0

  static let noSibling: UInt16 = 0xffff
}

/// A move over several attributes of an entry: over bytes of fixed size, then to the end of a value
/// of variable size or of one that is needed.
struct AbbreviationStep {
  enum Operation: UInt8 {
    /// Nothing of variable size.
    case none
    case leb
    case string
    case block1
    case block2
    case block4
    /// Its length is an unsigned LEB128 number.
    case block
    case indirect
    /// A value of `form`, for `slot`.
    case value
    /// The value for `slot` is in the table: place `operand` of `AbbreviationCache.constants`.
    case constant
  }

  var operation: Operation
  /// Of `value` and `constant`.
  var slot = EntrySlot.name
  var form: UInt16 = 0
  /// But for `constant`, the bytes to pass over first.
  var operand: UInt32

  init(_ operation: Operation, behind size: UInt32) {
    (self.operation, operand) = (operation, size)
  }

  /// What reads a value of `form`, which is not DW_FORM_implicit_const.
  init(reading form: DWARFForm, for slot: EntrySlot, behind size: UInt32) {
    (operation, self.slot, operand) = (.value, slot, size)
    self.form = UInt16(truncatingIfNeeded: form.rawValue)
  }

  /// What takes a value from the table.
  init(constant place: Int, for slot: EntrySlot) {
    (operation, self.slot) = (.constant, slot)
    (form, operand) = (0x21, UInt32(truncatingIfNeeded: place))
  }
}

extension DWARFForm {
  /// How a value is passed over: over bytes of fixed size, or by the operation.
  func passing(_ encoding: DWARFEncoding) -> (size: UInt32, operation: AbbreviationStep.Operation) {
    let offsetSize: UInt32 = encoding.is64Bit ? 8 : 4
    switch self {
    case .flagPresent, .implicitConst: return (0, .none)
    case .data1, .ref1, .flag, .strx1, .addrx1: return (1, .none)
    case .data2, .ref2, .strx2, .addrx2: return (2, .none)
    case .strx3, .addrx3: return (3, .none)
    case .data4, .ref4, .refSup4, .strx4, .addrx4: return (4, .none)
    case .data8, .ref8, .refSig8, .refSup8: return (8, .none)
    case .data16: return (16, .none)
    case .addr: return (UInt32(encoding.addressSize), .none)
    case .strp, .lineStrp, .secOffset, .strpSup, .gnuRefAlt, .gnuStrpAlt:
      return (offsetSize, .none)
    case .refAddr:
      // An address in version 2, a section offset since (DWARF 3 §7.5.4).
      return (encoding.version <= 2 ? UInt32(encoding.addressSize) : offsetSize, .none)
    case .sdata, .udata, .refUdata, .strx, .addrx, .loclistx, .rnglistx, .gnuAddrIndex,
      .gnuStrIndex:
      return (0, .leb)
    case .string: return (0, .string)
    case .block1: return (0, .block1)
    case .block2: return (0, .block2)
    case .block4: return (0, .block4)
    case .block, .exprloc: return (0, .block)
    case .indirect: return (0, .indirect)
    }
  }
}

extension ByteCursor {
  /// Passes over a value of variable size. Numbers and strings are most of them.
  @inline(__always)
  mutating func skip(
    _ operation: AbbreviationStep.Operation, _ encoding: DWARFEncoding
  ) throws(ReadError) {
    switch operation {
    case .leb: try skipLEB()
    case .string: try skipCharacters()
    default: try skipBlock(operation, encoding)
    }
  }

  @inline(never)
  private mutating func skipBlock(
    _ operation: AbbreviationStep.Operation, _ encoding: DWARFEncoding
  ) throws(ReadError) {
    switch operation {
    case .block1: try skip(UInt64(try readByte()))
    case .block: try skip(try readULEB())
    case .block2: try skip(UInt64(try read(UInt16.self)))
    case .block4: try skip(UInt64(try read(UInt32.self)))
    case .indirect: try skip(DWARFForm.indirect, encoding)
    case .leb, .string, .none, .value, .constant: break
    }
  }
}
