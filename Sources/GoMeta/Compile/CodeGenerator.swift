import LLVM
import MachineCode
import Symbols

/// Generates machine code, and looks at it: what Go's unwinder could not walk is refused here, with
/// the function's name.
struct CodeGenerator {
  let target: Target
  let optimization: Compiler.Optimization
  /// Of calls that are statepoints already, by their ID.
  let callValues: [UInt64: [PCDataValue]]

  func emit(_ module: borrowing Module) throws(CompileError) -> [UInt8] {
    let (special, code, calls) = try settle(module)
    return calls.values.isEmpty ? code.bytes : try emit(module, special, calls, code)
  }

  /// Gives the module's functions the form that their code needs, for a code generator that is not
  /// ours and makes the same code of it.
  func handOver(_ module: borrowing Module) throws(CompileError) {
    let (special, _, _) = try settle(module)
    try apply(special, to: module)
    let calls = try CallMarkers(lowering: module, known: callValues)
    do throws(LLVMError) {
      try calls.addRecords(to: module)
      // Optimisers that come after us find nothing that refers to records.
      try module.keepThroughOptimization(
        module.globalVariables.filter { Self.recordSections.contains($0.section ?? "") })
    } catch { throw .llvm(error) }
  }

  private static let recordSections: Set = [
    PackageRecord.sectionName, FunctionSectionRecord.sectionName, FuncDataRecord.sectionName,
    CallValuesRecord.sectionName,
  ]

  /// Some functions need a form of their own, and which ones is known only when they are machine
  /// code: those are then made again.
  private func settle(
    _ module: borrowing Module
  ) throws(CompileError) -> (Set<String>, Code, CallMarkers) {
    var special: Set<String> = []
    while true {
      let (code, calls) = try generate(module, special, [])
      let before = special.count
      for (function, track) in zip(code.text.functions, code.tracks) where isSpecial(track) {
        special.insert(function.name)
      }
      if special.count == before { return (special, code, calls) }
    }
  }

  /// The same code with the places of its calls beside it.
  private func emit(
    _ module: borrowing Module, _ special: Set<String>, _ calls: CallMarkers, _ code: Code
  ) throws(CompileError) -> [UInt8] {
    let places = try calls.records(in: code.text.object, code.text, tracks: code.tracks)
    let (final, _) = try generate(module, special, places)
    guard final.text.bytes == code.text.bytes else {
      throw .code(
        function: "", what: "LLVM made other code of it the second time; report this to GoMeta")
    }
    // Managed code is described by them at link.
    guard !module.functions.contains(where: isManaged),
      let stackMaps = final.text.object.section(named: StackMapTable.sectionName)
    else {
      return final.bytes
    }
    // They have served; linkers need not keep them.
    do throws(ObjectFileError) { return try final.text.object.excluding(stackMaps) } catch {
      throw .code(function: "", what: "\(error)")
    }
  }

  private func isManaged(_ function: Function) -> Bool {
    target.convention == .registers && function.garbageCollector == ModuleLowering.collector
  }

  private func isSpecial(_ track: StackPointerTrack) -> Bool {
    switch target.architecture {
    // Go's frames are whole words.
    case .x86_64: track.frameSize % 8 != 0
    // A leaf with a frame must keep its return address where Go looks for it, as others do.
    case .arm64: track.calls.isEmpty && track.frameSize > 0
    }
  }

  private func apply(
    _ special: Set<String>, to module: borrowing Module
  ) throws(CompileError) {
    switch target.architecture {
    case .x86_64: try X86FrameSize(functions: special).apply(to: module)
    case .arm64: try ARM64ReturnAddress(framedLeaves: special).apply(to: module)
    }
  }

  /// Machine code with what is known of it.
  private struct Code {
    var bytes: [UInt8]
    var text: CodeText
    /// Function by function.
    var tracks: [StackPointerTrack]
  }

  private func generate(
    _ module: borrowing Module, _ special: Set<String>, _ places: [CallMarkers.Place]
  ) throws(CompileError) -> (Code, CallMarkers) {
    let attempt = module.clone()
    try apply(special, to: attempt)
    let calls = try CallMarkers(lowering: attempt, known: callValues)
    let bytes: [UInt8]
    do throws(LLVMError) {
      try attempt.add(places)
      let machine = try TargetMachine(
        triple: target.triple, features: target.cpuFeatures,
        optimization: level)
      bytes = try machine.emit(attempt)
    } catch { throw .llvm(error) }
    return (try code(bytes), calls)
  }

  /// AArch64's generator of the lowest level stores undefined arguments, which the word at [SP]
  /// must not be written by; the next one up does not.
  private var level: OptimizationLevel {
    let level = OptimizationLevel(rawValue: optimization.rawValue) ?? .standard
    return target.architecture == .arm64 && level == .none ? .less : level
  }

  private func code(_ bytes: [UInt8]) throws(CompileError) -> Code {
    do throws(CodeTextError) {
      let object: ObjectFile
      do throws(ObjectFileError) { object = try ObjectFile(bytes) } catch {
        throw .object("\(error)")
      }
      let text = try CodeText(object)
      var tracks: [StackPointerTrack] = []
      for function in text.functions { tracks.append(try text.track(function)) }
      return Code(bytes: bytes, text: text, tracks: tracks)
    } catch {
      throw .code(function: error.function, what: error.what)
    }
  }
}
