/// What one instruction does with addresses: the general registers that it reads and writes, and
/// one place in memory. The same for both architectures.
struct AddressOperation {
  enum Kind: UInt8 {
    /// What is written comes from all that is read, in an unknown way.
    case combine
    /// What is written is what is read, plus `addend`.
    case move
    /// What is written is the sum of what is read.
    case sum
    /// `second` is subtracted from `first`.
    case difference
    /// arm64: `first` and `second`, at the place and `size` bytes behind it.
    case loadPair, storePair
  }

  static let noBase: UInt8 = 0xFF
  /// In `first` and `second`: nothing, or a constant.
  static let nothing: UInt8 = 0xFF
  /// In `first` and `second`: what is loaded from memory.
  static let memory: UInt8 = 0xFE

  var kind = Kind.combine
  var flow = InstructionStep.Flow.next
  /// Registers whose value matters, as data or in an address.
  var uses: GeneralRegisters = []
  /// Those of them that what is written is made of.
  var sources: GeneralRegisters = []
  var writes: GeneralRegisters = []
  var isLoad = false
  var isStore = false
  /// The register that the place in memory is relative to; `noBase` when there is none, or an index
  /// besides it.
  var base = noBase
  /// From the base, in bytes.
  var displacement: Int32 = 0
  /// How many bytes of memory are accessed; at least as many are written where it is not known.
  var size: UInt8 = 1
  /// What a move adds.
  var addend: Int32 = 0
  /// arm64: what is added to the base afterwards.
  var writeback: Int32 = 0
  /// Registers of pairs and differences.
  var first = nothing
  var second = nothing

  /// In bytes.
  var length: UInt8 = 0
  /// Within the function.
  var offset: Int32 = 0
  /// Before the instruction, how far the stack pointer is below its value at entry.
  var delta: Int32 = 0
  /// Where a jump within the function goes: an offset, then the index of an operation. Negative
  /// when there is none.
  var target: Int32 = -1
  /// The index of the track's call; negative when it is none.
  var call: Int32 = -1

  /// Whether it makes an address from the stack pointer, in a register or in memory.
  func takesStackAddress(_ convention: RegisterConvention, framePointerIsSet: Bool) -> Bool {
    let pointers: GeneralRegisters = [
      GeneralRegisters(convention.stackPointer), GeneralRegisters(convention.framePointer),
    ]
    let taken = sources.intersection(pointers)
    guard !taken.isEmpty else { return false }
    if !writes.isSubset(of: pointers) { return true }
    // Prologues store the caller's frame pointer.
    let isSave = taken == GeneralRegisters(convention.framePointer) && !framePointerIsSet
    return (isStore || kind == .storePair) && !isSave
  }
}

/// What makes operations of an architecture's instructions.
protocol AddressOperationDecoder {
  var convention: RegisterConvention { get }
  /// The smallest length of an instruction, in bytes.
  var quantum: Int { get }

  /// What the instruction at `start` does, reading nothing at or beyond `end`; nil when there is
  /// none. Its `target` is an offset in `code`.
  ///
  /// - Parameter delta: the stack pointer's distance below its value at entry.
  func operation(_ code: RawSpan, at start: Int, end: Int, delta: Int) -> AddressOperation?
}
