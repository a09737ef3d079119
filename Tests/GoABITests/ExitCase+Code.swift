import GoABI
import Symbols

/// The caller, which LLVM compiles: what C's convention is, is up to it.
extension ExitCase {
  func intermediateRepresentation(_ architecture: Architecture) -> String {
    var arguments: [String] = []
    if form.returnsThroughMemory { arguments.append("ptr @area") }
    switch callee {
    case .function: break
    case .closure: arguments.append("ptr @closure")
    case .method: arguments.append("ptr @itab\(index)")
    }
    var memory: [String] = []
    for (index, place) in form.parameters.enumerated() {
      if case .memory = place {
        memory.append(argument(index))
      } else {
        arguments.append(argument(index))
      }
    }
    if !memory.isEmpty {
      // All of C's registers for integers are taken, then the word that stays free.
      let integers = arguments.count { !$0.hasPrefix("float") && !$0.hasPrefix("double") }
      let fill = NativeRegisters(architecture).integerParameters + 1 - integers
      arguments += [String](repeating: "i64 undef", count: fill) + memory
    }
    let types = layout.results.map { Self.type($0.kind) }
    let result =
      form.returnsThroughMemory || types.isEmpty
      ? "void" : types.count == 1 ? types[0] : "{ \(types.joined(separator: ", ")) }"
    var lines = [
      "define void @call\(index)() {",
      "  \(result == "void" ? "" : "%r = ")call \(result) @thunk\(index)"
        + "(\(arguments.joined(separator: ", ")))",
    ]
    if result != "void" {
      for (index, type) in types.enumerated() {
        let value = types.count == 1 ? "%r" : "%r\(index)"
        if types.count > 1 { lines.append("  \(value) = extractvalue \(result) %r, \(index)") }
        lines.append(
          "  store \(type) \(value), ptr getelementptr (i8, ptr @area, i64 \(8 * index))")
      }
    }
    lines += ["  ret void", "}"]
    let declared = arguments.map { String($0.prefix { $0 != " " }) }.joined(separator: ", ")
    lines.append("declare \(result) @thunk\(index)(\(declared))")
    for (number, bytes) in arrays {
      let elements = bytes.map { "i8 \($0)" }.joined(separator: ", ")
      lines.append(
        "@array\(index)_\(number) = global [\(bytes.count) x i8] [\(elements)]")
    }
    if case .method(let itabOffset) = callee {
      let words = [String](repeating: "ptr null", count: itabOffset / 8) + ["ptr @go_callee"]
      lines.append(
        "@itab\(index) = global [\(words.count) x ptr] [\(words.joined(separator: ", "))]")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func argument(_ index: Int) -> String {
    let kind = layout.parameters[index].kind
    let type = Self.type(kind)
    let value = values[index]
    switch kind {
    case .array: return "ptr @array\(self.index)_\(index)"
    case .pointer: return "ptr inttoptr (i64 \(value) to ptr)"
    case .integer(let bytes):
      let bits = UInt64(8 * bytes)
      return "\(type) \(bits == 64 ? value : value % (1 << bits))"
    case .float32: return "float bitcast (i32 \(UInt32(truncatingIfNeeded: value)) to float)"
    case .float64: return "double bitcast (i64 \(value) to double)"
    }
  }

  private static func type(_ kind: ScalarLeaf.Kind) -> String {
    switch kind {
    case .integer(let bytes): "i\(8 * bytes)"
    case .pointer, .array: "ptr"
    case .float32: "float"
    case .float64: "double"
    }
  }

  /// The thunk, and what its callee is to know, as assembly.
  func assembly() -> String {
    let slot = thunk.frame.callingLocals.first ?? -1
    func bytes(_ list: [UInt8]) -> String {
      list.isEmpty ? "" : ".byte " + list.map(String.init).joined(separator: ",")
    }
    func words(_ list: [UInt64]) -> String {
      ".quad " + list.map(String.init).joined(separator: ",")
    }
    return """
      .text
      .globl thunk\(index)
      thunk\(index):
      \(thunk.text([.callee: "go_callee"]))
      .data
      .balign 8
      .globl facts\(index)
      facts\(index):
      .quad \(layout.argumentSize), \(slot)
      \(words(integers))
      \(words(floats))
      \(bytes(stack))
      .balign 8

      """
  }
}
