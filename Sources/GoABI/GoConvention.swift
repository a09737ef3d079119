/// How Go code passes parameters and results.
public enum GoConvention: Sendable, Hashable {
  /// In registers (ABIInternal, Go 1.17 and later).
  case registers
  /// In memory of the caller's frame (all functions before Go 1.17; ABI0 since then).
  case stack
}
