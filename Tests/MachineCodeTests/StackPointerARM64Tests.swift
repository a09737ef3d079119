import Symbols
import Testing

@testable import MachineCode

/// What single AArch64 instructions do, and which shapes are refused.
@Suite struct StackPointerARM64Tests {
  @Test(arguments: [
    ("sub sp, sp, #48", 48), ("sub sp, sp, #1, lsl #12", 4096), ("add sp, sp, #1, lsl #12", -4096),
    ("add sp, sp, #16", -16), ("stp x29, x30, [sp, #-64]!", 64), ("ldp x29, x30, [sp], #64", -64),
    ("stp d8, d9, [sp, #-16]!", 16), ("stp q8, q9, [sp, #-64]!", 64),
    ("ldp q8, q9, [sp], #64", -64),
    ("stp s8, s9, [sp, #-8]!", 8), ("stp w0, w1, [sp, #-8]!", 8), ("ldpsw x0, x1, [sp], #8", -8),
    ("str x0, [sp, #-16]!", 16), ("ldr x0, [sp], #16", -16), ("str d8, [sp, #-16]!", 16),
    ("str q8, [sp, #-16]!", 16), ("ldr q8, [sp], #32", -32), ("strb w0, [sp, #-1]!", 1),
    ("ldrsw x0, [sp], #4", -4), ("stg sp, [sp, #-32]!", 32), ("stzg x0, [sp], #48", -48),
    ("stgp x0, x1, [sp, #-32]!", 32), ("str x0, [sp], #-16", 16), ("mov x0, sp", 0),
    ("stp x0, x1, [sp, #16]", 0), ("cmp sp, #16", 0), ("str x0, [x1, #-16]!", 0), ("paciasp", 0),
    ("autiasp", 0), ("str x0, [sp, x1]", 0), ("ands xzr, x0, #16", 0), ("subs xzr, x0, #16", 0),
  ])
  func theDeltaChangesByWhatTheInstructionMoves(instruction: String, change: Int) throws {
    let assembly = try StackPointerAssembly(
      .arm64, "fn f\nsub sp, sp, #2, lsl #12\n\(instruction)\nnop\nbrk #1")
    let deltas = try assembly.track("f").deltas
    #expect(deltas.last?.delta == 0x2000 + change)
    #expect(deltas.count == (change == 0 ? 2 : 3))
  }

  @Test(arguments: [
    "sub sp, sp, x0", "add sp, sp, w1, uxtw #2", "and sp, x0, #-32", "mov sp, x0", "mov sp, x29",
    "addvl sp, sp, #-1", "addpl sp, sp, #1", "ld1 {v0.16b}, [sp], #16", "st1 {v0.16b}, [sp], x0",
    "irg sp, sp", "addg sp, sp, #16, #0", "sub wsp, wsp, #16", "eret", "ldraa x0, [sp, #8]!",
  ])
  func anUnknownStackPointerIsRefused(instruction: String) throws {
    let assembly = try StackPointerAssembly(
      .arm64, "fn f\nsub sp, sp, #32\n\(instruction)\nbrk #1")
    guard case .stackPointerWrite(offset: 4, _) = try assembly.failure("f") else {
      Issue.record("\(instruction): \(String(describing: try assembly.failure("f")))")
      return
    }
  }

  @Test func theFramePointerLeadsBackToTheStackPointer() throws {
    let assembly = try StackPointerAssembly(
      .arm64,
      """
      fn a
      stp x29, x30, [sp, #-32]!
      mov x29, sp
      sub sp, sp, #64
      mov sp, x29
      ldp x29, x30, [sp], #32
      ret
      fn b
      sub sp, sp, #96
      stp x29, x30, [sp, #80]
      add x29, sp, #80
      sub sp, sp, #64
      sub sp, x29, #80
      add sp, x29, #16
      ret
      fn c
      mov x29, sp
      bl take
      ldr x29, [x0]
      mov sp, x29
      ret
      """)
    #expect(try assembly.track("a").deltas.map(\.delta) == [0, 32, 96, 32, 0])
    #expect(try assembly.track("b").deltas.map(\.delta) == [0, 96, 160, 96, 0])
    guard case .stackPointerWrite(offset: 12, _) = try assembly.failure("c") else {
      Issue.record("c is not refused")
      return
    }
  }

  @Test(arguments: [
    ("stp x29, x30, [sp, #-32]!", 32), ("sub sp, sp, #64\nstp x29, x30, [sp, #48]", 16),
    ("sub sp, sp, #64\nstp x28, x29, [sp, #32]", 24), ("sub sp, sp, #64\nstr x29, [sp, #8]", 56),
    ("str x29, [sp, #-16]!", 16), ("stur x29, [sp, #-8]", 8), ("sub sp, sp, #16", nil),
    ("mov x29, x0\nstr x29, [sp, #-16]!", nil), ("str w29, [sp, #-16]!", nil),
    ("stp d29, d30, [sp, #-16]!", nil), ("str x29, [x0]", nil),
    ("stp x29, x30, [sp, #-32]!\nldp x29, x30, [sp], #32\nstp x29, x30, [sp, #-32]!", 32),
  ])
  func theFramePointerSaveIsItsDistanceBelowTheEntryStackPointer(
    instructions: String, distance: Int?
  ) throws {
    let assembly = try StackPointerAssembly(.arm64, "fn f\n\(instructions)\nbrk #1")
    #expect(try assembly.track("f").framePointerSave == distance)
  }

  @Test func callsAreRecordedWithTheirTargetsAndDeltas() throws {
    let assembly = try StackPointerAssembly(
      .arm64,
      """
      fn f
      str x30, [sp, #-16]!
      bl take
      blr x1
      blraaz x1
      ldr x30, [sp], #16
      cbz x0, take
      b.eq take
      b take
      fn g
      br x1
      """)
    typealias Call = StackPointerTrack.Call
    #expect(
      try assembly.track("f").calls == [
        Call(offset: 4, returnOffset: 8, target: .relocated(4), isTailCall: false, delta: 16),
        Call(offset: 8, returnOffset: 12, target: .indirect, isTailCall: false, delta: 16),
        Call(offset: 12, returnOffset: 16, target: .indirect, isTailCall: false, delta: 16),
        Call(offset: 20, returnOffset: 24, target: .relocated(20), isTailCall: true, delta: 0),
        Call(offset: 24, returnOffset: 28, target: .relocated(24), isTailCall: true, delta: 0),
        Call(offset: 28, returnOffset: 32, target: .relocated(28), isTailCall: true, delta: 0),
      ])
    #expect(
      try assembly.track("g").calls == [
        Call(offset: 0, returnOffset: 4, target: .indirect, isTailCall: true, delta: 0)
      ])
  }

  @Test func everyFormOfBranchIsFollowed() throws {
    for branch in ["b", "b.eq", "cbz x0,", "cbnz w0,", "tbz x0, #40,", "tbnz w0, #3,"] {
      let assembly = try StackPointerAssembly(
        .arm64, "fn f\n\(branch) 1f\nudf #0\n1: sub sp, sp, #16\nnop\nudf #1")
      #expect(try assembly.track("f").deltas.last?.delta == 16, "\(branch)")
    }
  }

  @Test func compareAndBranchIsFollowedAsLLVMEncodesIt() throws {
    // cbgt x0, x1, +12; cbeq w0, #7, +8 (FEAT_CMPBR), which older assemblers do not know.
    let code: [UInt32] = [0xF401_0060, 0x75C3_8040, 0xD65F_03C0, 0xD100_43FF, 0x0000_0000]
    let bytes = code.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
    let track = try StackPointerTracker.track(
      architecture: .arm64, code: bytes.span.bytes, function: 0..<20, relocatedOffsets: [])
    #expect(track.deltas.last == .init(offset: 16, delta: 16))
  }

  @Test func eachRefusedShapeHasItsOwnError() throws {
    let assembly = try StackPointerAssembly(
      .arm64,
      """
      fn different
      1: sub sp, sp, #16
      b 1b
      fn past
      nop
      fn register
      sub sp, sp, #16
      br x0
      fn leafTable
      br x0
      mov x0, x1
      ret
      fn returns
      sub sp, sp, #16
      ret
      fn tail
      sub sp, sp, #16
      b take
      fn above
      add sp, sp, #16
      ret
      fn saves
      str x29, [sp, #-16]!
      str x29, [sp, #-16]!
      ret
      fn reserved
      .inst 0x00010000
      """)
    #expect(
      try assembly.failure("different")
        == .differentDeltas(
          offset: 0, bytes: [0xFF, 0x43, 0x00, 0xD1], first: 0, second: 16, source: 4))
    #expect(
      try assembly.failure("past") == .flowPastEnd(offset: 0, bytes: [0x1F, 0x20, 0x03, 0xD5]))
    let branch: [UInt8] = [0x00, 0x00, 0x1F, 0xD6]
    #expect(try assembly.failure("register") == .indirectJump(offset: 4, bytes: branch))
    #expect(try assembly.failure("leafTable") == .indirectJump(offset: 0, bytes: branch))
    #expect(
      try assembly.failure("returns")
        == .unbalancedReturn(offset: 4, bytes: [0xC0, 0x03, 0x5F, 0xD6], delta: 16))
    #expect(
      try assembly.failure("tail")
        == .unbalancedTailCall(offset: 4, bytes: [0x00, 0x00, 0x00, 0x14], delta: 16))
    #expect(
      try assembly.failure("above")
        == .aboveEntry(offset: 0, bytes: [0xFF, 0x43, 0x00, 0x91], delta: -16))
    #expect(
      try assembly.failure("saves")
        == .differentFramePointerSaves(
          offset: 4, bytes: [0xFD, 0x0F, 0x1F, 0xF8], first: 16, second: 32))
    #expect(
      try assembly.failure("reserved") == .undecodable(offset: 0, bytes: [0x00, 0x00, 0x01, 0x00]))
  }

  @Test func aFunctionBetweenInstructionsIsRefused() {
    let code: [UInt8] = Array(repeating: 0, count: 8)
    #expect(throws: StackPointerError.misalignedFunction(function: 2..<6)) {
      try StackPointerTracker.track(
        architecture: .arm64, code: code.span.bytes, function: 2..<6, relocatedOffsets: [])
    }
  }
}
