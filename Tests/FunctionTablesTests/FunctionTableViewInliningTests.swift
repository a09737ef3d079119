import Foundation
import FunctionTables
import TestSupport
import Testing

/// Inlined calls, against what the program's own runtime says of its PCs.
@Suite(.serialized) struct FunctionTableViewInliningTests {
  /// PCs of which runtime.CallersFrames says the same: where the innermost function is.
  struct Run {
    var first, last: UInt64
    var line, startLine: Int32
    var function: String
    var entry: UInt64
    var file: String

    init?(_ line: String) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 7, let first = UInt64(fields[0]), let last = UInt64(fields[1]),
        let number = Int32(fields[2]), let start = Int32(fields[3]), let entry = UInt64(fields[5])
      else { return nil }
      (self.first, self.last, self.line, startLine) = (first, last, number, start)
      (function, self.entry, file) = (fields[4], entry, fields[6])
    }

    /// Names as tracebacks print them: what stands between brackets is left out.
    static func shortened(_ name: String) -> String {
      guard let open = name.firstIndex(of: "["), let close = name.lastIndex(of: "]"), open < close
      else { return name }
      return name[...open] + "..." + name[close...]
    }
  }

  private func check(
    _ frame: FunctionTableView.Frame, _ run: Run, _ function: FunctionTableView.Function,
    nameless: FunctionTableView.TableString?, _ view: borrowing FunctionTableView
  ) throws -> Bool {
    let name = Run.shortened(try view.string(frame.name))
    let file = try frame.file.map { try view.string($0) } ?? "?"
    let line = frame.file == nil ? 0 : frame.line
    // A name at offset 0 is none to the runtime; Go's linker puts that of a function there.
    let isNameless = run.function.isEmpty && frame.name == nameless
    let isSame =
      (name == run.function || isNameless) && file == run.file && line == run.line
      && function.entry == run.entry
      && (frame.startLine ?? run.startLine) == run.startLine
    if !isSame {
      Issue.record("0x\(String(frame.pc, radix: 16)): \(name) \(file):\(line), not \(run)")
    }
    return isSame
  }

  /// The runtime tells the innermost function of a PC. An outer one is the innermost of the PC that
  /// stands for its call, so that the whole chain can be asked for.
  @Test(
    "Functions, lines and files of whole chains are those that runtime.CallersFrames names",
    arguments: ["1.19", "1.21", "1.24", "1.27"])
  func chains(release: String) throws {
    var runs: [Run] = []
    let source = walkingProgram.replacingOccurrences(of: "QUANTUM", with: "1")
    let program = try StockProgram(source, release: release, architecture: "amd64") {
      binary, module in
      let output = module.path("walk.out")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: binary)
      FileManager.default.createFile(atPath: output, contents: nil)
      process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      runs = String(decoding: try module.bytes("walk.out"), as: UTF8.self)
        .split(separator: "\n").compactMap { Run(String($0)) }
    }
    #expect(runs.count > 7000)
    func run(at pc: UInt64) -> Run? {
      var (low, high) = (0, runs.count)
      while low < high {
        let middle = (low + high) / 2
        if runs[middle].last < pc { low = middle + 1 } else { high = middle }
      }
      return low < runs.count && runs[low].first <= pc ? runs[low] : nil
    }
    try program.withView { view in
      var (frames, inlined, deepest) = (0, 0, 0)
      var nameless: FunctionTableView.TableString?
      for innermost in runs {
        for pc in Set([innermost.first, innermost.last]) {
          let found = try view.function(containing: pc)
          let function = try #require(found)
          var chain = view.inlineChain(of: function, at: pc)
          var depth = 0
          while let frame = try chain.next(in: view) {
            let expected = try #require(run(at: frame.pc))
            if expected.function.isEmpty, nameless == nil { nameless = frame.name }
            guard try check(frame, expected, function, nameless: nameless, view) else { return }
            depth += 1
            frames += 1
            if frame.call != nil { inlined += 1 }
          }
          deepest = max(deepest, depth)
          #expect(depth > 0)
        }
      }
      #expect(frames > 15000 && inlined > 3000 && deepest >= 4)
    }
  }

  @Test("Without go:func.* the chain is the function itself")
  func withoutFuncData() throws {
    let program = try StockProgram(printingProgram, release: "1.27", architecture: "amd64")
    let view = try FunctionTableView(program.table.span.bytes, textStart: program.text)
    let knows = view.knowsInlining
    #expect(!knows)
    for index in stride(from: 0, to: view.functionCount, by: 11) {
      let function = try view.function(at: index)
      var chain = view.inlineChain(of: function, at: function.entry)
      let frame = try chain.next(in: view)
      let name = try view.name(of: function)
      #expect(frame?.name == name && frame?.call == nil)
      let outer = try chain.next(in: view)
      #expect(outer == nil)
    }
  }
}
