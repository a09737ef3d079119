import Foundation
import FunctionTables
import GoRelease
import MachineCode
import TestSupport
import Testing

@testable import TableRebuilding

/// The chain of inlined calls in rebuilt tables of optimised C++, against llvm-symbolizer.
@Suite(.serialized) struct InlinedChainTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var compiler: NativeTool
    var options: [String]
    var testDescription: String { "\(compiler.rawValue) \(options.joined(separator: " "))" }
  }

  static let samples = [
    Sample(compiler: .gxx, options: ["-O2", "-gdwarf-5"]),
    Sample(compiler: .gxx, options: ["-O2", "-gdwarf-4"]),
    Sample(compiler: .clangxx, options: ["-O2", "-gdwarf-5"]),
    Sample(compiler: .gxxForARM64, options: ["-O2", "-gdwarf-5"]),
  ]

  static let source = """
    #include <algorithm>
    #include <iostream>
    #include <map>
    #include <string>
    #include <vector>
    struct Shape { virtual ~Shape() {} virtual double area() const = 0; };
    struct Square : Shape { double side; Square(double s) : side(s) {}
      double area() const override { return side * side; } };
    int main(int argc, char **argv) {
      std::map<std::string, std::vector<int>> names;
      for (int i = 0; i < argc; i++) names[argv[i]].push_back(i);
      std::vector<Shape *> shapes;
      for (auto &name : names) {
        std::sort(name.second.begin(), name.second.end());
        shapes.push_back(new Square(name.second.size()));
      }
      double sum = 0;
      for (auto shape : shapes) sum += shape->area();
      std::cout << sum << std::endl;
      return 0;
    }

    """

  @Test("At the first PC of every row: the names and places of all frames", arguments: samples)
  func chains(sample: Sample) async throws {
    let folder = try TestFolder()
    try folder.write(Self.source, to: "shapes.cc")
    let program = folder.path("shapes")
    try sample.compiler.run(sample.options + ["shapes.cc", "-o", program], in: folder.url)
    let rebuilt = try await ForeignCodeTests.rebuild(program)
    let view = try FunctionTableView(
      rebuilt.table.table.bytes.span.bytes, textStart: rebuilt.table.textStart,
      funcData: rebuilt.table.table.funcData.span.bytes)
    var pcs: [UInt64] = []
    for index in 0..<view.functionCount {
      let function = try view.function(at: index)
      var rows = view.cursor(try view.fields(of: function).pcln)
      while let row = try rows.next() {
        guard row.value > 0 else { continue }
        let pc = function.entry + UInt64(row.start)
        if function.contains(pc) { pcs.append(pc) }
      }
    }
    let expected = try Self.symbolized(program, pcs)
    #expect(pcs.count > 300)
    #expect(expected.count == pcs.count)
    var (frames, inlined, differences) = (0, 0, [String]())
    for (pc, want) in zip(pcs, expected) {
      let have = try Self.chain(at: pc, view)
      frames += have.count
      inlined += have.count - 1
      // Another name of the same code may stand for the function itself.
      let isEqual =
        have.count == want.count
        && zip(have, want).enumerated().allSatisfy { index, pair in
          pair.0.place == pair.1.place
            && (pair.0.name == pair.1.name || index == have.count - 1)
        }
      if !isEqual { differences.append("\(String(pc, radix: 16)): \(have) is not \(want)") }
    }
    print(
      "\(sample.testDescription): \(pcs.count) PCs, \(frames) frames, \(inlined) of them inlined, "
        + "\(differences.count) different")
    #expect(inlined > 1000)
    #expect(differences.isEmpty, "\(differences.prefix(3).joined(separator: "\n"))")
  }

  struct Frame: CustomStringConvertible {
    var name, place: String
    var description: String { "\(name) \(place)" }
  }

  private static func chain(
    at pc: UInt64, _ view: borrowing FunctionTableView
  ) throws -> [Frame] {
    guard let function = try view.function(containing: pc) else { return [] }
    var chain = view.inlineChain(of: function, at: pc)
    var frames: [Frame] = []
    while let frame = try chain.next(in: view) {
      let file = try frame.file.map { try view.string($0) } ?? "?"
      frames.append(Frame(name: try view.string(frame.name), place: "\(file):\(frame.line)"))
    }
    return frames
  }

  private static func symbolized(_ program: String, _ pcs: [UInt64]) throws -> [[Frame]] {
    var chains: [[Frame]] = []
    for start in stride(from: 0, to: pcs.count, by: 2000) {
      let part = pcs[start..<min(start + 2000, pcs.count)].map { "0x" + String($0, radix: 16) }
      let output = try NativeTool.llvmSymbolizer.run(
        ["--obj=\(program)", "--inlines", "--functions=linkage", "--no-demangle"] + part)
      var frames: [Frame] = []
      var name: Substring?
      for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.isEmpty {
          if !frames.isEmpty { chains.append(frames) }
          frames = []
        } else if let known = name {
          // Without the column.
          let place = line.split(separator: ":").dropLast().joined(separator: ":")
          frames.append(Frame(name: String(known), place: place))
          name = nil
        } else {
          name = line
        }
      }
    }
    return chains
  }
}
