import GoABI
import LLVM
import TypeDescriptors

/// Functions that hash and compare values, of releases whose types have both.
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
  /// `isExported` seen by other objects, which may define the same.
  func addAlgorithms(
    _ functions: [AlgorithmFunction], isExported: Bool = false, _ module: borrowing Module
  ) throws(CompileError) {
    let convention = target.algorithmConvention
    for function in functions {
      let thunk = try ThunkAssembly.define(
        function.name,
        .algorithm(
          function.operation, function.steps, convention: convention,
          architecture: target.architecture),
        symbols: [
          .stackNeed: Naming.stackNeed(function.name),
          .moreStack: target.release.code.moreStack ?? "", .goroutineSlot: Naming.goroutineSlot,
        ], in: module, architecture: target.architecture)
      thunk.visibility = isExported ? .default : .hidden
      if isExported { thunk.linkage = .weakODR }
      let words = convention.pointerWords(function.operation)
      try addRecord(
        of: thunk,
        FunctionSectionRecord(
          role: .thunk, name: function.name, file: FunctionPlaces.generated, startLine: 1,
          argumentSize: UInt32(convention.argumentSize(function.operation)),
          argumentPointerWords: words.map { UInt32($0) }), module)
    }
  }
}

extension Target {
  var algorithmConvention: AlgorithmConvention {
    release.code.algorithmsReturn ? .results : .resultPointers
  }
}
