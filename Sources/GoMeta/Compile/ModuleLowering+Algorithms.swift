import GoABI
import LLVM
import Symbols
import TypeDescriptors

/// Functions that hash and compare values.
///
/// A function that calls Go must not keep addresses in a frame that Go cannot read: the stack may
/// move meanwhile. So what calls Go is a thunk, which takes its addresses anew from its arguments;
/// LLVM compiles what compares memory, floats and strings, which calls nothing.
extension ModuleLowering {
  /// The parts that LLVM compiles, before attributes are set and code is optimised.
  mutating func addAlgorithmParts(
    _ functions: [AlgorithmFunction], _ module: borrowing Module
  ) throws(CompileError) {
    let text = functions.map(\.text).joined()
    guard !text.isEmpty else { return }
    try llvm { () throws(LLVMError) in
      try module.link(text: text, name: FunctionPlaces.generated)
    }
    for function in module.functions
    where !function.isDeclaration && bodies[function.name] == nil
      && functions.contains(where: { function.name.hasPrefix($0.name + ".") })
    {
      function.visibility = .hidden
      bodies[function.name] = Body(
        goName: function.name, function: nil, startLine: 1, file: FunctionPlaces.generated,
        isGenerated: true)
    }
  }

  /// The functions themselves, once nothing is optimised any more. They are hidden, or with
  /// `isExported` seen by other objects, which may define the same; so are those that bear names of
  /// the runtime's.
  func addAlgorithms(
    _ functions: [AlgorithmFunction], isExported: Bool = false, _ module: borrowing Module
  ) throws(CompileError) {
    if functions.contains(where: \.panics) { addMessage(module) }
    for function in functions {
      let thunk = try ThunkAssembly.define(
        function.name, function.thunk(target),
        symbols: [
          .stackNeed: Naming.stackNeed(function.name),
          .moreStack: target.release.code.moreStack ?? "", .goroutineSlot: Naming.goroutineSlot,
        ], in: module, architecture: target.architecture)
      let isShared = isExported || function.isRuntimes
      thunk.visibility = isShared ? .default : .hidden
      if isShared { thunk.linkage = .weakODR }
      let arguments = function.arguments(target)
      try addRecord(
        of: thunk,
        FunctionSectionRecord(
          role: .thunk, name: function.name, file: FunctionPlaces.generated, startLine: 1,
          argumentSize: UInt32(arguments.size),
          argumentPointerWords: arguments.pointerWords.map { UInt32($0) }), module)
    }
  }

  /// What the runtime's panic says, where thunks find it.
  private func addMessage(_ module: borrowing Module) {
    let name = "\"\(Naming.unhashable)\""
    module.appendInlineAssembly(
      ".section .rodata\n.globl \(name)\n.hidden \(name)\n\(name):\n"
        + ".ascii \"\(RuntimeHash.message)\"\n.text\n")
  }
}

extension AlgorithmFunction {
  fileprivate var panics: Bool {
    switch work {
    case .runtimeHash(.interface), .runtimeHash(.emptyInterface), .runtimeHash(.type): true
    case .runtimeHash, .steps: false
    }
  }

  fileprivate func thunk(_ target: Target) -> Thunk {
    switch work {
    case .steps(let operation, let steps):
      .algorithm(
        operation, steps, convention: target.algorithmConvention,
        architecture: target.architecture)
    case .runtimeHash(let function):
      .runtimeHash(
        function, descriptors: RuntimeHash.Descriptors(target.release),
        random: target.release.code.random, message: Naming.unhashable,
        architecture: target.architecture)
    }
  }

  /// Of its arguments on the caller's stack, or of the room for them there.
  fileprivate func arguments(_ target: Target) -> (size: Int, pointerWords: [Int]) {
    switch work {
    case .steps(let operation, _):
      let convention = target.algorithmConvention
      return (convention.argumentSize(operation), convention.pointerWords(operation))
    case .runtimeHash(let function): return (8 * function.argumentCount, function.pointerWords)
    }
  }
}

extension Target {
  var algorithmConvention: AlgorithmConvention {
    if convention == .registers { return .registers }
    return release.code.algorithmsReturn ? .results : .resultPointers
  }
}
