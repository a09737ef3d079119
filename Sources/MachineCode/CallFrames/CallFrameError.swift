/// Why call frame information cannot be used.
public struct CallFrameError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Section: String, Sendable {
    case debugFrame = ".debug_frame"
    case ehFrame = ".eh_frame"
  }

  public enum Problem: Equatable, Sendable {
    /// The section, or the entry, ends before the value that starts here does.
    case truncated
    /// A LEB128 number needs more than 64 bits.
    case numberTooLarge
    /// An entry's length reaches beyond the section, or is too small for what an entry holds.
    case badLength
    /// Sections of 4 GiB and more are not read.
    case sectionTooLarge
    /// An entry of a function refers to a common entry (CIE) at this offset, where none is.
    case noCommonEntry(Int)
    /// Versions 1, 3, 4 and 5 are read.
    case unknownVersion(UInt8)
    /// An augmentation whose meaning, and so the meaning of what follows it, is not known.
    case unknownAugmentation
    /// Addresses of 4 and 8 bytes without segments are read.
    case unknownAddressSize(UInt8, segment: UInt8)
    /// A pointer encoding (LSB core, "DWARF exception header encoding") that names no place known
    /// here: relative to data, to the function, or behind another pointer.
    case unknownEncoding(UInt8)
    /// A function of 4 GiB or more, or one that reaches beyond the last address.
    case badRange(UInt64)
    /// A code alignment factor of more than 32 bits.
    case badAlignment
    case unknownInstruction(UInt8)
    /// DW_CFA_restore_state without DW_CFA_remember_state before it.
    case nothingRemembered
    /// More states remembered at once than a compiler would.
    case tooManyRemembered
    /// DW_CFA_set_loc or an advance goes back, or common instructions move at all.
    case badAdvance
    /// Only an offset, or only a register, is given for a frame address that an expression tells.
    case noFrameAddress
  }

  public var section: Section
  /// In the section, in bytes.
  public var offset: Int
  public var problem: Problem

  public init(section: Section, offset: Int, problem: Problem) {
    (self.section, self.offset, self.problem) = (section, offset, problem)
  }

  public var description: String {
    "\(section.rawValue)+0x\(String(offset, radix: 16)): \(what)"
  }

  private var what: String {
    switch problem {
    case .truncated: "ends within a value: the file is cut off or damaged"
    case .numberTooLarge: "a number of more than 64 bits: the file is damaged"
    case .badLength: "an entry whose length does not fit the section: the file is damaged"
    case .sectionTooLarge: "sections of 4 GiB and more are not read"
    case .noCommonEntry(let place):
      "refers to a common entry at 0x\(String(place, radix: 16)), where there is none"
    case .unknownVersion(let version):
      "version \(version) of call frame information: versions 1, 3, 4 and 5 are read"
    case .unknownAugmentation: "an unknown augmentation"
    case .unknownAddressSize(let size, let segment):
      "addresses of \(size) bytes with segments of \(segment): 4 or 8, without segments, are read"
    case .unknownEncoding(let encoding):
      "pointer encoding 0x\(String(encoding, radix: 16)) does not tell a place in the file"
    case .badRange(let length):
      "a function of 0x\(String(length, radix: 16)) bytes: the file is damaged or not relocated"
    case .badAlignment: "a code alignment factor that is no size of an instruction"
    case .unknownInstruction(let code):
      "unknown call frame instruction 0x\(String(code, radix: 16))"
    case .nothingRemembered: "restores a state that was not remembered"
    case .tooManyRemembered: "remembers too many states"
    case .badAdvance: "moves to an address that is not ahead"
    case .noFrameAddress: "changes half of a frame address that has no register and offset"
    }
  }

  init(_ error: ReadError, _ section: Section, in base: Int = 0) {
    self.section = section
    switch error {
    case .truncated(let offset): (self.offset, problem) = (base &+ offset, .truncated)
    case .numberTooLarge(let offset): (self.offset, problem) = (base &+ offset, .numberTooLarge)
    case .badLength(let offset): (self.offset, problem) = (base &+ offset, .badLength)
    case .unknownForm(let offset, _): (self.offset, problem) = (base &+ offset, .badLength)
    }
  }
}
