import Symbols

/// What the entries of many functions share: a CIE (DWARF 5 §6.4.1), with its instructions run.
struct CallFrameCommon: Sendable {
  var section: CallFrameError.Section
  /// Of the CIE, in its section.
  var offset: Int
  /// In bytes.
  var codeAlignment: UInt32 = 1
  var dataAlignment: Int64 = 1
  /// In bytes: of addresses that are not encoded.
  var addressSize: UInt8 = 8
  /// DWARF's number of the column for the return address.
  var returnRegister: UInt64 = 0
  /// How the addresses of functions are written (DW_EH_PE_…).
  var pointerEncoding = CallFramePointer.absolute
  /// How the address of a function's exception table is written; nil when they have none.
  var tableEncoding: CallFramePointer?
  /// Each function's entry has augmentation data, whose length is stated.
  var hasData = false
  /// Before the first instruction of each function.
  var initial = CallFrameState()
}

/// Where the canonical frame address is, while instructions are run.
struct CallFrameState: Sendable, Equatable {
  /// DWARF's number; `expression` when no register tells.
  var register: UInt64 = Self.expression
  var offset: Int64 = 0
  /// From where in the function on, in bytes, the return address is undefined (DWARF 5 §6.4.4).
  var outermostFrom = UInt32.max

  static let expression = UInt64.max
}

extension Architecture {
  /// DWARF's numbers of the stack pointer and the frame pointer (System V ABI of x86-64, figure
  /// 3.36; DWARF for the Arm 64-bit architecture, table 1).
  var dwarfStackPointer: UInt64 { self == .x86_64 ? 7 : 31 }
  var dwarfFramePointer: UInt64 { self == .x86_64 ? 6 : 29 }

  /// How far the CFA is above the stack pointer at entry: the return address that a call pushes.
  var callFrameBias: Int64 { self == .x86_64 ? 8 : 0 }
}
