import GoRelease
import LLVM

/// One of the contract's calls that stand for Go's pseudo-instructions, checked:
/// `call void @go.funcdata(i32 2, ptr @sym)` for `FUNCDATA $2, sym(SB)`, and
/// `call void @go.pcdata(i32 3, i32 45)` for `PCDATA $3, $45`.
enum PseudoInstruction {
  /// Data of the whole function that it stands in.
  case funcdata(index: Int32, symbol: GlobalVariable)
  /// A value of the next call, or of the PC where it stands.
  case pcdata(PCDataValue)

  enum Name: String, CaseIterable {
    case funcdata = "go.funcdata"
    case pcdata = "go.pcdata"

    /// What a call looks like.
    var example: String {
      switch self {
      case .funcdata: "call void @go.funcdata(i32 2, ptr @symbol)"
      case .pcdata: "call void @go.pcdata(i32 3, i32 45)"
      }
    }

    /// The largest index. A function record of Go 1.12 and later counts its funcdata in one byte
    /// (runtime/runtime2.go, `_func.nfuncdata`); no release's assembler has as many pcdata tables.
    var lastIndex: Int32 {
      switch self {
      case .funcdata: 254
      case .pcdata: 65535
      }
    }

    /// The indexes whose tables GoMeta makes itself for a release.
    func ownIndexes(_ release: GoRelease) -> [Int] {
      guard let layouts = release.functions else { return [] }
      return switch self {
      case .funcdata:
        [
          layouts.funcdata.argumentPointerMaps, layouts.funcdata.localPointerMaps,
          layouts.funcdata.inlineTree, layouts.funcdata.argumentInfo,
        ].compactMap { $0 }
      case .pcdata:
        [
          layouts.pcdata.unsafePoint, layouts.pcdata.stackMapIndex, layouts.pcdata.inlineTreeIndex,
        ]
      }
    }
  }
}

/// A value for one of a function's pc-value tables.
struct PCDataValue: Hashable, Sendable {
  /// Which table.
  var index: Int32
  var value: Int32
}

/// A call of `go.funcdata` or `go.pcdata` that breaks a rule.
struct PseudoInstructionViolation: Error {
  var call: String
  var rule: String

  init(_ call: some IRValue, _ rule: String) {
    // Without its metadata, whose numbers mean nothing to a reader.
    self.call =
      String(call.description.prefix { $0 != "\n" }.prefix(200))
      .split(separator: ", !", maxSplits: 1).first
      .map { String($0.drop { $0 == " " }) } ?? ""
    self.rule = rule
  }
}

extension PseudoInstruction {
  /// Reads a call of the function of that name.
  init(
    _ name: Name, _ call: CallSite, release: GoRelease
  ) throws(PseudoInstructionViolation) {
    let arguments = call.arguments
    guard arguments.count == 2, call.functionType.result.kind == .void else {
      throw PseudoInstructionViolation(
        call, "takes two arguments and returns nothing, as in \(name.example)")
    }
    let index = try Self.number(arguments[0], "index", call)
    guard index >= 0, index <= name.lastIndex else {
      throw PseudoInstructionViolation(
        call, "index \(index) is out of range: indexes are 0 to \(name.lastIndex)")
    }
    guard !name.ownIndexes(release).contains(Int(index)) else {
      throw PseudoInstructionViolation(
        call,
        "index \(index) is filled by GoMeta itself for Go \(release.name): use another")
    }
    switch name {
    case .funcdata:
      self = .funcdata(index: index, symbol: try Self.symbol(arguments[1], call))
    case .pcdata:
      self = .pcdata(
        PCDataValue(index: index, value: try Self.number(arguments[1], "value", call)))
    }
  }

  /// A constant of at least 32 bits whose value fits in 32.
  private static func number(
    _ argument: Value, _ what: String, _ call: CallSite
  ) throws(PseudoInstructionViolation) -> Int32 {
    guard let width = argument.type.integerWidth, width >= 32 else {
      throw PseudoInstructionViolation(call, "its \(what) is of type \(argument.type), want i32")
    }
    // LLVM prints an integer constant of any width as its type and a signed number.
    guard argument.isConstant, let text = argument.description.split(separator: " ").last,
      text.allSatisfy({ $0.isNumber || $0 == "-" })
    else {
      throw PseudoInstructionViolation(call, "its \(what) is no constant number")
    }
    guard let number = Int32(text) else {
      throw PseudoInstructionViolation(call, "its \(what) \(text) does not fit in an int32")
    }
    return number
  }

  private static func symbol(
    _ argument: Value, _ call: CallSite
  ) throws(PseudoInstructionViolation) -> GlobalVariable {
    guard argument.type.addressSpace != nil else {
      throw PseudoInstructionViolation(
        call, "its second argument is of type \(argument.type), want the address of a global")
    }
    var address = argument
    if let constant = Constant(argument), constant.expressionOpcode == .addressSpaceCast,
      let inner = argument.operand(0)
    {
      address = inner
    }
    guard let symbol = GlobalVariable(address) else {
      throw PseudoInstructionViolation(
        call, "its symbol is no global variable: give the address of one that the module defines")
    }
    guard !symbol.isDeclaration, symbol.linkage != .availableExternally else {
      throw PseudoInstructionViolation(
        call, "@\"\(symbol.name)\" is only declared: define it in the same module")
    }
    guard symbol.threadLocalMode == .notThreadLocal else {
      throw PseudoInstructionViolation(
        call, "@\"\(symbol.name)\" is thread-local, and has no address of its own")
    }
    return symbol
  }
}
