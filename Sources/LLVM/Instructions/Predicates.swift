internal import CLLVM

/// How `icmp` compares two integers or pointers.
public enum IntegerPredicate: Hashable, Sendable, CaseIterable {
  case equal, notEqual
  case unsignedGreater, unsignedGreaterOrEqual, unsignedLess, unsignedLessOrEqual
  case signedGreater, signedGreaterOrEqual, signedLess, signedLessOrEqual

  init?(_ predicate: LLVMIntPredicate) {
    guard let found = Self.allCases.first(where: { $0.raw == predicate }) else { return nil }
    self = found
  }

  var raw: LLVMIntPredicate {
    switch self {
    case .equal: LLVMIntEQ
    case .notEqual: LLVMIntNE
    case .unsignedGreater: LLVMIntUGT
    case .unsignedGreaterOrEqual: LLVMIntUGE
    case .unsignedLess: LLVMIntULT
    case .unsignedLessOrEqual: LLVMIntULE
    case .signedGreater: LLVMIntSGT
    case .signedGreaterOrEqual: LLVMIntSGE
    case .signedLess: LLVMIntSLT
    case .signedLessOrEqual: LLVMIntSLE
    }
  }
}

/// How `fcmp` compares two floating-point numbers. Ordered comparisons are false if either is a
/// NaN, unordered ones true.
public enum FloatPredicate: Hashable, Sendable, CaseIterable {
  case alwaysFalse, alwaysTrue
  case orderedEqual, orderedGreater, orderedGreaterOrEqual, orderedLess, orderedLessOrEqual
  case orderedNotEqual, ordered
  case unordered, unorderedEqual, unorderedGreater, unorderedGreaterOrEqual, unorderedLess
  case unorderedLessOrEqual, unorderedNotEqual

  init?(_ predicate: LLVMRealPredicate) {
    guard let found = Self.allCases.first(where: { $0.raw == predicate }) else { return nil }
    self = found
  }

  var raw: LLVMRealPredicate {
    switch self {
    case .alwaysFalse: LLVMRealPredicateFalse
    case .alwaysTrue: LLVMRealPredicateTrue
    case .orderedEqual: LLVMRealOEQ
    case .orderedGreater: LLVMRealOGT
    case .orderedGreaterOrEqual: LLVMRealOGE
    case .orderedLess: LLVMRealOLT
    case .orderedLessOrEqual: LLVMRealOLE
    case .orderedNotEqual: LLVMRealONE
    case .ordered: LLVMRealORD
    case .unordered: LLVMRealUNO
    case .unorderedEqual: LLVMRealUEQ
    case .unorderedGreater: LLVMRealUGT
    case .unorderedGreaterOrEqual: LLVMRealUGE
    case .unorderedLess: LLVMRealULT
    case .unorderedLessOrEqual: LLVMRealULE
    case .unorderedNotEqual: LLVMRealUNE
    }
  }
}
