/// Which operands the opcodes of the one-byte map and the 0F map read, as far as they are general
/// registers or memory that is loaded into one (opcode tables of the Intel SDM, volume 2, appendix
/// A). Rows 0 to F, sixteen opcodes each; the letters are the cases of `X86OperandReads`.
enum X86OperandReads: UInt8 {
  case none
  /// ModRM.reg, ModRM.rm, both.
  case reg, rm, both
  /// The register in the low bits of the opcode, alone or with RAX.
  case low, lowAndRAX
  case rax
  /// ModRM.rm with F2 or F3, else a vector register.
  case rmIfScalar

  private init(letter: Character) {
    self =
      switch letter {
      case "g": .reg
      case "e": .rm
      case "x": .both
      case "o": .low
      case "c": .lowAndRAX
      case "a": .rax
      case "f": .rmIfScalar
      default: .none
      }
  }

  /// Both maps, one after the other.
  static let all: [X86OperandReads] = (oneByte + map0F).split(separator: "\n").flatMap {
    $0.map { X86OperandReads(letter: $0) }
  }

  private static let oneByte = """
    xxxxaa..xxxxaa..
    xxxxaa..xxxxaa..
    xxxxaa..xxxxaa..
    xxxxaa..xxxxaa..
    ................
    oooooooo........
    ...e.....e.e....
    ................
    ee.exxxxggee..e.
    ccccccccaa....a.
    ..aa....aa......
    ................
    ee..............
    eeee............
    ................
    ......ee......ee

    """

  private static let map0F = """
    e.ee............
    ................
    ..ee......f.....
    ................
    xxxxxxxxxxxxxxxx
    ................
    ..............e.
    ........gx......
    ................
    ................
    ...xxx.....xxx.x
    xx.x..eee.exeeee
    xx.ge...oooooooo
    ................
    ................
    ................
    """
}
