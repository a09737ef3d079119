import GoABI
import GoTypes
import LLVM
import TypeDescriptors

extension ModuleLowering {
  /// The code that Go calls: for each Go function that the module defines, a thunk under its Go
  /// name.
  mutating func addThunks(_ module: borrowing Module) throws(CompileError) {
    let exports = Set(
      universe.functions.lazy.filter(\.isExported).map {
        FunctionSymbol.name(package: $0.package.path, function: $0.name)
      })
    for (symbol, body) in bodies.sorted(by: { $0.key < $1.key }) {
      guard let go = body.function else { continue }
      if let check = checkedFunctions[symbol],
        module.function(named: symbol).map(isManaged) == true
      {
        try addManagedThunk(go, body, check, isExport: exports.contains(go.name), module)
        continue
      }
      let thunk = try ThunkAssembly.define(
        go.name,
        .entry(
          go.layout, architecture: target.architecture,
          checksStack: target.release.code.moreStack != nil),
        symbols: [
          .callee: target.convention == .stack ? Naming.arguments(go.name) : symbol,
          .stackNeed: Naming.stackNeed(go.name),
          .moreStack: target.release.code.moreStack ?? "", .goroutineSlot: Naming.goroutineSlot,
        ], in: module, architecture: target.architecture,
        label: go.label ?? (exports.contains(go.name) ? plainName(go.name) : nil))
      // In a plugin, method code is found through tables, and only a package's exports are looked up
      // by name.
      thunk.visibility =
        exports.contains(go.name) || !target.release.hasModules ? .default : .hidden
      try addRecord(
        of: thunk,
        FunctionSectionRecord(
          role: .thunk, name: go.name, file: body.file, startLine: body.startLine,
          argumentSize: UInt32(truncatingIfNeeded: go.layout.argumentSize),
          argumentPointerWords: go.layout.pointerWords.map { UInt32(truncatingIfNeeded: $0) }),
        module)
    }
  }

  /// The code that Go calls to enter managed code.
  private func addManagedThunk(
    _ go: GoFunction, _ body: Body, _ check: CheckedFunction, isExport: Bool,
    _ module: borrowing Module
  ) throws(CompileError) {
    let code = Thunk.managedEntry(
      go.layout, hasContext: go.hasContext, architecture: target.architecture)
    let thunk = try ThunkAssembly.define(
      go.name, code,
      symbols: [
        .callee: check.name, .stackNeed: Naming.stackNeed(go.name),
        .moreStack: target.release.code.moreStack ?? "", .goroutineSlot: Naming.goroutineSlot,
      ], in: module, architecture: target.architecture)
    thunk.visibility = isExport ? .default : .hidden
    try addRecord(
      of: thunk,
      FunctionSectionRecord(
        role: .thunk, name: go.name, file: body.file, startLine: body.startLine, frame: code.frame),
      module)
  }

  /// The name of an exported function or variable, or of `init`, with the package's path as it is,
  /// for releases that look it up so; nil where that is the symbol's own.
  func plainName(_ symbol: String) -> String? {
    let prefix = symbolPrefix(ofPackagePath: contract.package.path)
    guard target.release.code.pluginPathIsPlain, prefix != contract.package.path,
      symbol.hasPrefix(prefix + ".")
    else { return nil }
    return contract.package.path + symbol.dropFirst(prefix.count)
  }

  /// The global that holds the package record.
  static let packageRecord = "go.package"

  /// A record for each function that has code, then the package record.
  func addRecords(_ module: borrowing Module) throws(CompileError) {
    for function in module.functions where !function.isDeclaration {
      guard let body = bodies[function.name] else { continue }
      try llvm { () throws(LLVMError) in
        // The findfunctab reckons with functions at least 16 bytes apart.
        try function.setAlignment(max(16, function.alignment))
      }
      var record = FunctionSectionRecord(
        role: role(function, body), name: body.goName, file: body.file, startLine: body.startLine,
        argumentSize: 0, argumentPointerWords: [])
      if record.role == .managedBody { record.argumentInfo = try argumentInfo(function, body) }
      try addRecord(of: function, record, module)
    }
    guard !contract.package.path.isEmpty else { return }
    let record = PackageRecord(
      target: target, package: contract.package, declarations: contract.declarations,
      imports: contract.imports, references: contract.typeReferences.map(\.type),
      itabs: contract.itabReferences.map(\.pair))
    try addExcluded(
      Self.packageRecord, PackageRecord.sectionName, module.context.bytes(record.encoded), module)
  }

  /// What tracebacks show of a function's arguments, which its check keeps where they look.
  private func argumentInfo(
    _ function: Function, _ body: Body
  ) throws(CompileError) -> [UInt8] {
    guard let go = body.function,
      let check = checkedFunctions[function.name]
    else { return [] }
    do throws(LayoutError) {
      return try ArgumentInfo.bytes(
        receiver: go.receiver, go.signature, universe: universe, form: check.signature.form,
        architecture: target.architecture)
    } catch { throw .signature(function: go.name, .layout(error)) }
  }

  private func role(_ function: Function, _ body: Body) -> FunctionSectionRecord.Role {
    switch (isManaged(function), body.isGenerated) {
    case (false, false): .body
    case (false, true): .generatedBody
    case (true, false): .managedBody
    case (true, true): .generatedManagedBody
    }
  }

  func addRecord(
    of function: Function, _ record: FunctionSectionRecord, _ module: borrowing Module
  ) throws(CompileError) {
    let context = module.context
    let contents = context.structure(
      [function.constant, context.bytes(record.encodedTail)], packed: true)
    try addExcluded(
      "go.func." + function.name, FunctionSectionRecord.sectionName, contents, module)
  }

  /// Data that travels in the object and that every linker drops.
  private func addExcluded(
    _ name: String, _ section: String, _ contents: Constant, _ module: borrowing Module
  ) throws(CompileError) {
    try llvm { () throws(LLVMError) in try module.addExcluded(name, in: section, contents) }
  }
}
