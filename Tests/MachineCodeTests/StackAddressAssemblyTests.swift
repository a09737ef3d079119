import Symbols
import Testing

@testable import MachineCode

/// Small functions in assembly, each about one way that an address takes. The names say which: those
/// that start with `keeps` have a violation.
@Suite struct StackAddressAssemblyTests {
  /// - Parameter bodies: by name; prologue and epilogue are put around them.
  private func check(
    _ architecture: Architecture, _ bodies: [(name: String, body: String)],
    holders: [String: String] = [:]
  ) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    var text = ""
    for (name, body) in bodies {
      text += "fn \(name)\n"
      switch architecture {
      case .x86_64:
        text += "push %rbp\nmov %rsp, %rbp\npush %r12\npush %rbx\nsub $48, %rsp\n\(body)\n"
        text += "\(name)_end: add $48, %rsp\npop %rbx\npop %r12\npop %rbp\nret\n"
      case .arm64:
        text += "stp x29, x30, [sp, #-96]!\nstp x19, x20, [sp, #16]\nmov x29, sp\n\(body)\n"
        text += "\(name)_end: ldp x19, x20, [sp, #16]\nldp x29, x30, [sp], #96\nret\n"
      }
    }
    let sample = try StackAddressSample(architecture, assembly: text, tools)
    for (name, _) in bodies {
      let violations = try sample.violations(name, mapped: [40])
      #expect(violations.isEmpty == !name.hasPrefix("keeps"), "\(name): \(violations)")
      if let holder = holders[name] { #expect(violations.first?.holder == holder, "\(name)") }
    }
  }

  @Test func registersOnX86() throws {
    try check(
      .x86_64,
      [
        ("keepsCopy", "lea 8(%rsp), %rax; mov %rax, %rbx; call move; mov (%rbx), %rax"),
        ("keepsStackPointer", "mov %rsp, %rbx; call move; mov (%rbx), %rax"),
        ("keepsFramePointer", "mov %rbp, %rbx; call move; mov -8(%rbx), %rax"),
        ("keepsSum", "mov %rdi, %rbx; add %rsp, %rbx; call move; mov (%rbx), %rax"),
        ("keepsIndexed", "lea 8(%rsp, %rdi, 8), %rbx; call move; mov (%rbx), %rax"),
        ("keepsAligned", "lea 8(%rsp), %rbx; and $-16, %rbx; call move; mov (%rbx), %rax"),
        ("keepsConditional", "lea 8(%rsp), %rax; cmovne %rax, %rbx; call move; mov (%rbx), %rax"),
        ("keepsExchanged", "lea 8(%rsp), %rax; xchg %rax, %rbx; call move; mov (%rbx), %rax"),
        ("keepsLow", "lea 8(%rsp), %rbx; call move; mov %bl, %al"),
        ("keepsIndex", "lea 8(%rsp), %rbx; call move; mov (%rdi, %rbx), %rax"),
        ("keepsCompared", "lea 8(%rsp), %rbx; call move; cmp %rax, %rbx"),
        ("keepsStored", "lea 8(%rsp), %rbx; call move; mov %rbx, (%rax)"),
        ("keepsCalled", "lea 8(%rsp), %rbx; call move; call *%rbx"),
        ("keepsPushed", "lea 8(%rsp), %rbx; call move; push %rbx; pop %rax"),
        ("keepsShifted", "lea 8(%rsp), %rcx; shr $3, %rcx; mov %rcx, %r12; call move; inc %r12"),
        ("keepsProduct", "lea 8(%rsp), %rax; mul %rdi; mov %rax, %r12; call move; inc %r12"),
        ("keepsRead", "lea 8(%rsp), %rbx; call move; movq %rbx, %xmm0"),
        ("keepsTested", "lea 8(%rsp), %rbx; call move; bt %rbx, %rax"),
        ("keepsString", "lea 8(%rsp), %rbx; call move; xchg %rbx, %rdi; rep stosb"),
        ("fineFramePointer", "call move; mov -24(%rbp), %rax; lea -24(%rbp), %rdi; call leaf"),
        ("fineZeroed", "lea 8(%rsp), %rbx; call move; xor %ebx, %ebx; inc %rbx"),
        ("fineSubtracted", "lea 8(%rsp), %rbx; call move; sub %rbx, %rbx; inc %rbx"),
        ("fineOnes", "lea 8(%rsp), %rbx; call move; or $-1, %rbx; inc %rbx"),
        ("fineSet", "lea 8(%rsp), %rbx; call move; setne %bl; movzbl %bl, %eax"),
        ("fineDistance", "lea 8(%rsp), %rbx; sub %rsp, %rbx; call move; inc %rbx"),
        ("fineLoaded", "lea 8(%rsp), %rax; mov (%rax), %rbx; call move; inc %rbx"),
        ("fineResult", "lea 8(%rsp), %rax; call move; mov (%rax), %rcx; lea 8(%rsp), %rdx"),
        ("fineLeaf", "lea 8(%rsp), %rbx; call leaf; mov (%rbx), %rax; call move"),
        ("fineSecond", "lea 8(%rsp), %rbx; mov (%rbx), %rax; call move; mov %rax, %rbx; inc %rbx"),
        ("fineIdentified", "lea 8(%rsp), %rbx; call move; cpuid; inc %rbx"),
        ("fineHint", "lea 8(%rsp), %rbx; call move; nopw (%rbx)"),
        ("fineTail", "mov %rsp, %rax; cmp %rax, %rdi; je fineTail_end; call move"),
      ])
  }

  @Test func copiesAndArgumentsOnX86() throws {
    try check(
      .x86_64,
      [
        ("keepsArgument", "lea 8(%rsp), %rbx; call move; mov %rbx, %rdi; call leaf"),
        ("keepsLastArgument", "lea 8(%rsp), %rbx; call move; mov %rbx, %r9; call move"),
        ("keepsReloaded", "mov %rsp, 16(%rsp); call move; mov 16(%rsp), %rsi; call leaf"),
        ("keepsSum", "lea 8(%rsp), %rbx; call move; lea 8(%rbx), %rax; add $8, %rax; inc %rax"),
        ("fineCopy", "lea 8(%rsp), %rbx; call move; mov %rbx, %rax; xor %eax, %eax; inc %rax"),
        ("fineScratch", "lea 8(%rsp), %rbx; call move; mov %rbx, %r10; call leaf"),
        ("fineReloaded", "mov %rsp, 16(%rsp); call move; mov 16(%rsp), %rax; lea 8(%rax), %rax"),
      ])
  }

  @Test func distancesOnX86() throws {
    let both = "lea 8(%rsp), %rbx; lea 24(%rsp), %r12"
    try check(
      .x86_64,
      [
        ("fineAtOnce", "\(both); call move; sub %rbx, %r12; inc %r12; call move; inc %r12"),
        ("fineTwoCalls", "\(both); call move; call move; sub %rbx, %r12; inc %r12"),
        ("fineCompared", "\(both); call move; cmp %rbx, %r12"),
        ("fineNegated", "\(both); call move; neg %rbx; add %rbx, %r12; inc %r12"),
        ("fineSum", "\(both); neg %rbx; call move; lea (%rbx, %r12), %rax; inc %rax"),
        ("fineCopied", "\(both); call move; mov %r12, %rax; lea 8(%rbx), %rcx; sub %rcx, %rax"),
        ("fineWords", "\(both); mov %rbx, 16(%rsp); call move; sub 16(%rsp), %r12; inc %r12"),
        ("fineAround", "1: \(both); call move; sub %rbx, %r12; dec %r12; jne 1b"),
        (
          "fineEitherCall",
          "\(both); test %rdi, %rdi; je 1f; call move; jmp 2f\n1: call move\n2: sub %rbx, %r12"
        ),
        ("fineOneWay", "\(both); test %rdi, %rdi; je 1f; call move\n1: sub %rbx, %r12; inc %r12"),
        ("keepsFirst", "lea 8(%rsp), %rbx; call move; lea 24(%rsp), %r12; sub %rbx, %r12"),
        ("keepsSecond", "lea 8(%rsp), %rbx; call move; mov %rsp, %rax; sub %rax, %rbx"),
        (
          "keepsOlder",
          "lea 8(%rsp), %rbx; call move; lea 24(%rsp), %r12; call move; sub %rbx, %r12"
        ),
        (
          "keepsFromBefore",
          "lea 8(%rsp), %rbx\n1: lea 24(%rsp), %r12; call move; sub %rbx, %r12; dec %rdi; jne 1b"
        ),
        ("keepsTotal", "\(both); call move; add %rbx, %r12"),
        ("keepsNegated", "\(both); call move; neg %rbx; sub %rbx, %r12"),
      ])
  }

  @Test func waysOnX86() throws {
    try check(
      .x86_64,
      [
        (
          "keepsOnOneWay",
          """
          xor %ebx, %ebx; test %rdi, %rdi; je 1f; lea 8(%rsp), %rbx
          1: call move; mov (%rbx), %rax
          """
        ),
        (
          "keepsOneCall",
          "lea 8(%rsp), %rbx; test %rdi, %rdi; je 1f; call move\n1: mov (%rbx), %rax; call move"
        ),
        (
          "keepsAroundLoop",
          "xor %ebx, %ebx\n1: test %rbx, %rbx; lea 8(%rsp), %rbx; call move; dec %r12; jne 1b"
        ),
        (
          "keepsThroughLoop",
          "lea 8(%rsp), %rbx\n1: add $8, %rbx; cmp %rdi, %rbx; jne 1b; call move; mov (%rbx), %rax"
        ),
        (
          "fineOtherWay",
          """
          lea 8(%rsp), %rbx; test %rdi, %rdi; je 1f; call move; jmp 2f
          1: mov (%rbx), %rax
          2: xor %ebx, %ebx
          """
        ),
        ("fineNoReturn", "lea 8(%rsp), %rbx; test %rdi, %rdi; je 1f; call move; ud2\n1: inc %rbx"),
        (
          "fineEachTime",
          "1: lea 8(%rsp), %rbx; mov (%rbx), %rax; call move; dec %r12; jne 1b"
        ),
      ])
  }

  @Test func wordsOnX86() throws {
    try check(
      .x86_64,
      [
        (
          "keepsSpill",
          "lea 8(%rsp), %rax; mov %rax, 16(%rsp); call move; mov 16(%rsp), %rax; inc %rax"
        ),
        (
          "keepsOther",
          "lea 8(%rsp), %rax; mov %rax, 16(%rsp); call move; mov -48(%rbp), %rax; inc %rax"
        ),
        ("keepsHalf", "lea 8(%rsp), %rax; mov %rax, 16(%rsp); call move; mov 20(%rsp), %eax"),
        ("keepsAdded", "lea 8(%rsp), %rax; mov %rax, 16(%rsp); call move; add 16(%rsp), %rdx"),
        ("keepsCompared", "lea 8(%rsp), %rax; mov %rax, 16(%rsp); call move; cmpq $0, 16(%rsp)"),
        ("keepsUpdated", "lea 8(%rsp), %rax; mov %rax, 16(%rsp); call move; addq $8, 16(%rsp)"),
        (
          "keepsSummed",
          "movq $8, 16(%rsp); add %rsp, 16(%rsp); call move; mov 16(%rsp), %rax; inc %rax"
        ),
        ("keepsPushed", "push %rbp; push %rsp; call move; pop %rax; pop %rcx; inc %rax"),
        ("keepsCalled", "lea 8(%rsp), %rax; mov %rax, 16(%rsp); call move; call *16(%rsp)"),
        (
          "keepsThroughRegister",
          """
          lea 8(%rsp), %rax; lea 24(%rsp), %rcx; sub $8, %rcx; mov %rax, (%rcx); call move
          mov 16(%rsp), %rax; inc %rax
          """
        ),
        (
          "fineMapped",
          "lea 8(%rsp), %rax; mov %rax, 40(%rsp); call move; mov 40(%rsp), %rax; inc %rax"
        ),
        (
          "fineMappedTwice",
          """
          lea 8(%rsp), %rax; mov %rax, 40(%rsp); call move; mov 40(%rsp), %rbx; inc %rbx
          mov %rbx, 40(%rsp); call move; mov 40(%rsp), %rax; inc %rax
          """
        ),
        (
          "keepsReloaded",
          """
          lea 8(%rsp), %rax; mov %rax, 40(%rsp); call move; mov 40(%rsp), %rbx
          call move; inc %rbx
          """
        ),
        (
          "fineOverwritten", "mov %rsp, 16(%rsp); call move; mov %rax, 16(%rsp); mov 16(%rsp), %rcx"
        ),
        (
          "fineInPart",
          "mov %rsp, 16(%rsp); movl $0, 16(%rsp); call move; mov 16(%rsp), %rcx; inc %rcx"
        ),
        (
          "fineVector",
          "mov %rsp, 16(%rsp); call move; movups %xmm0, 8(%rsp); mov 16(%rsp), %rcx; inc %rcx"
        ),
        (
          "fineNeighbour",
          "mov %rsp, 16(%rsp); call move; mov 24(%rsp), %rcx; inc %rcx; mov 8(%rsp), %rdx; inc %rdx"
        ),
        ("fineBelow", "push %rsp; pop %rax; call move; mov -8(%rsp), %rax; inc %rax"),
        ("fineConstant", "mov %rsp, 16(%rsp); call move; movq $5, 16(%rsp); incq 16(%rsp)"),
      ], holders: ["keepsSpill": "the word at sp+0x10", "keepsOther": "the word at sp+0x10"])
  }

  @Test func registersOnARM64() throws {
    try check(
      .arm64,
      [
        ("keepsCopy", "add x0, sp, #48; mov x19, x0; bl move; ldr x0, [x19]"),
        ("keepsStackPointer", "mov x19, sp; bl move; ldr x0, [x19, #48]"),
        ("keepsFramePointer", "add x19, x29, #48; bl move; ldr x0, [x19]"),
        ("keepsExtended", "add x19, sp, w0, sxtw #3; bl move; ldr x0, [x19]"),
        ("keepsShifted", "add x1, sp, #48; add x19, x1, x0, lsl #3; bl move; ldr x0, [x19]"),
        ("keepsSelected", "add x1, sp, #48; csel x19, x1, x0, ne; bl move; ldr x0, [x19]"),
        ("keepsMasked", "add x1, sp, #48; and x19, x1, #-16; bl move; ldr x0, [x19]"),
        ("keepsInserted", "add x19, sp, #48; movk x19, #5; bl move; ldr x0, [x19]"),
        ("keepsFields", "add x1, sp, #48; bfi x19, x1, #0, #48; bl move; ldr x0, [x19]"),
        ("keepsProduct", "add x1, sp, #48; madd x19, x0, x2, x1; bl move; ldr x0, [x19]"),
        ("keepsUpdated", "add x19, sp, #48; ldr x0, [x19], #8; bl move; ldr x0, [x19]"),
        ("keepsIndex", "add x19, sp, #48; bl move; ldr x0, [x1, x19]"),
        ("keepsCompared", "add x19, sp, #48; bl move; cmp x0, x19"),
        ("keepsChosen", "add x19, sp, #48; bl move; ccmp x19, x0, #0, ne"),
        ("keepsTested", "add x19, sp, #48; bl move; cbz x19, keepsTested_end"),
        ("keepsBit", "add x19, sp, #48; bl move; tbz x19, #3, keepsBit_end"),
        ("keepsStored", "add x19, sp, #48; bl move; str x19, [x0]"),
        ("keepsPair", "add x19, sp, #48; bl move; stp x0, x19, [x1]"),
        ("keepsCalled", "add x19, sp, #48; bl move; blr x19"),
        ("keepsMoved", "add x19, sp, #48; bl move; fmov d0, x19"),
        ("keepsAtomic", "add x19, sp, #48; bl move; ldadd x0, x1, [x19]"),
        ("keepsSwapped", "add x19, sp, #48; bl move; cas x19, x0, [x1]"),
        ("keepsExclusive", "add x19, sp, #48; bl move; stxr w0, x19, [x1]"),
        ("keepsPrefetched", "add x19, sp, #48; bl move; prfm pldl1keep, [x19]"),
        ("fineFramePointer", "bl move; add x0, x29, #48; ldr x1, [x29, #48]"),
        ("fineOverwritten", "add x19, sp, #48; bl move; mov x19, #0; add x19, x19, #1"),
        ("fineCopied", "add x19, sp, #48; bl move; mov x19, x0; add x19, x19, #1"),
        ("fineZeroed", "add x19, sp, #48; bl move; eor x19, x19, x19; add x19, x19, #1"),
        ("fineCondition", "add x19, sp, #48; bl move; cset x19, ne; add x19, x19, #1"),
        (
          "fineDistance", "add x19, sp, #48; mov x1, sp; sub x19, x19, x1; bl move; add x0, x19, #1"
        ),
        ("fineLoaded", "add x1, sp, #48; ldr x19, [x1]; bl move; add x0, x19, #1"),
        ("fineResult", "add x0, sp, #48; bl move; ldr x1, [x0]; add x2, sp, #48"),
        ("fineLeaf", "add x19, sp, #48; bl leaf; ldr x0, [x19]; bl move"),
      ])
  }

  @Test func distancesAndArgumentsOnARM64() throws {
    let both = "add x19, sp, #48; add x20, sp, #64"
    try check(
      .arm64,
      [
        ("fineAtOnce", "\(both); bl move; sub x0, x20, x19; lsl x0, x0, #1; bl leaf"),
        ("fineCompared", "\(both); bl move; cmp x20, x19"),
        ("fineNegated", "\(both); neg x19, x19; bl move; add x0, x20, x19; lsl x0, x0, #1"),
        ("fineCopy", "\(both); bl move; mov x9, x19; add x10, x20, #8; sub x9, x9, x10"),
        ("keepsFirst", "add x19, sp, #48; bl move; mov x0, sp; sub x0, x19, x0"),
        ("keepsOlder", "add x19, sp, #48; bl move; mov x20, sp; bl move; sub x0, x19, x20"),
        ("keepsTotal", "\(both); bl move; add x0, x19, x20"),
        ("keepsScaled", "\(both); bl move; sub x0, xzr, x20; lsl x0, x0, #1"),
        ("keepsArgument", "add x19, sp, #48; bl move; mov x7, x19; bl leaf"),
        ("keepsResultPlace", "add x19, sp, #48; bl move; mov x8, x19; bl leaf"),
        ("fineScratch", "add x19, sp, #48; bl move; mov x9, x19; bl leaf"),
      ])
  }

  @Test func wordsOnARM64() throws {
    try check(
      .arm64,
      [
        (
          "keepsSpill",
          "add x0, sp, #48; str x0, [sp, #56]; bl move; ldr x0, [sp, #56]; ldr x1, [x0]"
        ),
        (
          "keepsOther",
          "add x0, sp, #48; str x0, [sp, #56]; bl move; ldr x0, [x29, #56]; ldr x1, [x0]"
        ),
        (
          "keepsPair",
          "add x0, sp, #48; stp x1, x0, [sp, #48]; bl move; ldr x0, [sp, #56]; ldr x1, [x0]"
        ),
        (
          "keepsOfPair",
          "add x0, sp, #48; str x0, [sp, #56]; bl move; ldp x0, x1, [sp, #48]; ldr x2, [x1]"
        ),
        (
          "keepsUnscaled",
          "add x0, sp, #48; stur x0, [x29, #56]; bl move; ldur x0, [sp, #56]; ldr x1, [x0]"
        ),
        ("keepsHalf", "add x0, sp, #48; str x0, [sp, #56]; bl move; ldr w0, [sp, #60]"),
        (
          "keepsThroughRegister",
          """
          add x0, sp, #48; add x8, sp, #1, lsl #12; sub x8, x8, #4095; add x8, x8, #7
          str x0, [x8, #48]; bl move; ldr x0, [sp, #56]; ldr x1, [x0]
          """
        ),
        (
          "keepsThroughUpdate",
          "add x0, sp, #48; mov x8, sp; str x1, [x8, #48]!; str x0, [x8, #8]; bl move; "
            + "ldr x0, [sp, #56]; ldr x1, [x0]"
        ),
        (
          "fineMapped",
          "add x0, sp, #48; str x0, [sp, #40]; bl move; ldr x0, [sp, #40]; ldr x1, [x0]"
        ),
        (
          "fineFirst",
          "add x0, sp, #48; stp x1, x0, [sp, #48]; bl move; ldr x0, [sp, #48]; ldr x1, [x0]"
        ),
        (
          "fineZero",
          "add x0, sp, #48; str x0, [sp, #56]; bl move; str xzr, [sp, #56]; "
            + "ldr x0, [sp, #56]; ldr x1, [x0]"
        ),
        (
          "fineZeros",
          "add x0, sp, #48; str x0, [sp, #56]; bl move; stp xzr, xzr, [sp, #48]; "
            + "ldr x0, [sp, #56]; ldr x1, [x0]"
        ),
        (
          "fineVector",
          "add x0, sp, #48; str x0, [sp, #56]; bl move; str q0, [sp, #48]; "
            + "ldr x0, [sp, #56]; ldr x1, [x0]"
        ),
        (
          "fineVectors",
          "add x0, sp, #48; str x0, [sp, #72]; bl move; stp q0, q1, [sp, #48]; "
            + "ldr x0, [sp, #72]; ldr x1, [x0]"
        ),
      ])
  }
}
