import Foundation
import GoABI
import Symbols
import TestSupport

/// A program in which a caller in Go's convention calls LLVM's code, by way of entry thunk and stack
/// check, on a stack that moves when it grows. What arrives is compared with what was sent.
struct ManagedCallProgram {
  struct Call {
    var layout: CallLayout
    var hasContext: Bool
  }

  let architecture: Architecture
  let calls: [Call]
  /// A change of what thunks say about their frames.
  var spoil: @Sendable (inout ThunkFrame) -> Void = { _ in }

  /// What the program prints.
  func run() throws -> String {
    let folder = try TestFolder()
    try folder.write(assembly, to: "thunks.s")
    try folder.write(bodies, to: "bodies.ll")
    try folder.write(
      ManagedCallHarness.program.replacingOccurrences(
        of: "typedef uint64_t u64;",
        with: "typedef uint64_t u64;\n" + ManagedCallHarness.definitions(architecture))
        + tables, to: "main.c")
    let triple = architecture == .x86_64 ? "x86_64-linux-gnu" : "aarch64-linux-gnu"
    try Tool.run(
      "llc", ["-mtriple=\(triple)", "-filetype=obj", "-O1", "-o", "bodies.o", "bodies.ll"],
      in: folder.url)
    try Tool.run(
      architecture == .x86_64 ? "gcc" : "aarch64-linux-gnu-gcc",
      ["-O1", "-static", "-o", "program", "main.c", "thunks.s", "bodies.o"], in: folder.url)
    return architecture == .x86_64
      ? try Tool.run(folder.path("program"))
      : try Tool.run("qemu-aarch64", [folder.path("program")])
  }

  private func form(_ call: Call) -> NativeForm {
    NativeForm(call.layout, hasContext: call.hasContext, architecture: architecture)
  }

  private func entry(_ call: Call) -> Thunk {
    .managedEntry(call.layout, hasContext: call.hasContext, architecture: architecture)
  }

  private func check(_ call: Call) -> Thunk {
    .stackCheck(form(call), call.layout.parameters.map(\.kind), architecture: architecture)
  }

  private var assembly: String {
    var text = ".data\n.balign 8\nneed: .long 64\n.text\n"
    text += ManagedCallHarness.assembly(architecture)
    for (index, call) in calls.enumerated() {
      text += ".balign 16\n.globl entry\(index)\nentry\(index):\n"
      text += entry(call).text([.callee: "before check \(index)"])
      text += "\"check \(index)\":\n" + check(call).text([.callee: "before body \(index)"])
      text += ManagedCallHarness.trampolines(index, architecture)
    }
    return text + ".section .note.GNU-stack,\"\",%progbits\n"
  }

  // MARK: Bodies

  private func type(_ kind: ScalarLeaf.Kind) -> String {
    switch kind {
    case .integer(let bytes): "i\(8 * bytes)"
    case .pointer, .array: "ptr"
    case .float32: "float"
    case .float64: "double"
    }
  }

  /// LLVM's code, which stores what it gets in `got` and `blob` and returns what is in `give`.
  /// Parameters in memory come last, behind one that takes the lowest word.
  private var bodies: String {
    var text = """
      @got = external global [300 x i64]
      @give = external global [300 x i64]
      @gotContext = external global i64
      @blob = external global [65536 x i8]
      declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)

      """
    for (index, call) in calls.enumerated() {
      let form = form(call)
      var parameters: [String] = []
      var integers = 0
      if form.returnsThroughMemory { parameters.append("ptr %results") }
      if call.hasContext { parameters.append("ptr %context") }
      integers = parameters.count
      var inMemory: [String] = []
      var stores = ""
      var blob = 0
      for (number, (leaf, place)) in zip(call.layout.parameters, form.parameters).enumerated() {
        let parameter = "\(type(leaf.kind)) %p\(number)"
        if case .memory = place {
          inMemory.append(parameter)
        } else {
          parameters.append(parameter)
          if !leaf.kind.isFloat { integers += 1 }
        }
        stores += "  store \(parameter), ptr getelementptr (i64, ptr @got, i64 \(number))\n"
        guard case .array(let bytes) = leaf.kind else { continue }
        stores += "  call void @llvm.memcpy.p0.p0.i64(ptr getelementptr (i8, ptr @blob, i64 "
        stores += "\(blob)), ptr %p\(number), i64 \(bytes), i1 false)\n"
        blob += Int(bytes)
      }
      if !inMemory.isEmpty {
        let limit = NativeRegisters(architecture).integerParameters
        parameters += (integers...limit).map { "i64 %unused\($0)" } + inMemory
      }
      if call.hasContext { stores += "  store ptr %context, ptr @gotContext\n" }
      let types = call.layout.results.map { type($0.kind) }
      var result = types.isEmpty ? "void" : "{ \(types.joined(separator: ", ")) }"
      var end = ""
      for (number, type) in types.enumerated() {
        end += "  %r\(number) = load \(type), ptr getelementptr (i64, ptr @give, i64 \(number))\n"
        if form.returnsThroughMemory {
          end += "  %a\(number) = getelementptr i64, ptr %results, i64 \(number)\n"
          end += "  store \(type) %r\(number), ptr %a\(number)\n"
        } else {
          let before = number == 0 ? "poison" : "%s\(number - 1)"
          end += "  %s\(number) = insertvalue \(result) \(before), \(type) %r\(number), \(number)\n"
        }
      }
      if form.returnsThroughMemory { result = "void" }
      end += result == "void" ? "  ret void\n" : "  ret \(result) %s\(types.count - 1)\n"
      text += "define \(result) @\"body \(index)\"(\(parameters.joined(separator: ", "))) {\n"
      text += stores + end + "}\n"
    }
    return text
  }

  // MARK: Tables

  private func leaves(_ leaves: [CallLayout.Leaf], _ name: String, _ call: Call) -> String {
    var numbers = RepeatableNumbers(seed: UInt64(leaves.count))
    let shown = form(call).shownPlaces
    let rows = leaves.enumerated().map { index, leaf in
      let isResult = name.hasPrefix("results")
      let isMapped = leaf.kind == .pointer && call.layout.pointerWords.contains(leaf.offset / 8)
      let isDecoy = leaf.kind == .integer(8) && index % 3 == 0
      let above = !isResult && (isMapped || isDecoy) ? 512 + 8 * index : 0
      var (integer, real) = (-1, -1)
      if !leaf.isOnStack {
        if leaf.kind.isFloat { real = leaf.register } else { integer = leaf.register }
      }
      var isArray = false
      if case .array = leaf.kind { isArray = true }
      let value = numbers.next()
      return "{ \(value)u, \(above), \(leaf.kind.size), \(isMapped ? 1 : 0), "
        + "\(isArray ? 1 : 0), \(integer), \(real), \(leaf.offset), "
        + "\(isResult ? -1 : shown[index] ?? -1) }"
    }
    return "static const struct leaf \(name)[] = { \(rows.joined(separator: ",\n  ")) };\n"
  }

  private func words(_ words: [Int], _ name: String) -> (text: String, reference: String) {
    let list = words.map(String.init).joined(separator: ", ")
    return ("static const int \(name)[] = { \(list) };\n", "{ \(words.count), \(name) }")
  }

  private func thunk(_ thunk: Thunk, _ name: String) -> (text: String, reference: String) {
    var frame = thunk.frame
    spoil(&frame)
    let parts = [
      words(frame.growingArguments, name + "ga"), words(frame.growingLocals, name + "gl"),
      words(frame.callingArguments, name + "ca"), words(frame.callingLocals, name + "cl"),
    ]
    let list = parts.map(\.reference).joined(separator: ", ")
    return (
      parts.map(\.text).joined(),
      "{ \(frame.argumentSize), \(Self.deepest(thunk)), \(list) }"
    )
  }

  /// How far below SP at entry the thunk's own frame reaches.
  private static func deepest(_ thunk: Thunk) -> Int {
    var depth = 0
    var deepest = 0
    for line in thunk.lines {
      let fields = line.text.split { " ,$#!".contains($0) }.map(String.init)
      switch (fields.first, fields.last) {
      case ("pushq", _): depth += 8
      case ("popq", _): depth -= 8
      case ("subq", "%rsp"): depth += Int(fields[1]) ?? 0
      case ("addq", "%rsp"): depth -= Int(fields[1]) ?? 0
      case ("str", _) where line.text.hasSuffix("]!"):
        depth -= Int(fields[3].dropLast()) ?? 0
      case ("ldr", _) where line.text.contains("[sp], "): depth -= Int(fields[3]) ?? 0
      case ("sub", _) where fields[1] == "sp": depth += amount(fields)
      case ("add", _) where fields[1] == "sp": depth -= amount(fields)
      default: break
      }
      deepest = max(deepest, depth)
    }
    return deepest
  }

  private static func amount(_ fields: [String]) -> Int {
    let number = Int(fields[3]) ?? 0
    return fields.count > 4 ? number << 12 : number
  }

  private var tables: String {
    var text = ""
    var rows: [String] = []
    for (index, call) in calls.enumerated() {
      let layout = call.layout
      text += "extern void entry\(index)(void);\n"
      text += leaves(layout.parameters, "parameters\(index)", call)
      text += leaves(layout.results, "results\(index)", call)
      var blobs: [String] = []
      for (number, leaf) in layout.parameters.enumerated() {
        var inside: [Int] = []
        if case .array = leaf.kind {
          let end = leaf.offset + leaf.kind.size
          inside = layout.stackPointerWords.filter { 8 * $0 >= leaf.offset && 8 * $0 < end }
        }
        let (list, reference) = words(inside, "words\(index)_\(number)")
        text += list
        blobs.append(reference)
      }
      text += "static const struct words blobs\(index)[] = { \(blobs.joined(separator: ", ")) };\n"
      let (entryText, entry) = thunk(entry(call), "entry\(index)")
      let (checkText, check) = thunk(check(call), "check\(index)")
      text += entryText + checkText
      rows.append(
        "{ entry\(index), \(call.hasContext ? 1 : 0), \(layout.argumentSize), "
          + "\(layout.parameters.count), \(layout.results.count), 0, parameters\(index), "
          + "results\(index), blobs\(index), \(entry), \(check) }")
    }
    return text + "const struct call calls[] = {\n\(rows.joined(separator: ",\n")) };\n"
      + "const int callCount = \(calls.count);\n"
  }
}
