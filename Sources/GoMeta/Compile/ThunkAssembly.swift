import GoABI
import LLVM
import Symbols

/// Puts a thunk's code into a module, as a naked function.
enum ThunkAssembly {
  /// Defines `name`, which code of the module may refer to already. `symbols` name what the operands
  /// stand for, of which those in `weak` may be missing in the program; `label` is another exported
  /// name of the code.
  static func define(
    _ name: String, _ thunk: Thunk, symbols: [Thunk.Operand: String], weak: [String] = [],
    in module: borrowing Module, architecture: Architecture, label: String? = nil
  ) throws(CompileError) -> Function {
    var text: [String] = []
    for symbol in weak where !symbol.isEmpty {
      text.append(".weak \(try quoted(symbol, in: name))")
    }
    if let label {
      let quoted = try quoted(label, in: name)
      // No function's symbol: tables know the code by one.
      text += [".globl \(quoted)", "\(quoted):"]
    }
    for line in thunk.lines {
      var operand = ""
      if let kind = line.operand {
        var isCode = kind == .moreStack || kind == .writeBarrier || kind == .callee
        switch kind {
        case .function(let symbol):
          isCode = true
          operand = try quoted(symbol, in: name)
        case .data(let symbol): operand = try quoted(symbol, in: name)
        default: operand = try quoted(symbols[kind] ?? "", in: name)
        }
        // Code that another image may define is reached through the procedure linkage table.
        if architecture == .x86_64, isCode, isImported(operand) || !weak.isEmpty {
          operand += "@PLT"
        }
      }
      text.append(line.text.replacing("{}", with: operand))
    }
    // In LLVM's inline assembly a dollar sign begins an operand; two are one.
    let assembly = text.joined(separator: "\n\t").replacing("$", with: "$$")
    do throws(LLVMError) {
      let context = module.context
      let type = context.function([], returning: context.void)
      let declared = module.function(named: name)
      if let declared { try declared.rename(name + ".declared") }
      let function = try module.addFunction(name, type)
      if let declared {
        try declared.replaceAllUses(with: function)
        try declared.delete()
      }
      for attribute in ["naked", "noinline", "nounwind"] {
        function.add(try context.attribute(attribute))
      }
      try function.setAlignment(16)
      let builder = Builder(in: module)
      builder.position(atEndOf: function.appendBlock())
      builder.call(InlineAssembly(type, assembly, constraints: "", hasSideEffects: true))
      builder.unreachable()
      return function
    } catch { throw .llvm(error) }
  }

  private static func isImported(_ operand: String) -> Bool { operand.hasPrefix("\"runtime.") }

  private static func quoted(_ name: String, in function: String) throws(CompileError) -> String {
    guard !name.isEmpty, !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5c })
    else {
      throw .unsupported(
        symbol: function, what: "the name \(name) has characters that no assembler takes")
    }
    return "\"\(name)\""
  }
}
