internal import CLLVM

/// What an instruction or constant expression does. The raw values are those of the C API
/// (`LLVMOpcode` in llvm-c/Core.h), which do not change between releases.
public enum Opcode: UInt32, Hashable, Sendable, CaseIterable {
  case ret = 1
  case branch = 2
  case `switch` = 3
  case indirectBranch = 4
  case invoke = 5
  case unreachable = 7
  case callBranch = 67

  case fneg = 66
  case add = 8
  case fadd = 9
  case sub = 10
  case fsub = 11
  case mul = 12
  case fmul = 13
  case udiv = 14
  case sdiv = 15
  case fdiv = 16
  case urem = 17
  case srem = 18
  case frem = 19
  case shl = 20
  case lshr = 21
  case ashr = 22
  case and = 23
  case or = 24
  case xor = 25

  case alloca = 26
  case load = 27
  case store = 28
  case getElementPointer = 29

  case trunc = 30
  case zext = 31
  case sext = 32
  case fpToUI = 33
  case fpToSI = 34
  case uiToFP = 35
  case siToFP = 36
  case fpTrunc = 37
  case fpExt = 38
  case ptrToInt = 39
  case intToPtr = 40
  case bitCast = 41
  case addressSpaceCast = 60
  /// LLVM 22.
  case ptrToAddress = 69

  case icmp = 42
  case fcmp = 43
  case phi = 44
  case call = 45
  case select = 46
  case userOp1 = 47
  case userOp2 = 48
  case vaArgument = 49
  case extractElement = 50
  case insertElement = 51
  case shuffleVector = 52
  case extractValue = 53
  case insertValue = 54
  case freeze = 68

  case fence = 55
  case compareExchange = 56
  case atomicRMW = 57

  case resume = 58
  case landingPad = 59
  case cleanupReturn = 61
  case catchReturn = 62
  case catchPad = 63
  case cleanupPad = 64
  case catchSwitch = 65

  /// One that this library does not know.
  case unknown = 0

  init(_ opcode: LLVMOpcode) { self = Opcode(rawValue: UInt32(opcode.rawValue)) ?? .unknown }

  var raw: LLVMOpcode { LLVMOpcode(rawValue: rawValue) }

  /// Whether it ends a block.
  public var isTerminator: Bool {
    switch self {
    case .ret, .branch, .switch, .indirectBranch, .invoke, .unreachable, .callBranch, .resume,
      .cleanupReturn, .catchReturn, .catchSwitch:
      true
    default: false
    }
  }

  /// Whether it calls something.
  public var isCall: Bool { self == .call || self == .invoke || self == .callBranch }

  /// Whether it must stand at the start of a block that unwinding comes to.
  public var isPad: Bool {
    switch self {
    case .landingPad, .catchPad, .cleanupPad, .catchSwitch: true
    default: false
    }
  }

  /// Whether it makes one value of another type from one value.
  public var isCast: Bool {
    switch self {
    case .trunc, .zext, .sext, .fpToUI, .fpToSI, .uiToFP, .siToFP, .fpTrunc, .fpExt, .ptrToInt,
      .intToPtr, .bitCast, .addressSpaceCast, .ptrToAddress:
      true
    default: false
    }
  }
}
