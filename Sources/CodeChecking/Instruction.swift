/// A register: 0 to 31 are the general ones by their number, 31 AArch64's SP; from 32 on vectors.
struct Register: Hashable {
  private let code: UInt8

  init(_ number: Int) { code = UInt8(truncatingIfNeeded: number & 63) }

  var number: Int { Int(code) }

  static func vector(_ number: Int) -> Register { Register(32 + number) }
  static let count = 64

  var isVector: Bool { number >= 32 }
}

/// A place in memory, as an instruction names it.
struct Memory: Hashable {
  enum Base: Hashable {
    case register(Register)
    /// An address in the image: relative to the instruction.
    case image(UInt64)
    /// The thread's variables.
    case thread(Register?)
    /// An address that is none of these.
    case other
  }

  var base: Base
  var displacement = 0
  var index: Register?
}

enum Operand: Hashable {
  case register(Register)
  case constant(Int)
  case memory(Memory, bytes: Int)
  /// Computed of some registers.
  case other([Register])
}

/// What an instruction does, in order. Unknown effects are told as such: a register that is written
/// holds something computed of others.
enum Step: Hashable {
  case adjustStack(Int)
  case copy(Register, Operand)
  /// The whole register is what another one holds, and a number more.
  case offset(Register, Register, Int)
  /// The first is the second less the third.
  case subtract(Register, Register, Register)
  case derive(Register, [Register])
  /// Puts 16 bits in place (AArch64's MOVK).
  case insert(Register, UInt64, shift: Int)
  case store(Memory, Operand, bytes: Int)
  case read([Register])
  case compare(Operand, Operand)
}

/// Where execution goes on.
enum Control: Hashable {
  enum Target: Hashable {
    case address(UInt64)
    case register(Register)
    case memory(Memory)
  }

  case next
  case jump(Target)
  case branch(UInt64, Condition?)
  case call(Target)
  case `return`
  case trap
}

/// The conditions that comparisons of addresses use; others are nil.
enum Condition: Hashable {
  case above, belowOrEqual, aboveOrEqual, below
}

struct Instruction {
  let address: UInt64
  let size: Int
  let text: String
  var steps: [Step] = []
  var control = Control.next
  /// Whether it names vector registers beyond the bits that each release saves when it stops code.
  var usesWideVectors = false
  /// Whether it names AArch64's scalable ones, of which no release saves all.
  var usesScalableVectors = false

  var end: UInt64 { address &+ UInt64(size) }
}

/// The mnemonic and the operands of an instruction's text; commas in brackets separate nothing.
struct InstructionText {
  let mnemonic: Substring
  let operands: [Substring]

  init(_ text: String, prefixes: Set<Substring> = []) {
    var rest = Substring(text)
    var mnemonic = rest
    repeat {
      let end = rest.firstIndex(of: " ") ?? rest.endIndex
      mnemonic = rest[..<end]
      rest = rest[end...].drop { $0 == " " }
    } while prefixes.contains(mnemonic) && !rest.isEmpty
    self.mnemonic = mnemonic
    var operands: [Substring] = []
    var depth = 0
    var start = rest.startIndex
    for index in rest.indices {
      switch rest[index] {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case "," where depth == 0:
        operands.append(rest[start..<index])
        start = rest.index(after: index)
      default: break
      }
    }
    if start < rest.endIndex { operands.append(rest[start...]) }
    self.operands = operands.map { $0.drop { $0 == " " } }
  }
}

/// A number as disassemblers print it: decimal or 0x…, with a sign.
func parseNumber(_ text: Substring) -> Int? {
  let isNegative = text.hasPrefix("-")
  let digits = isNegative ? text.dropFirst() : text
  let value =
    digits.hasPrefix("0x") ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits, radix: 10)
  guard let value else { return nil }
  return isNegative ? 0 &- Int(bitPattern: UInt(value)) : Int(bitPattern: UInt(value))
}
