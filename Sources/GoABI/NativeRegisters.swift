import Symbols

/// The registers that C's convention has for scalars, in order, by the names that assembly has for
/// all their 64 bits; and what survives calls, of what Go does not keep itself.
public struct NativeRegisters: Sendable {
  public let integers, floats, integerResultRegisters, floatResultRegisters, surviving: [String]

  public init(_ architecture: Architecture) {
    switch architecture {
    case .x86_64:
      integers = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"]
      floats = (0..<8).map { "xmm\($0)" }
      integerResultRegisters = ["rax", "rdx", "rcx"]
      floatResultRegisters = ["xmm0", "xmm1"]
      surviving = ["rbx", "r12", "r13", "r14", "r15"]
    case .arm64:
      integers = (0..<8).map { "x\($0)" }
      floats = (0..<8).map { "d\($0)" }
      (integerResultRegisters, floatResultRegisters) = (integers, floats)
      surviving = (19...26).map { "x\($0)" } + (8...15).map { "d\($0)" }
    }
  }

  public var integerParameters: Int { integers.count }
  public var floatParameters: Int { floats.count }
  public var integerResults: Int { integerResultRegisters.count }
  public var floatResults: Int { floatResultRegisters.count }

  /// The register of an argument; nil for a place in memory.
  func register(of place: NativeForm.Place) -> String? {
    switch place {
    case .integer(let index): integers[index]
    case .float(let index): floats[index]
    case .memory: nil
    }
  }

  func register(ofResult place: NativeForm.Place) -> String? {
    switch place {
    case .integer(let index): integerResultRegisters[index]
    case .float(let index): floatResultRegisters[index]
    case .memory: nil
    }
  }
}
