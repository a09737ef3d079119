import GoABI
import GoTypes
import LLVM

/// What takes the place of Go's `defer` and `recover`: a call of a func value with another one that
/// is called in any case, and what that one recovers.
extension ModuleLowering {
  func deferExit(
    _ function: Function, _ callee: Exit.Callee, _ context: ContextHandle
  ) throws(CompileError) -> Exit {
    let pointer = context.pointer(addressSpace: 1)
    let matches: Bool
    let wanted: String
    if case .protect = callee {
      matches =
        function.functionType == context.function([pointer, pointer], returning: context.i8)
      wanted =
        "i8 (ptr addrspace(1), ptr addrspace(1)), of a func value to call and one to call behind it"
    } else {
      let type = function.functionType
      matches = type.parameters.isEmpty && type.result.scalarTypes == [pointer, pointer]
      wanted = "{ ptr addrspace(1), ptr addrspace(1) } (), an interface value"
    }
    guard matches else { throw .mismatch(symbol: function.name, what: "want " + wanted) }
    return try Exit(callee, target)
  }

  /// The one thunk of a plugin.
  func addDefer(
    _ name: String, _ callee: Exit.Callee, _ module: borrowing Module
  ) throws(CompileError) {
    let thunk: Thunk
    let role: FunctionSectionRecord.Role
    if case .protect = callee {
      thunk = ProtectThunk(architecture: target.architecture).thunk
      role = .protect
    } else {
      thunk =
        RecoverThunk(
          architecture: target.architecture,
          takesArguments: target.release.code.recoverTakesArguments
        ).thunk
      role = .exit
    }
    let function = try ThunkAssembly.define(
      name, thunk, symbols: [.goroutineSlot: Naming.goroutineSlot], in: module,
      architecture: target.architecture)
    function.visibility = .hidden
    try addRecord(
      of: function,
      FunctionSectionRecord(
        role: role, name: Naming.exitInTables(Naming.goName(name)),
        file: FunctionPlaces.generated, startLine: 1, frame: thunk.frame), module)
  }
}

extension Exit {
  /// By their names in modules.
  static var defers: [String: Callee] { ["go.protect": .protect, "go.recover": .recover] }

  init(_ callee: Callee, _ target: Target) throws(CompileError) {
    do throws(CallLayoutError) {
      self.init(
        layout: try CallLayout(
          Signature(), universe: target.release.universe, architecture: target.architecture,
          convention: target.convention), callee: callee)
    } catch { throw .signature(function: "go.protect", error) }
  }
}
