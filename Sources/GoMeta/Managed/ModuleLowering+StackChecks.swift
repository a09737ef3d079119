import GoABI
import LLVM

extension ModuleLowering {
  /// The checks of the stack before functions that managed code calls.
  func addStackChecks(_ module: borrowing Module) throws(CompileError) {
    for checked in checkedFunctions.values.sorted(by: { $0.name < $1.name }) {
      guard module.function(named: checked.body) != nil, let facts = bodies[checked.body] else {
        continue
      }
      let thunk = Thunk.stackCheck(
        checked.signature.form, checked.signature.shownKinds, architecture: target.architecture)
      let function = try ThunkAssembly.define(
        checked.name, thunk,
        symbols: [
          .callee: checked.body, .stackNeed: Naming.stackNeed(checked.name),
          .moreStack: target.release.code.moreStack ?? "", .goroutineSlot: Naming.goroutineSlot,
        ], in: module, architecture: target.architecture)
      function.visibility = .hidden
      try addRecord(
        of: function,
        FunctionSectionRecord(
          role: .stackCheck, name: facts.goName, file: facts.file, startLine: facts.startLine,
          frame: thunk.frame), module)
    }
  }

  /// The ways out of managed code that this object itself can make.
  func addExits(_ module: borrowing Module) throws(CompileError) {
    for (name, exit) in exits.sorted(by: { $0.key < $1.key }) {
      guard module.function(named: name)?.hasUses == true else { continue }
      switch exit.callee {
      case .linked, .protect, .recover: continue
      case .closure, .method, .systemStack: break
      }
      try addExit(name, exit, module)
    }
  }

  func addExit(
    _ name: String, _ exit: Exit, symbol: String = "", _ module: borrowing Module
  ) throws(CompileError) {
    var hasContext = false
    var symbols: [Thunk.Operand: String] = [.goroutineSlot: Naming.goroutineSlot]
    let callee: ExitCallee
    switch exit.callee {
    case .linked:
      callee = .function
      symbols[.callee] = symbol
    case .closure:
      callee = .closure
      hasContext = true
    case .method(let offset):
      callee = .method(itabOffset: offset)
      hasContext = true
    case .systemStack(let function, let signature):
      return try addSystemStackCall(name, of: function, signature, module)
    case .protect, .recover:
      return try addDefer(name, exit.callee, module)
    }
    let form = NativeForm(
      exit.layout, hasContext: hasContext, architecture: target.architecture)
    let thunk = Thunk.exit(
      layout: exit.layout, form: form, callee: callee, architecture: target.architecture)
    let isLarge = exit.layout.argumentSize > Self.largestUncheckedCall
    let code = isLarge ? Naming.exit(name) : name
    let function = try ThunkAssembly.define(
      code, thunk, symbols: symbols, in: module, architecture: target.architecture)
    if case .linked = exit.callee {
      function.visibility = .hidden
    } else {
      function.linkage = .internal
    }
    try addExitRecord(of: function, Naming.exitInTables(Naming.goName(name)), thunk, module)
    guard isLarge else { return }
    let check = try addStackCheck(name, before: code, form, exit.layout, module)
    if case .linked = exit.callee {
      check.visibility = .hidden
    } else {
      check.linkage = .internal
    }
  }

  /// Bytes of arguments and results for which there is always room below managed code.
  private static let largestUncheckedCall = 512

  private func addStackCheck(
    _ name: String, before code: String, _ form: NativeForm, _ layout: CallLayout,
    _ module: borrowing Module
  ) throws(CompileError) -> Function {
    let thunk = Thunk.stackCheck(
      form, layout.parameters.map(\.kind), keepsShown: false, architecture: target.architecture)
    let function = try ThunkAssembly.define(
      name, thunk,
      symbols: [
        .callee: code, .stackNeed: Naming.stackNeed(name),
        .moreStack: target.release.code.moreStack ?? "", .goroutineSlot: Naming.goroutineSlot,
      ], in: module, architecture: target.architecture)
    try addRecord(
      of: function,
      FunctionSectionRecord(
        role: .stackCheck, name: Naming.exitInTables(Naming.goName(name)),
        file: FunctionPlaces.generated, startLine: 1,
        frame: thunk.frame), module)
    return function
  }

  private func addExitRecord(
    of function: Function, _ name: String, _ thunk: Thunk, _ module: borrowing Module
  ) throws(CompileError) {
    try addRecord(
      of: function,
      FunctionSectionRecord(
        role: .exit, name: name, file: FunctionPlaces.generated,
        startLine: 1,
        frame: thunk.frame), module)
  }

  /// The way to a C function on the thread's stack, in two pieces.
  private func addSystemStackCall(
    _ name: String, of callee: String, _ signature: NativeSignature, _ module: borrowing Module
  ) throws(CompileError) {
    let trampoline = Naming.trampoline(callee)
    guard
      let thunks = Thunk.systemStack(
        parameters: signature.kinds, results: signature.resultKinds, trampoline: trampoline,
        architecture: target.architecture)
    else { return }
    let pieces = [
      (trampoline, Naming.trampolineInTables(callee), thunks.inner),
      (name, Naming.exitInTables(callee), thunks.outer),
    ]
    for (symbol, shownName, thunk) in pieces {
      let function = try ThunkAssembly.define(
        symbol, thunk, symbols: [.goroutineSlot: Naming.goroutineSlot, .callee: callee],
        in: module, architecture: target.architecture)
      function.linkage = .internal
      try addExitRecord(of: function, shownName, thunk, module)
    }
  }
}

extension FunctionSectionRecord {
  init(role: Role, name: String, file: String, startLine: UInt32, frame: ThunkFrame) {
    func words(_ words: [Int]) -> [UInt32] { words.map { UInt32(truncatingIfNeeded: $0) } }
    self.init(
      role: role, name: name, file: file, startLine: startLine,
      argumentSize: UInt32(truncatingIfNeeded: frame.argumentSize),
      argumentPointerWords: words(frame.growingArguments))
    growingLocals = words(frame.growingLocals)
    callingArguments = words(frame.callingArguments)
    callingLocals = words(frame.callingLocals)
  }
}
