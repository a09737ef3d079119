/// The opcode maps of 64-bit mode, from the opcode tables of the Intel SDM (volume 2, appendix A)
/// and of the AMD manual (volume 3, appendix A; for XOP).
///
/// A row of text holds sixteen opcodes: their forms, a space, their effects, in the letters that
/// `X86Opcode.Form` and `X86Opcode.Effect` read. VEX, EVEX and XOP maps list no gaps: there the map
/// alone settles the length, and an opcode that does not exist is taken for one that does.
enum X86OpcodeMap: Int, CaseIterable {
  case oneByte, map0F, map0F38, map0F3A
  case vector1, vector2, vector3, vector5, vector6, vector7
  case xop8, xop9, xopA

  /// All maps, 256 opcodes each, in the order of the cases.
  static let all: [X86Opcode] = allCases.flatMap(\.opcodes)

  /// The VEX and EVEX map of this number; nil for those that do not exist, and for map 4 (APX).
  static func vector(_ number: UInt8) -> X86OpcodeMap? {
    switch number {
    case 1: .vector1
    case 2: .vector2
    case 3: .vector3
    case 5: .vector5
    case 6: .vector6
    case 7: .vector7
    default: nil
    }
  }

  private var opcodes: [X86Opcode] {
    var result = Array(repeating: X86Opcode(form: fill, effect: .none), count: 256)
    var opcode = 0
    for row in rows.split(separator: "\n") {
      let halves = row.split(separator: " ")
      guard halves.count == 2 else { continue }
      for (form, effect) in zip(halves[0], halves[1]) where opcode < result.count {
        result[opcode] = X86Opcode(form: .init(letter: form), effect: .init(letter: effect))
        opcode += 1
      }
    }
    for (opcode, effect) in writers {
      result[Int(opcode)].effect = effect
    }
    return result
  }

  /// The form of opcodes that no row names.
  private var fill: X86Opcode.Form {
    switch self {
    case .vector2, .vector5, .vector6, .xop9: .modRM
    case .vector3, .xop8: .modRMImmediate8
    case .vector7, .xopA: .modRMImmediate32
    default: .invalid
    }
  }

  /// The writers of general registers in maps without rows.
  private var writers: [(UInt8, X86Opcode.Effect)] {
    switch self {
    case .vector2:
      // ANDN, the BLSR group, BZHI/PEXT/PDEP, MULX, BEXTR and the shifts; CMPccXADD.
      [(0xF2, .reg), (0xF3, .vvvv), (0xF5, .reg), (0xF6, .regAndVvvv), (0xF7, .reg)]
        + (0xE0...0xEF).map { ($0, .reg) }
    case .vector3:
      // VPEXTRB, VPEXTRW, VPEXTRD, VEXTRACTPS; RORX.
      [(0x14, .rm), (0x15, .rm), (0x16, .rm), (0x17, .rm), (0xF0, .reg)]
    case .vector5:
      // Conversions of one half, single or double to an integer; VMOVW.
      [(0x2C, .regIfScalar), (0x2D, .regIfScalar), (0x6C, .regIfScalar), (0x6D, .regIfScalar)]
        + [(0x78, .regIfScalar), (0x79, .regIfScalar), (0x7E, .rmUnlessF3)]
    case .vector7: [(0xF8, .rm)]  // URDMSR
    case .xop9: [(0x01, .vvvv), (0x02, .vvvv), (0x12, .rm)]  // the TBM groups; SLWPCB
    case .xopA: [(0x10, .reg)]  // BEXTR
    default: []
    }
  }
}
