/// How far each special opcode moves the address and the line (DWARF 5 §6.2.5.1). The entry of
/// opcode 255 is also what DW_LNS_const_add_pc adds.
///
/// Units of one compiler share their parameters, so a reader keeps the table from unit to unit.
struct SpecialOpcodeAdvances: Sendable {
  struct Advance: Sendable {
    /// In bytes.
    var address: UInt64 = 0
    /// In lines, times 2³²: what a row's `fileAndLine` grows by.
    var line: UInt64 = 0
  }

  /// What the table follows from.
  struct Parameters: Sendable, Equatable {
    /// In bytes: what an operation advance of 1 means.
    var minimumInstructionLength: UInt8 = 0
    var lineBase: Int8 = 0
    var lineRange: UInt8 = 0
    /// The first special opcode.
    var opcodeBase: UInt8 = 0
  }

  private var parameters = Parameters()
  /// By opcode: always 256.
  private(set) var entries = [Advance](repeating: Advance(), count: 256)

  /// `lineRange` must not be 0.
  mutating func set(_ parameters: Parameters) {
    guard parameters != self.parameters else { return }
    self.parameters = parameters
    let first = Int(parameters.opcodeBase)
    for opcode in first...255 {
      let (operations, lines) =
        (opcode &- first).quotientAndRemainder(dividingBy: Int(max(1, parameters.lineRange)))
      let line = Int64(parameters.lineBase) &+ Int64(lines)
      entries[opcode] = Advance(
        address: UInt64(operations &* Int(parameters.minimumInstructionLength)),
        line: UInt64(bitPattern: line) &<< 32)
    }
  }
}
