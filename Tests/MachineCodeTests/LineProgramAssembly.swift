/// A line program written by hand, to meet what compilers do not emit.
struct LineProgramAssembly {
  var version = 4
  var maximumOperations = 1
  var lineRange = 10
  var opcodeBase: Int?
  /// Two opcodes of our own, 13 with no operand and 14 with two.
  var opcodeLengths = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 2]
  var end = ".byte 0, 1, 1"
  /// Assembly of file entries after the first two.
  var files = ""
  /// Assembly of opcodes, after which the sequence ends.
  var program: String

  /// x86-64 assembly of an object with 512 bytes of code and this program. Rows may name file 1,
  /// `one.c`, in the unit's directory, and file 2, `/abs/two.c`.
  var source: String {
    """
    .section .text.code, "ax", @progbits
    code: .zero 512
    .section .debug_line, "", @progbits
    .4byte 2f - 1f
    1: .2byte \(version)
    .4byte 4f - 3f
    3: .byte 4\(version >= 4 ? ", \(maximumOperations)" : ""), 1, -3, \(lineRange)
    .byte \(opcodeBase ?? opcodeLengths.count + 1)
    .byte \(opcodeLengths.map(String.init).joined(separator: ", "))
    .asciz "sub"
    .byte 0
    .asciz "one.c"
    .byte 0, 0, 0
    .asciz "/abs/two.c"
    .byte 1, 0, 0
    \(files)
    .byte 0
    4: .byte 0, 9, 2
    .8byte code
    \(program)
    \(end)
    2:

    """
  }

  /// Every standard and extended opcode, unknown ones among them, and long LEB128 numbers.
  static let everyOpcode = """
    .byte 1
    .byte 2, 3
    .byte 3, 0xe4, 0
    .byte 1
    .byte 4, 2
    .byte 5, 0x85, 0x80, 0
    .byte 6, 7, 10, 11
    .byte 12, 0x81, 1
    .byte 8
    .byte 1
    .byte 9
    .2byte 7
    .byte 20, 15, 21
    .byte 13
    .byte 14, 0xff, 0x7f, 5
    .byte 0, 2, 4, 9
    .byte 0, 5, 0x80, 1, 2, 3, 4
    .byte 0, 14, 3
    .asciz "defined.c"
    .byte 0, 0, 0
    .byte 4, 3
    .byte 3, 0xe0, 0x7f
    .byte 1
    .byte 4, 0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0
    .byte 50
    .byte 3, 0x80, 0x80, 0x80, 0x80, 0x78
    .byte 60
    .byte 2, 0x10
    """
}
