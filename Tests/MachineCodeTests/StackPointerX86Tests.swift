import Symbols
import Testing

@testable import MachineCode

/// What single x86-64 instructions do, and which shapes are refused.
@Suite struct StackPointerX86Tests {
  @Test(arguments: [
    ("push %rbx", 8), ("push $1", 8), ("push $0x12345", 8), ("push 8(%rax)", 8), ("push %fs", 8),
    ("pushfq", 8), ("pushw %ax", 2), ("sub $8, %rsp", 8), ("sub $0x12345, %rsp", 0x12345),
    ("sub $-128, %rsp", -128), ("add $-128, %rsp", 128), ("lea -64(%rsp), %rsp", 64),
    ("lea -0x1000(%rsp), %rsp", 0x1000), ("pop %rbx", -8), ("pop 8(%rax)", -8), ("pop %gs", -8),
    ("popfq", -8), ("add $16, %rsp", -16), ("lea 24(%rsp), %rsp", -24), ("cmp $8, %rsp", 0),
    ("test %rsp, %rsp", 0), ("mov %rsp, %rax", 0), ("mov %rax, (%rsp)", 0), ("bt $3, %rsp", 0),
    ("mov %ah, %al", 0), ("inc %ah", 0), ("paddd %xmm4, %xmm4", 0), ("cvtps2pi %xmm1, %mm4", 0),
    ("sub $8, (%rsp)", 0), ("enter $16, $0", 24),
  ])
  func theDeltaChangesByWhatTheInstructionMoves(instruction: String, change: Int) throws {
    let assembly = try StackPointerAssembly(
      .x86_64, "fn f\nsub $0x200, %rsp\n\(instruction)\nnop\nud2")
    let deltas = try assembly.track("f").deltas
    #expect(deltas.last?.delta == 0x200 + change)
    #expect(deltas.count == (change == 0 ? 2 : 3))
  }

  @Test(arguments: [
    "and $-32, %rsp", "sub %rax, %rsp", "mov %rax, %rsp", "xchg %rax, %rsp", "xchg %rsp, %rax",
    "lea (%rax), %rsp", "lea (%rsp,%rax), %rsp", "mov (%rax), %rsp", "pop %rsp", "inc %rsp",
    "mov %ebp, %esp", "add $8, %esp", "movb $1, %spl", "imul $3, %rax, %rsp", "cmove %rax, %rsp",
    "mov $8, %esp", "bswap %rsp", "movq %xmm0, %rsp", "cvttsd2si %xmm1, %rsp", "leave",
    "mov %rbp, %rsp", "ret $8", "lretq", "iretq", "enter $8, $1", "rdrand %rsp",
    "andn %rax, %rcx, %rsp", "pextrq $1, %xmm1, %rsp", "shl $3, %rsp", "setne %spl",
    "xadd %rsp, %rax", "mulx %rax, %rsp, %rcx", "blsr %rax, %rsp", "kmovq %k1, %rsp",
  ])
  func anUnknownStackPointerIsRefused(instruction: String) throws {
    let assembly = try StackPointerAssembly(.x86_64, "fn f\npush %rax\n\(instruction)\nud2")
    guard case .stackPointerWrite(offset: 1, _) = try assembly.failure("f") else {
      Issue.record("\(instruction): \(String(describing: try assembly.failure("f")))")
      return
    }
  }

  @Test func theFramePointerLeadsBackToTheStackPointer() throws {
    let assembly = try StackPointerAssembly(
      .x86_64,
      """
      fn a
      push %rbp
      mov %rsp, %rbp
      sub $40, %rsp
      leave
      ret
      fn b
      push %rbp
      push %rbx
      lea 8(%rsp), %rbp
      sub $40, %rsp
      lea -8(%rbp), %rsp
      pop %rbx
      pop %rbp
      ret
      fn c
      push %rbp
      mov %rsp, %rbp
      mov %rax, %rbp
      leave
      ret
      fn d
      push %rbp
      test %eax, %eax
      je 1f
      mov %rsp, %rbp
      jmp 2f
      1: lea 8(%rsp), %rbp
      2: mov %rbp, %rsp
      ud2
      """)
    #expect(try assembly.track("a").deltas.map(\.delta) == [0, 8, 48, 0])
    #expect(try assembly.track("b").deltas.map(\.delta) == [0, 8, 16, 56, 16, 8, 0])
    #expect(
      try assembly.failure("c") == .stackPointerWrite(offset: 7, bytes: [0xC9]))
    guard case .stackPointerWrite = try assembly.failure("d") else {
      Issue.record("d is not refused")
      return
    }
  }

  @Test func callsAreRecordedWithTheirTargetsAndDeltas() throws {
    let assembly = try StackPointerAssembly(
      .x86_64,
      """
      fn f
      push %rax
      call take
      call *%rbx
      call *take@GOTPCREL(%rip)
      call *8(%rsp)
      call 9f
      pop %rax
      test %eax, %eax
      je take
      je 9f
      jmp take
      fn g
      9: ret
      fn h
      jmp *%rax
      fn i
      jmp *take@GOTPCREL(%rip)
      """)
    typealias Call = StackPointerTrack.Call
    let calls = try assembly.track("f").calls
    #expect(
      calls == [
        Call(offset: 1, returnOffset: 6, target: .relocated(2), isTailCall: false, delta: 8),
        Call(offset: 6, returnOffset: 8, target: .indirect, isTailCall: false, delta: 8),
        Call(offset: 8, returnOffset: 14, target: .relocated(10), isTailCall: false, delta: 8),
        Call(offset: 14, returnOffset: 18, target: .indirect, isTailCall: false, delta: 8),
        Call(offset: 18, returnOffset: 23, target: .direct(39), isTailCall: false, delta: 8),
        Call(offset: 26, returnOffset: 32, target: .relocated(28), isTailCall: true, delta: 0),
        Call(offset: 32, returnOffset: 34, target: .direct(39), isTailCall: true, delta: 0),
        Call(offset: 34, returnOffset: 39, target: .relocated(35), isTailCall: true, delta: 0),
      ])
    #expect(
      try assembly.track("h").calls == [
        Call(offset: 0, returnOffset: 2, target: .indirect, isTailCall: true, delta: 0)
      ])
    let start = try #require(assembly.functions.first { $0.name == "i" }).range.lowerBound
    #expect(try assembly.track("i").calls.map(\.target) == [.relocated(start + 2)])
  }

  @Test func callsThatDoNotReturnDoNotReachWhatFollowsThem() throws {
    let assembly = try StackPointerAssembly(
      .x86_64,
      """
      fn f
      test %eax, %eax
      je 1f
      test %ecx, %ecx
      je 2f
      ret
      1: push %rax
      call stop
      nopl (%rax)
      2: mov %eax, %ecx
      ret
      fn g
      push %rax
      call stop
      nopw (%rax)
      """)
    #expect(try assembly.track("f").deltas.map(\.delta) == [0, 8, 0])
    #expect(try assembly.track("g").deltas.map(\.delta) == [0, 8])
  }

  @Test func everyFormOfBranchIsFollowed() throws {
    for branch in ["je", "jae", "jrcxz", "jecxz", "loop", "loopne", "xbegin", "jg,pn", "jmp"] {
      let assembly = try StackPointerAssembly(
        .x86_64, "fn f\n\(branch) 1f\nud2\n1: push %rax\nnop\nud2")
      #expect(try assembly.track("f").deltas.last?.delta == 8, "\(branch)")
    }
  }

  @Test func codeThatIsNotReachedKeepsTheDeltaBeforeIt() throws {
    let assembly = try StackPointerAssembly(
      .x86_64, "fn f\nje 1f\nret\npush %rax\npush %rax\n1: push %rax\npop %rcx\nret")
    #expect(
      try assembly.track("f").deltas == [
        .init(offset: 0, delta: 0), .init(offset: 6, delta: 8), .init(offset: 7, delta: 0),
      ])
  }

  @Test(arguments: [
    "06", "60", "82 c0 00", "9a", "ce", "d4 0a", "d6", "ea",
    "0f 04", "0f 0a", "0f 24 c0", "0f 36", "0f 38 0c c0",
    "0f 3a 00 c0 00", "8d c0", "fe d0", "ff f8", "c7 c8 00 00 00 00",
    "d5 00 01 c0", "62 f4 7c 08 01 c0", "66 c5 f8 58 c0", "48 c5 f8 58 c0",
    "66 e8 00 00 00 00", "48", "e8 00 00 00",
    "66 66 66 66 66 66 66 66 66 66 66 66 66 66 66 90",
  ])
  func whatIsNoInstructionIsRefusedWithItsOffset(hex: String) throws {
    let code = [0x90] + hex.split(separator: " ").compactMap { UInt8($0, radix: 16) }
    let bytes = Array(code.dropFirst().prefix(15))
    #expect(throws: StackPointerError.undecodable(offset: 1, bytes: bytes)) {
      try StackPointerTracker.track(
        architecture: .x86_64, code: code.span.bytes, function: 0..<code.count,
        relocatedOffsets: [])
    }
  }

  @Test func eachRefusedShapeHasItsOwnError() throws {
    let assembly = try StackPointerAssembly(
      .x86_64,
      """
      fn different
      test %eax, %eax
      je 1f
      push %rax
      1: ud2
      fn past
      je 1f
      1: nop
      fn middle
      je .+3
      mov $1, %eax
      ret
      fn overlap
      jmp 2f
      1: .byte 0xb8
      2: push %rax
      pop %rax
      jmp 1b
      fn register
      push %rbp
      jmp *%rax
      fn table
      jmp *(,%rax,8)
      fn leafTable
      jmp *%rax
      call take
      ret
      fn returns
      push %rax
      ret
      fn tail
      push %rax
      jmp take
      fn above
      pop %rax
      ret
      fn large
      sub $0x7fffffff, %rsp
      sub $0x7fffffff, %rsp
      ret
      """)
    #expect(
      try assembly.failure("different")
        == .differentDeltas(offset: 5, bytes: [0x0F, 0x0B], first: 8, second: 0, source: 2))
    #expect(try assembly.failure("past") == .flowPastEnd(offset: 2, bytes: [0x90]))
    #expect(
      try assembly.failure("middle")
        == .intoInstruction(offset: 0, bytes: [0x74, 0x01], target: 3))
    #expect(
      try assembly.failure("overlap")
        == .intoInstruction(offset: 5, bytes: [0xEB, 0xFB], target: 5))
    #expect(try assembly.failure("register") == .indirectJump(offset: 1, bytes: [0xFF, 0xE0]))
    #expect(
      try assembly.failure("table")
        == .indirectJump(offset: 0, bytes: [0xFF, 0x24, 0xC5, 0, 0, 0, 0]))
    #expect(try assembly.failure("leafTable") == .indirectJump(offset: 0, bytes: [0xFF, 0xE0]))
    #expect(
      try assembly.failure("returns") == .unbalancedReturn(offset: 1, bytes: [0xC3], delta: 8))
    #expect(
      try assembly.failure("tail")
        == .unbalancedTailCall(offset: 1, bytes: [0xE9, 0, 0, 0, 0], delta: 8))
    #expect(try assembly.failure("above") == .aboveEntry(offset: 0, bytes: [0x58], delta: -8))
    guard case .frameTooLarge(offset: 7, _, delta: 0xFFFF_FFFE) = try assembly.failure("large")
    else {
      Issue.record("large: \(String(describing: try assembly.failure("large")))")
      return
    }
  }

  @Test func errorsAreOneLineThatNamesTheInstructionAndWhatToDo() throws {
    let error = StackPointerError.indirectJump(offset: 0x1B, bytes: [0xFF, 0x0E])
    #expect(
      "\(error)" == "+0x1b (ff 0e): indirect jump: compile with jump tables off"
        + " (\"no-jump-tables\", -fno-jump-tables) and without computed gotos")
  }

  @Test func aFunctionOutsideTheSectionIsRefused() {
    for function in [0..<5, -1..<2, 4..<Int.max] {
      let error = StackPointerError.functionOutsideSection(function: function, sectionSize: 4)
      #expect(throws: error) {
        let code: [UInt8] = [0x90, 0x90, 0x90, 0xC3]
        return try StackPointerTracker.track(
          architecture: .x86_64, code: code.span.bytes, function: function, relocatedOffsets: [])
      }
    }
  }
}
