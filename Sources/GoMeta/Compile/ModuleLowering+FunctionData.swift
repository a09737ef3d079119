import LLVM
import Symbols

/// FUNCDATA of a function of the module.
struct FunctionData {
  var function: Function
  var index: Int32
  var symbol: GlobalVariable
}

/// The same while optimisation may do away with the function: its name stays, its handle may not.
struct NamedFunctionData {
  var function: String
  var index: Int32
  var symbol: GlobalVariable
}

extension ModuleLowering {
  /// Sees to it that the symbols outlive optimisation, and the functions need not.
  mutating func keepFunctionData(_ module: borrowing Module) throws(CompileError) {
    namedFunctionData = functionData.map {
      NamedFunctionData(function: $0.function.name, index: $0.index, symbol: $0.symbol)
    }
    functionData = []
    let symbols = namedFunctionData.map(\.symbol)
    try llvm { () throws(LLVMError) in try module.keepThroughOptimization(symbols) }
  }

  /// A record for each, of functions that are still there. A function that was inlined everywhere
  /// is gone and so are its facts: they do not go to where its code went.
  func addFunctionData(_ module: borrowing Module) throws(CompileError) {
    let context = module.context
    for data in namedFunctionData {
      guard let function = module.function(named: data.function), !function.isDeclaration else {
        continue
      }
      try nameForOtherObjects(data.symbol, module)
      let type = data.symbol.valueType
      let alignment = max(data.symbol.alignment, module.dataLayout.alignment(of: type) ?? 1)
      let record = FuncDataRecord(
        index: data.index, alignment: alignment, size: module.dataLayout.size(of: type) ?? 0)
      let contents = context.structure(
        [
          function.constant, data.symbol.addressSpaceCast(to: context.pointer),
          context.bytes(record.encodedTail),
        ], packed: true)
      try llvm { () throws(LLVMError) in
        try module.addExcluded(
          "\(FuncDataRecord.sectionName).\(data.function).\(data.index)",
          in: FuncDataRecord.sectionName, contents)
      }
    }
  }

  /// Tables are made in an object of their own, which must be able to name the symbol. Local ones
  /// get a name that equal ones of other objects may share: it is made from all that the module
  /// says of the symbol.
  private func nameForOtherObjects(
    _ symbol: GlobalVariable, _ module: borrowing Module
  ) throws(CompileError) {
    guard symbol.linkage.isLocal else { return }
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for text in [contract.package.path, module.sourceFileName, symbol.description] {
      for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    let name = "go.funcdata:" + String(hash, radix: 16)
    try llvm { () throws(LLVMError) in
      if module.symbol(named: name) == nil { try symbol.rename(name) }
    }
    symbol.linkage = symbol.isReadOnly ? .weakAny : .external
    symbol.visibility = .hidden
  }
}
