public import FunctionTables
import MachineCode

/// The calls that were inlined into one function, as debug information tells them.
public struct InlinedCode: Sendable, Equatable {
  public struct Call: Sendable, Equatable {
    /// The function that was inlined: its linkage name where there is one, else its name; empty
    /// where neither is told.
    public var name: String
    /// The line of its declaration; 0 where it is not told.
    public var startLine: Int32
    /// The call in whose code this one stands, in `calls`; nil: the function itself.
    public var parent: Int?
    /// The line of the call; −1 where it is not told.
    public var line: Int32
    /// An instruction of the caller, in bytes from the function's start: one at the call's place if
    /// there is any.
    public var parentPC: UInt32
  }

  /// A call before those inlined into it.
  public var calls: [Call]
  /// The innermost call by PC, −1 for none.
  public var indexes: [PCValue]

  /// Whether each call's `parentPC` is an instruction of the caller: from any PC a reader then gets
  /// out to the function itself.
  public var leadsOutward: Bool {
    calls.allSatisfy { call in
      let index = indexes.last { $0.pc <= call.parentPC }?.value ?? -1
      return index == Int32(truncatingIfNeeded: call.parent ?? -1)
    }
  }
}

extension FunctionFacts {
  /// What was inlined into a function, a place in the input's `FunctionIndex`; nil for nothing.
  ///
  /// - Parameter number: the input's place among those given, for errors.
  public func inlinedCode(
    of function: Int, input number: Int = 0
  ) throws(TableRebuildError) -> InlinedCode? {
    let choice = inlineChoices[function]
    guard choice.worker >= 0 else { return nil }
    let parts = inlined[Int(choice.worker)]
    let part = parts.parts[Int(choice.part)]
    guard !part.calls.isEmpty else { return nil }
    var calls: [InlinedCode.Call] = []
    for call in parts.calls[part.calls] {
      var name = ""
      if let string = call.name {
        do throws(DebugInfoError) {
          let characters = try input.debug.characters(string)
          name = String(decoding: characters.codeUnits, as: UTF8.self)
        } catch { throw .debugInfo(error, input: number) }
      }
      calls.append(
        InlinedCode.Call(
          name: name, startLine: call.startLine, parent: call.parent < 0 ? nil : Int(call.parent),
          line: call.line, parentPC: UInt32(bitPattern: call.parentPC)))
    }
    return InlinedCode(
      calls: calls, indexes: entries(parts.indexBytes, part.index, of: function))
  }
}

extension RawSpan {
  fileprivate var codeUnits: [UInt8] {
    (0..<byteCount).map { unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
  }
}
