import Foundation
import Symbols
import Testing

@testable import MachineCode

/// Instructions and call frame information are compared, and what neither tells is not told.
@Suite struct StackDeltaTests {
  /// Functions in assembly; those without `.cfi_startproc` have no call frame information.
  private func sample(
    _ text: String, _ architecture: Architecture = .x86_64, source: StackDeltaReader.Source = .both
  ) throws -> StackDeltaSample {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    var code = ".text\n"
    var last: Substring?
    for line in text.split(separator: "\n") {
      if line.hasPrefix("fn ") {
        if let last { code += ".size \(last), . - \(last)\n" }
        last = line.dropFirst(3)
        code += ".p2align 4\n.globl \(line.dropFirst(3))\n.type \(line.dropFirst(3)), %function\n"
        code += "\(line.dropFirst(3)):\n"
      } else {
        code += line + "\n"
      }
    }
    if let last { code += ".size \(last), . - \(last)\n" }
    try tools.write(code, to: "code.s")
    let prefix = architecture == .arm64 ? "aarch64-linux-gnu-" : ""
    try tools.shell("\(prefix)as code.s -o code.o")
    return try StackDeltaSample(tools.path("code.o"), source: source)
  }

  private func pairs(_ rows: [StackDelta]?) -> [[Int]] {
    (rows ?? []).map { [Int($0.offset), Int($0.delta)] }
  }

  @Test func aDisagreementIsAnErrorWithItsPlaceAndBothValues() throws {
    let text = """
      fn f
      .cfi_startproc
      push %rbx
      .cfi_def_cfa_offset 16
      push %r12
      nop
      pop %r12
      pop %rbx
      .cfi_def_cfa_offset 8
      ret
      .cfi_endproc
      """
    let both = try sample(text)
    #expect(both.errors["f"] == .disagreement(offset: 3, instructions: 16, callFrames: 8))
    #expect(
      "\(try #require(both.errors["f"]))"
        == "+0x3: the stack pointer is 16 bytes below entry by the instructions, 8 by the call"
        + " frame information: correct its directives (.cfi_…), or leave them out")
    #expect(
      pairs(try sample(text, source: .callFrames).deltas["f"]) == [[0, 0], [1, 8], [7, 0]])
    #expect(
      pairs(try sample(text, source: .instructions).deltas["f"])
        == [[0, 0], [1, 8], [3, 16], [6, 8], [7, 0]])
  }

  @Test func whatFollowsACallThatDoesNotReturnIsNotADisagreement() throws {
    let deltas = try sample(
      """
      fn f
      .cfi_startproc
      test %edi, %edi
      jne 1f
      push %rax
      .cfi_def_cfa_offset 16
      call stop
      nop
      .cfi_def_cfa_offset 8
      1: ret
      .cfi_endproc
      """)
    #expect(deltas.errors.isEmpty)
    #expect(pairs(deltas.deltas["f"]) == [[0, 0], [5, 8], [11, 0]])
  }

  @Test func theFramePointerTellsWhereCallFramesSaySo() throws {
    // The delta is known again after leave: the frame pointer is where it is stated.
    let deltas = try sample(
      """
      fn f
      .cfi_startproc
      push %rbp
      .cfi_def_cfa_offset 16
      mov %rsp, %rbp
      .cfi_def_cfa_register %rbp
      sub %rdi, %rsp
      call g
      leave
      .cfi_def_cfa %rsp, 8
      ret
      .cfi_endproc
      """)
    #expect(pairs(deltas.deltas["f"]) == [[0, 0], [1, 8], [7, -1], [13, 0]])
  }

  @Test func aLoopThatMovesTheStackPointerIsNotTold() throws {
    let loop = """
      lea -0x4000(%rsp), %r11
      1: sub $0x1000, %rsp
      orq $0, (%rsp)
      cmp %r11, %rsp
      jne 1b
      """
    let text = """
      fn stated
      .cfi_startproc
      \(loop.replacingOccurrences(of: "1:", with: ".cfi_def_cfa %r11, 0x4008\n1:"))
      .cfi_def_cfa %rsp, 0x4008
      call g
      add $0x4000, %rsp
      .cfi_def_cfa_offset 8
      ret
      .cfi_endproc
      fn alone
      push %rax
      \(loop)
      call g
      add $0x4000, %rsp
      pop %rax
      ret
      """
    let deltas = try sample(text)
    #expect(deltas.errors.isEmpty)
    #expect(pairs(deltas.deltas["stated"]) == [[0, 0], [8, -1], [25, 0x4000], [37, 0]])
    #expect(pairs(deltas.deltas["alone"]) == [[0, 0], [1, 8], [9, -1]])
  }

  @Test func targetsOfAJumpTableHaveTheDeltaOfTheJump() throws {
    let text = """
      fn f
      push %rbx
      sub $32, %rsp
      jmp *table(,%rdi,8)
      call g
      add $32, %rsp
      pop %rbx
      ret
      """
    #expect(
      pairs(try sample(text).deltas["f"]) == [[0, 0], [1, 8], [5, 40], [21, 8], [22, 0]])
    // A second jump with another delta leaves it open which is meant.
    let two = text.replacingOccurrences(
      of: "fn f\n", with: "fn f\ntest %esi, %esi\njne 1f\njmp *%rax\n1:")
    #expect(pairs(try sample(two).deltas["f"]).last == [18, -1])
  }

  @Test func partsAndUnreachedCodeAreNotGuessed() throws {
    let deltas = try sample(
      """
      fn f.cold
      call g
      add $24, %rsp
      ret
      fn h
      ret
      push %rax
      ret
      fn k.cold
      .cfi_startproc
      nop
      .cfi_def_cfa_offset 32
      call g
      add $24, %rsp
      .cfi_def_cfa_offset 8
      ret
      .cfi_endproc
      """)
    #expect(pairs(deltas.deltas["f.cold"]) == [[0, -1]])
    #expect(pairs(deltas.deltas["h"]) == [[0, 0], [1, -1]])
    #expect(pairs(deltas.deltas["k.cold"]) == [[0, 0], [1, 24], [10, 0]])
    #expect(deltas.errors.isEmpty)
  }

  @Test func whereThereIsNoCallerCallFramesDoNotCount() throws {
    let text = """
      fn start
      .cfi_startproc
      .cfi_undefined %rip
      push %rax
      and $-16, %rsp
      call g
      hlt
      .cfi_endproc
      """
    #expect(pairs(try sample(text).deltas["start"]) == [[0, 0], [1, 8], [5, -1]])
    #expect(pairs(try sample(text, source: .callFrames).deltas["start"]) == [[0, 0]])
  }

  @Test func arm64FramesAreTold() throws {
    let deltas = try sample(
      """
      .arch armv8.3-a
      fn f
      .cfi_startproc
      paciasp
      .cfi_negate_ra_state
      stp x29, x30, [sp, #-32]!
      .cfi_def_cfa_offset 32
      mov x29, sp
      sub sp, sp, #3, lsl #12
      .cfi_def_cfa x29, 32
      bl g
      mov sp, x29
      .cfi_def_cfa sp, 32
      ldp x29, x30, [sp], #32
      .cfi_def_cfa_offset 0
      retaa
      .cfi_endproc
      fn scalable
      .inst 0x043f57df // addvl sp, sp, #-2
      bl g
      ret
      """, .arm64)
    #expect(deltas.errors.isEmpty)
    #expect(
      pairs(deltas.deltas["f"]) == [[0, 0], [8, 32], [16, 32 + 0x3000], [24, 32], [28, 0]])
    #expect(pairs(deltas.deltas["scalable"]) == [[0, 0], [4, -1]])
  }

  /// The C library: the only functions whose call frame information is wrong are known.
  @Test(arguments: ["gcc", "aarch64-linux-gnu-gcc"])
  func theCLibraryAgreesWithItsCallFrameInformation(compiler: String) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.shell(
      "\(compiler) -nostdlib -r -o all.o -Wl,--whole-archive"
        + " $(\(compiler) -print-file-name=libc.a) -Wl,--allow-multiple-definition")
    let sample = try StackDeltaSample(tools.path("all.o"))
    // GMP's loops push without saying so; swapcontext goes over to another stack.
    let known: Set<String> =
      compiler == "gcc" ? ["__mpn_addmul_1", "__mpn_submul_1", "__swapcontext"] : []
    #expect(Set(sample.errors.keys).subtracting(known).isEmpty, "\(sample.errors)")
    #expect(sample.deltas.count > 2500)
    let unknown = sample.deltas.values.filter { $0.contains { $0.delta == StackDelta.unknown } }
    print(
      "\(compiler): \(sample.deltas.count) functions of the C library, \(sample.errors.count) with"
        + " wrong call frame information, \(unknown.count) with places that nothing tells")
    #expect(unknown.count * 20 < sample.deltas.count)
  }

  /// What the tracer of the runs would say of a table with one wrong row.
  @Test func theTracerFindsAWrongTable() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(StackDeltaTracer.source, to: "tracer.c")
    try tools.write(StackDeltaProgram.source, to: "program.c")
    try tools.shell("gcc -O2 tracer.c -o tracer; gcc -O2 program.c -static -o program")
    var sample = try StackDeltaSample(tools.path("program"))
    let place = try #require(sample.table.firstRange(of: " callsMany\n0 0\n"))
    sample.table.replaceSubrange(place, with: " callsMany\n0 8\n")
    try tools.write(sample.table, to: "table")
    let result = StackDeltaRunTests.Result(try tools.lines("./tracer table ./program"))
    #expect(result.wrong > 0)
  }
}
