import LLVM
import TypeDescriptors

/// What makes inlined functions visible in Go's tracebacks: names that debug information keeps, and
/// an instruction at the place of every call that was inlined.
extension ModuleLowering {
  /// The name in tracebacks of a function that Go does not know. Tracebacks leave out names without
  /// a dot (runtime/traceback.go, `showfuncinfo`).
  func tracebackName(_ symbol: String) -> String {
    guard target.release.functions != nil, !contract.package.path.isEmpty, !symbol.contains(".")
    else { return symbol }
    return FunctionSymbol.name(package: contract.package.path, function: symbol)
  }

  /// Gives debug information the names of tracebacks, before the first function is inlined: what is
  /// left of one then is its debug information.
  mutating func nameSubprograms(_ module: borrowing Module) {
    guard target.release.functions != nil else { return }
    var named: Set<Subprogram> = []
    for function in module.functions where !function.isDeclaration {
      guard let body = bodies[function.name], let subprogram = function.subprogram else { continue }
      subprogram.rename(body.goName)
      if body.isGenerated { wrapperSubprograms.insert(subprogram) }
      named.insert(subprogram)
    }
    // What the front end inlined itself.
    for function in module.functions where !function.isDeclaration {
      for call in inlinedCalls(of: function) {
        guard named.insert(call.function).inserted else { continue }
        call.function.rename(tracebackName(call.function.linkageName ?? call.function.name))
      }
    }
  }

  /// A call that was inlined.
  private struct InlinedCall: Hashable {
    var place: DebugLocation
    var function: Subprogram
  }

  /// What Go's runtime sees of a call's place: calls of one line of one caller share an instruction.
  private struct MarkedPlace: Hashable {
    var line: UInt32
    var file: DebugFile?
    var caller: Subprogram?
    var callerPlace: DebugLocation?

    init(_ place: DebugLocation) {
      (line, file) = (place.line, place.file)
      (caller, callerPlace) = (place.subprogram, place.inlinedAt)
    }
  }

  /// The calls that some instruction of a function comes from, inner ones before those around them.
  private func inlinedCalls(of function: Function) -> [InlinedCall] {
    var seen: Set<DebugLocation> = []
    var calls: [InlinedCall] = []
    for instruction in function.instructions {
      var location = instruction.debugLocation
      while let current = location, let place = current.inlinedAt, seen.insert(place).inserted {
        if let function = current.subprogram {
          calls.append(InlinedCall(place: place, function: function))
        }
        location = place
      }
    }
    return calls
  }

  /// Gives every inlined call an instruction at its place, as Go's runtime shows the caller's place
  /// by one (parentPc in runtime/symtabinl.go), and writes down what functions were inlined.
  ///
  /// Go's compiler leaves a NOP there if need be. Here the NOPs stand in a block that nothing ever
  /// jumps to, so that they cost no time: an empty piece of inline assembly at the function's start
  /// claims that it might.
  func addInlineMarks(_ module: borrowing Module) throws(CompileError) {
    guard target.release.functions != nil else { return }
    var inlined: Set<Subprogram> = []
    var records: [UInt8] = []
    for function in module.functions where !function.isDeclaration && function.subprogram != nil {
      let calls = inlinedCalls(of: function)
      if calls.isEmpty { continue }
      mark(calls.map(\.place), in: function, module)
      for call in calls where inlined.insert(call.function).inserted {
        records +=
          InlinedFunctionRecord(
            name: call.function.linkageName ?? call.function.name, startLine: call.function.line,
            isWrapper: wrapperSubprograms.contains(call.function)
          ).encoded
      }
    }
    if records.isEmpty { return }
    try llvm { () throws(LLVMError) in
      try module.addExcluded(
        "go.inlined", in: InlinedFunctionRecord.sectionName, module.context.bytes(records))
    }
  }

  private func mark(
    _ places: [DebugLocation], in function: Function, _ module: borrowing Module
  ) {
    guard let start = function.entry, let subprogram = function.subprogram else { return }
    let type = module.context.function([], returning: module.context.void)
    let builder = Builder(in: module)

    let marks = function.appendBlock("go.inlined")
    builder.position(atEndOf: marks)
    let nop = InlineAssembly(type, "nop", constraints: "", hasSideEffects: true)
    var marked: Set<MarkedPlace> = []
    for place in places where marked.insert(MarkedPlace(place)).inserted {
      builder.debugLocation = place
      builder.call(nop)
    }
    builder.unreachable()

    // Locals have their places in the frame from the entry block alone.
    let entry = start.insertBlockBefore("go.entry")
    builder.debugLocation = nil
    builder.position(atEndOf: entry)
    for local in start.instructions where local.opcode == .alloca {
      let (location, name) = (local.debugLocation, local.name)
      local.remove()
      builder.insert(local, name: name)
      local.debugLocation = location
    }
    builder.debugLocation = DebugLocation(line: subprogram.line, in: subprogram)
    builder.branch(
      through: InlineAssembly(type, "", constraints: "!i", hasSideEffects: true), to: start,
      or: [marks])
  }
}
