import GoRelease
import Symbols

/// A GC program of words: what the collector of Go 1.2 does to find the pointers of a value, and
/// what each points to (pkg/runtime/mgc0.h and mgc0.c). In memory it is the value's size, the
/// instructions, and an end mark, all of 8-byte words.
public struct PointerProgram: Sendable, Equatable {
  /// Offsets and sizes are in bytes. Offsets count from the value's start, and between `arrayStart`
  /// and `arrayNext` from that of the element. Programs and types are named by their symbols.
  public enum Instruction: Sendable, Hashable {
    /// A pointer to a value that has a program.
    case pointer(offset: Int64, program: String)
    /// A pointer to memory of which the collector asks nothing, or of which it knows itself.
    case plainPointer(offset: Int64)
    /// What follows, up to `arrayNext`, is done for each element.
    case arrayStart(offset: Int64, count: Int64, elementSize: Int64)
    case arrayNext
    /// A variable's program; in the programs of a program's data only.
    case call(offset: Int64, program: String)
    case channel(offset: Int64, type: String)
    case string(offset: Int64)
    case emptyInterface(offset: Int64)
    case interface(offset: Int64)
    case slice(offset: Int64, program: String)
    /// So many bytes by a program of their own, where too many arrays are open.
    case region(offset: Int64, size: Int64, program: String)
  }

  /// In bytes.
  public var size: Int64
  public var instructions: [Instruction]

  public init(size: Int64, instructions: [Instruction] = []) {
    self.size = size
    self.instructions = instructions
  }

  /// More instructions than any program needs; programs could else grow by the square and more with
  /// the text of a type.
  static let instructionLimit = 1 << 20

  /// The program as its symbol.
  public func symbol(
    named name: String, binding: Symbol.Binding, _ codes: TypeRules.PointerPrograms
  ) -> Symbol {
    var words = WordWriter()
    words.append(size)
    for instruction in instructions { words.append(instruction, codes) }
    words.append(codes.end)
    return Symbol(
      name: name, bytes: words.bytes, relocations: words.relocations, alignment: 8,
      binding: binding)
  }
}

private struct WordWriter {
  var bytes: [UInt8] = []
  var relocations: [Relocation] = []

  mutating func append(_ word: UInt64) { bytes.append(littleEndian: word) }

  mutating func append(_ words: Int64...) {
    for word in words { append(UInt64(bitPattern: word)) }
  }

  mutating func append(addressOf target: String) {
    relocations.append(Relocation(offset: bytes.count, kind: .address, target: target))
    append(0 as UInt64)
  }

  mutating func append(
    _ instruction: PointerProgram.Instruction, _ codes: TypeRules.PointerPrograms
  ) {
    switch instruction {
    case .pointer(let offset, let program):
      append(codes.pointer)
      append(offset)
      append(addressOf: program)
    case .plainPointer(let offset):
      append(codes.plainPointer)
      append(offset)
    case .arrayStart(let offset, let count, let elementSize):
      append(codes.arrayStart)
      append(offset, count, elementSize)
    case .arrayNext: append(codes.arrayNext)
    case .call(let offset, let program):
      append(codes.call)
      append(offset)
      appendDistance(to: program)
    case .channel(let offset, let type):
      append(codes.channel)
      append(offset)
      append(addressOf: type)
    case .string(let offset):
      append(codes.string)
      append(offset)
    case .emptyInterface(let offset):
      append(codes.emptyInterface)
      append(offset)
    case .interface(let offset):
      append(codes.interface)
      append(offset)
    case .slice(let offset, let program):
      append(codes.slice)
      append(offset)
      append(addressOf: program)
    case .region(let offset, let size, let program):
      append(codes.region)
      append(offset, size)
      append(addressOf: program)
    }
  }

  /// The distance of a program's first instruction, which follows its size, from the word that the
  /// current instruction began with (cmd/ld/data.c, `gcaddsym`).
  private mutating func appendDistance(to program: String) {
    let fromStart: Int64 = 16
    relocations.append(
      Relocation(
        offset: bytes.count, kind: .relative32, target: program, addend: 8 + fromStart))
    append(0 as UInt64)
  }
}
