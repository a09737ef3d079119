import GoABI
import GoTypes
import Symbols
import TestSupport
import Testing

/// Places of parameters and results against those of package reflect, which calls functions by a
/// description that it makes itself (reflect/abi.go).
@Suite struct ReflectLayoutTests {
  /// A function's parameters and results, each a list of places: `i3` and `f1` for registers, `s16`
  /// for the stack.
  private struct Places: Equatable {
    var parameters: [[String]] = []
    var results: [[String]] = []
  }

  private static let samples = SignatureSample.compiled.filter { $0.receiver == nil }

  private static func reflects(_ architecture: Architecture) throws -> [Places] {
    let functions = samples.map { sample in
      "\t(func(\(sample.parameters.joined(separator: ", "))) "
        + "(\(sample.results.joined(separator: ", "))))(nil),\n"
    }
    let module = try GoModule(files: [
      "main.go": program + "\n" + SignatureSample.declarations
        + "\nfunc (p *Point) M() {}\n\nvar functions = []any{\n\(functions.joined())}\n",
      "empty.s": "",
    ])
    try GoToolchain().run(
      ["build", "-ldflags=-checklinkname=0", "-o", "program", "."], in: module,
      environment: ["GOARCH": architecture.goName])
    let output =
      architecture == .x86_64
      ? try Tool.run(module.path("program"))
      : try Tool.run("qemu-aarch64", [module.path("program")])
    return try output.split(separator: "\n").map { line in
      let fields = line.split(separator: "|", omittingEmptySubsequences: false)
      try #require(fields.count == 2)
      func values(_ text: Substring) -> [[String]] {
        text.split(separator: ";", omittingEmptySubsequences: false).dropLast().map {
          $0.split(separator: " ").map(String.init)
        }
      }
      return Places(parameters: values(fields[0]), results: values(fields[1]))
    }
  }

  private static func own(
    _ sample: SignatureSample, _ architecture: Architecture
  ) throws -> Places {
    let universe = try SignatureSample.universe()
    let (_, signature) = try sample.layout(universe)
    let layout = try CallLayout(signature, universe: universe, architecture: architecture)
    func places(
      _ types: [GoType], _ leaves: [CallLayout.Leaf], _ arrays: ScalarLeaf.ArrayLeaves
    ) throws -> [[String]] {
      var rest = leaves[...]
      return try types.map { type in
        let parts = try #require(try ScalarLeaf.leaves(of: type, in: universe, arrays: arrays))
        let own = rest.prefix(parts.count)
        rest = rest.dropFirst(parts.count)
        guard let first = own.first, let part = parts.first else { return [] }
        if first.isOnStack {
          for (leaf, part) in zip(own, parts) {
            #expect(leaf.isOnStack && leaf.offset - first.offset == part.offset - parts[0].offset)
          }
          return ["s\(Int64(first.offset) - part.offset)"]
        }
        return own.map { "\($0.kind.isFloat ? "f" : "i")\($0.register)" }
      }
    }
    return Places(
      parameters: try places(signature.parameters, layout.parameters, .byAddress),
      results: try places(signature.results, layout.results, .flattened))
  }

  @Test(
    "Every parameter and result is in the registers or at the offset where reflect puts it",
    arguments: Architecture.allCases)
  func places(architecture: Architecture) throws {
    let reflects = try Self.reflects(architecture)
    try #require(reflects.count == Self.samples.count)
    for (sample, want) in zip(Self.samples, reflects) {
      #expect(try Self.own(sample, architecture) == want, "\(sample.testDescription)")
    }
    // Or there would be nothing to compare.
    #expect(reflects.count { $0.results.joined().contains { $0.hasPrefix("s") } } > 10)
    #expect(reflects.count { $0.parameters.joined().contains { $0.hasPrefix("s") } } > 10)
  }

  private static let program = #"""
    package main

    import (
      "fmt"
      "reflect"
      "sync"
      "unsafe"
    )

    type step struct {
      kind int
      offset, size, stack uintptr
      integer, float int
    }

    type sequence struct {
      steps []step
      starts []int
      stack uintptr
      integers, floats int
    }

    type description struct {
      call, ret sequence
      arguments, retOffset, spill uintptr
      pointers unsafe.Pointer
      in, out [2]uint8
    }

    //go:linkname funcLayout reflect.funcLayout
    func funcLayout(t, receiver unsafe.Pointer) (unsafe.Pointer, *sync.Pool, description)

    func places(s sequence) (text string) {
      for i, start := range s.starts {
        last := len(s.steps)
        if i+1 < len(s.starts) {
          last = s.starts[i+1]
        }
        for _, step := range s.steps[start:last] {
          switch step.kind {
          case 1:
            text += fmt.Sprint("s", step.stack, " ")
          case 2, 3:
            text += fmt.Sprint("i", step.integer, " ")
          case 4:
            text += fmt.Sprint("f", step.float, " ")
          }
        }
        text += ";"
      }
      return text
    }

    func main() {
      for _, f := range functions {
        t := reflect.TypeOf(f)
        _, _, d := funcLayout((*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1], nil)
        fmt.Println(places(d.call) + "|" + places(d.ret))
      }
    }

    """#
}
