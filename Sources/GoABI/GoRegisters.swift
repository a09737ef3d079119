import Symbols

/// The registers that Go hands out for parameters and for results, in order, by the names that
/// assembly has for all their 64 bits (cmd/compile/abi-internal.md, "architecture specifics").
public struct GoRegisters: Sendable {
  public let integers, floats: [String]

  public init(_ architecture: Architecture) {
    switch architecture {
    case .x86_64:
      integers = ["rax", "rbx", "rcx", "rdi", "rsi", "r8", "r9", "r10", "r11"]
      floats = (0..<15).map { "xmm\($0)" }
    case .arm64:
      integers = (0..<16).map { "x\($0)" }
      floats = (0..<16).map { "d\($0)" }
    }
  }
}
