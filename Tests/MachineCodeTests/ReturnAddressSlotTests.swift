import Symbols
import Testing

@testable import MachineCode

/// Where Go's unwinder looks for the return address of an arm64 frame, in code made by the GNU
/// assembler.
@Suite struct ReturnAddressSlotTests {
  private func violation(_ body: String) throws -> ARM64ReturnAddressSlot.Violation? {
    let assembly = try StackPointerAssembly(.arm64, "fn f\n\(body)\nadd sp, sp, #32\nret")
    let range = 0..<assembly.code.count
    let track = try assembly.track("f")
    do throws(ARM64ReturnAddressSlot.Violation) {
      try ARM64ReturnAddressSlot.check(
        assembly.code, function: range, track: track)
      return nil
    } catch { return error }
  }

  @Test(arguments: [
    "sub sp, sp, #32\nstp x29, x30, [sp, #16]\nstr x30, [sp]",
    "sub sp, sp, #32\nstp x29, x30, [sp, #16]\nstr x8, [sp]\nstr x9, [sp, #8]\nstr q0, [sp, #16]",
    "str x30, [sp, #-32]!\nstp x29, x30, [sp, #16]",
    "sub sp, sp, #32\nstur x30, [sp, #0]\nstrb w0, [sp, #8]\nldr x0, [sp]\nldp x0, x1, [sp]",
  ])
  func codeThatKeepsTheReturnAddressPasses(body: String) throws {
    #expect(try violation(body) == nil)
  }

  @Test(arguments: [
    "sub sp, sp, #32\nstp x29, x30, [sp, #16]", "sub sp, sp, #32\nnop",
  ])
  func aFrameWithoutItIsNamed(body: String) throws {
    #expect(try violation(body) == .missing)
  }

  @Test(arguments: [
    "str x1, [sp]", "str w1, [sp]", "strb w1, [sp]", "str d0, [sp]", "str q0, [sp]",
    "str s0, [sp]", "stp x1, x2, [sp]", "stp w1, w2, [sp]", "stp q1, q2, [sp]", "stp d1, d2, [sp]",
    "stur x1, [sp, #-4]", "stur q1, [sp, #-8]", "stp x1, x2, [sp, #-8]", "sturh w1, [sp, #-1]",
    "mov x8, sp\nstr x7, [x8]",
  ])
  func aSecondStoreIsNamedWithItsPlace(store: String) throws {
    let body = "sub sp, sp, #32\nstr x30, [sp]\n\(store)"
    #expect(try violation(body) == .overwritten(offset: 8))
  }

  @Test func aFunctionWithoutAFrameNeedsNone() throws {
    let assembly = try StackPointerAssembly(.arm64, "fn f\nadd x0, x0, #1\nret")
    let track = try assembly.track("f")
    try ARM64ReturnAddressSlot.check(
      assembly.code, function: 0..<assembly.code.count, track: track)
  }
}
