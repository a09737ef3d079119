/// A calling convention by its number in the IR (LLVM's `CallingConv.h`; the numbers never change).
public struct CallingConvention: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  public static let c = CallingConvention(rawValue: 0)
  public static let fast = CallingConvention(rawValue: 8)
  public static let cold = CallingConvention(rawValue: 9)
  public static let ghc = CallingConvention(rawValue: 10)
  public static let anyRegister = CallingConvention(rawValue: 13)
  public static let preserveMost = CallingConvention(rawValue: 14)
  public static let preserveAll = CallingConvention(rawValue: 15)
  public static let swift = CallingConvention(rawValue: 16)
  public static let tail = CallingConvention(rawValue: 18)
  public static let swiftTail = CallingConvention(rawValue: 20)
  public static let preserveNone = CallingConvention(rawValue: 21)
}
