/// The operands of one x86-64 instruction, as far as they are general registers or memory.
struct X86Operands {
  /// The fields of an encoding that name operands.
  struct Fields: OptionSet {
    var rawValue: UInt8

    static let reg = Fields(rawValue: 1)
    /// ModRM.rm: a register or memory.
    static let rm = Fields(rawValue: 2)
    /// The low bits of the opcode.
    static let low = Fields(rawValue: 4)
    static let vvvv = Fields(rawValue: 8)
  }

  static let rax = GeneralRegisters(rawValue: 1)
  static let rcx = GeneralRegisters(rawValue: 1 << 1)
  static let rdx = GeneralRegisters(rawValue: 1 << 2)
  static let rbx = GeneralRegisters(rawValue: 1 << 3)
  static let rsi = GeneralRegisters(rawValue: 1 << 6)
  static let rdi = GeneralRegisters(rawValue: 1 << 7)

  let instruction: X86Instruction
  let hasModRM: Bool
  var displacement = 0
  var hasScaledDisplacement = false
  var immediate = 0

  var reads: Fields = []
  var writes: Fields = []
  var kind = AddressOperation.Kind.combine
  /// Of differences.
  var minuend: Fields = []
  var subtrahend: Fields = []
  /// Registers that the opcode implies: read as data, read otherwise, written.
  var impliedSources: GeneralRegisters = []
  var impliedUses: GeneralRegisters = []
  var impliedWrites: GeneralRegisters = []
  /// Bytes of a memory operand.
  var size: UInt8
  /// Stores a vector, or something else that is no general register.
  var storesOther = false
  /// The memory operand is not accessed.
  var isHint = false
  var isByteReg = false
  var isByteRM = false
  var stack = StackAccess.none

  enum StackAccess {
    case none, push, pop
  }

  init(_ instruction: X86Instruction, hasModRM: Bool) {
    self.instruction = instruction
    self.hasModRM = hasModRM
    size = instruction.isWide ? 8 : instruction.prefixes.contains(.operandSize) ? 2 : 4
  }

  var isMemory: Bool { hasModRM && !instruction.isRegisterForm }
  var opcode: UInt8 { instruction.opcode }
  var group: UInt8 { instruction.group }
  /// With F2 or F3.
  var isScalar: Bool { !instruction.prefixes.isDisjoint(with: [.rep, .repne]) }

  mutating func find(_ table: Span<X86OperandReads>) {
    findWrites()
    switch instruction.map {
    case .oneByte:
      find(table[Int(opcode)])
      findOneByte()
    case .map0F:
      find(table[256 &+ Int(opcode)])
      find0F()
    case .map0F38: find0F38()
    case .map0F3A, .vector3: find0F3A()
    case .vector1: findVector1()
    case .vector2: findVector2()
    default: findOtherMaps()
    }
  }

  private mutating func findWrites() {
    switch instruction.effect {
    case .none, .special: break
    case .reg, .regByte: writes = .reg
    case .rm, .rmByte: writes = .rm
    case .both, .bothByte: writes = [.reg, .rm]
    case .low, .lowByte: writes = .low
    case .vvvv: writes = .vvvv
    case .regAndVvvv: writes = [.reg, .vvvv]
    case .regIfScalar: if isScalar { writes = .reg }
    case .rmUnlessF3: if !instruction.prefixes.contains(.rep) { writes = .rm }
    case .rmIfNoPrefix:
      if instruction.prefixes.isDisjoint(with: [.operandSize, .repne]) { writes = .rm }
    }
  }

  private mutating func find(_ letter: X86OperandReads) {
    switch letter {
    case .none: break
    case .reg: reads = .reg
    case .rm: reads = .rm
    case .both: reads = [.reg, .rm]
    case .low: reads = .low
    case .lowAndRAX:
      reads = .low
      impliedSources = Self.rax
    case .rax: impliedSources = Self.rax
    case .rmIfScalar: if isScalar { reads = .rm }
    }
  }

  /// Without a REX prefix, byte registers 4 … 7 are AH, CH, DH and BH.
  private func register(_ number: UInt8, isByte: Bool) -> GeneralRegisters {
    GeneralRegisters(isByte && instruction.rex == 0 ? number & 3 : number)
  }

  private func registers(_ fields: Fields) -> GeneralRegisters {
    var result: GeneralRegisters = []
    if fields.contains(.reg) { result.formUnion(register(instruction.reg, isByte: isByteReg)) }
    if fields.contains(.rm), !isMemory {
      result.formUnion(register(instruction.rm, isByte: isByteRM))
    }
    if fields.contains(.low) { result.formUnion(register(instruction.low, isByte: isByteReg)) }
    if fields.contains(.vvvv) { result.insert(GeneralRegisters(instruction.vvvv)) }
    return result
  }

  private func operand(_ field: Fields) -> UInt8 {
    if field == .rm && isMemory { return AddressOperation.memory }
    return registers(field).first ?? AddressOperation.nothing
  }

  func describe(_ operation: inout AddressOperation) {
    operation.kind = kind
    operation.sources = registers(reads).union(impliedSources)
    operation.writes = registers(writes).union(impliedWrites)
    operation.uses = operation.sources.union(impliedUses)
    operation.size = size
    if kind == .difference {
      operation.first = operand(minuend)
      operation.second = operand(subtrahend)
    }
    if kind == .move, operation.addend == 0, !isMemory, immediateIsAdded {
      operation.addend = Int32(truncatingIfNeeded: group == 5 ? 0 &- immediate : immediate)
    }
    if isMemory { describeMemory(&operation) }
    switch stack {
    case .none: break
    case .push:
      operation.isStore = true
      operation.isLoad = false
      operation.base = X86Instruction.rsp
      operation.displacement = -8
    case .pop:
      operation.isLoad = true
      operation.isStore = false
      operation.base = X86Instruction.rsp
      operation.displacement = 0
    }
  }

  /// ADD and SUB of an immediate, as moves.
  private var immediateIsAdded: Bool {
    instruction.map == .oneByte && (opcode == 0x81 || opcode == 0x83)
  }

  private func describeMemory(_ operation: inout AddressOperation) {
    guard !isHint else { return }
    var base: UInt8?
    var index: UInt8?
    if instruction.modRM & 7 == 4 {
      let sib = instruction.sib
      if sib & 7 != 5 || instruction.mod != 0 { base = (sib & 7) | (instruction.rex & 1) << 3 }
      let number = (sib >> 3) & 7 | (instruction.rex & 2) << 2
      // Of gathers and scatters it is a vector register.
      if number != X86Instruction.rsp, !hasVectorIndex { index = number }
      if hasVectorIndex { operation.base = AddressOperation.noBase }
    } else if !instruction.isRIPRelative {
      base = instruction.rm
    }
    var address: GeneralRegisters = []
    if let base { address.insert(GeneralRegisters(base)) }
    if let index { address.insert(GeneralRegisters(index)) }
    operation.uses.formUnion(address)

    let isFlat = instruction.prefixes.isDisjoint(with: [.addressSize, .segment])
    if instruction.map == .oneByte, opcode == 0x8D {
      // LEA: the address is the data.
      operation.sources = address
      if isFlat, size == 8 {
        operation.kind = index == nil ? .move : instruction.sib < 0x40 ? .sum : .combine
        if index == nil { operation.addend = Int32(truncatingIfNeeded: displacement) }
      }
      return
    }
    operation.isLoad = reads.contains(.rm)
    operation.isStore = writes.contains(.rm) || storesOther
    if let base, index == nil, isFlat, !hasVectorIndex, !hasScaledDisplacement {
      operation.base = base
      operation.displacement = Int32(truncatingIfNeeded: displacement)
    }
  }

  private var hasVectorIndex: Bool {
    guard instruction.map == .vector2 else { return false }
    switch opcode {
    case 0x90...0x93, 0xA0...0xA3, 0xC6, 0xC7: return true
    default: return false
    }
  }
}
