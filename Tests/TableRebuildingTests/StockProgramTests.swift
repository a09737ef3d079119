import Foundation
import GoRelease
import MachineCode
import TableRebuilding
import TestSupport
import Testing

/// Tables rebuilt from the debug information of Go programs, compared with those that Go's own
/// linker put into the same programs, at every PC, by a program of its own (Hosts/compare.go).
@Suite(.serialized) struct StockProgramTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var release: String
    var architecture: String
    /// A command of the release's own.
    var program: String
    var options: [String] = []
    var testDescription: String { "\(program) of Go \(release), \(architecture) \(options)" }
  }

  /// The go command, vet and nm of the newest release; of others vet, or all of them with
  /// GOMETA_MATRIX.
  static let samples: [Sample] = {
    let plain = ["-ldflags=-compressdwarf=false"]
    let newest = [
      Sample(release: "1.27", architecture: "amd64", program: "go"),
      Sample(release: "1.27", architecture: "amd64", program: "vet", options: plain),
      Sample(release: "1.27", architecture: "amd64", program: "nm", options: ["-buildmode=pie"]),
      Sample(release: "1.27", architecture: "arm64", program: "vet"),
      Sample(release: "1.21", architecture: "amd64", program: "vet"),
    ]
    guard ProcessInfo.processInfo.environment["GOMETA_MATRIX"] != nil else { return newest }
    let releases = (21...27).map { "1.\($0)" }
    return newest
      + releases.flatMap { release in
        ["amd64", "arm64"].flatMap { architecture in
          ["go", "compile"].map {
            Sample(release: release, architecture: architecture, program: $0)
          }
        }
      }
  }()

  /// A kind of difference, with how many functions and PCs it has.
  struct Difference {
    var functions: Int
    var pcs: Int
    var examples: [Substring]
  }

  /// What no table can be rebuilt from: one instruction of a function whose line the compiler's own
  /// debug information tells in another way than its pclntab.
  static let asDebugInformation = "line, of which debug information says what we say"

  @Test("Function, file, line, stack delta and inlined calls at every PC", arguments: samples)
  func everyPC(sample: Sample) async throws {
    let go = try GoToolchain(release: sample.release)
    let module = try GoModule(files: ["compare.go": try Self.comparison()])
    let program = module.path("program")
    try go.run(
      ["build", "-o", program] + sample.options + ["cmd/\(sample.program)"], in: module,
      environment: ["GOARCH": sample.architecture, "GOFLAGS": ""])
    let input = try CodeInput(InputBytes(mapping: program))
    var rebuilder = TableRebuilder()
    // Assembly that switches stacks is told otherwise by its instructions.
    rebuilder.stackSource = .callFrames
    guard case .lineTable(let layouts) = try FunctionTableFormat(named: sample.release) else {
      Issue.record("Go \(sample.release) has tables of another form")
      return
    }
    let table = try await rebuilder.rebuild([input], layouts: layouts, jobs: 2)
    try Data(table.raw()).write(to: URL(fileURLWithPath: module.path("table")))
    // The newest toolchain compares all.
    let output = try GoToolchain().run(
      ["run", "compare.go", program, module.path("table")], in: module
    ).text
    print("\(sample.testDescription):\n\(output)", terminator: "")

    var lines = output.split(separator: "\n").map { $0.split(separator: "\t") }
    let compared = lines.removeFirst()
    #expect(try #require(Int(compared[1])) > 2000, "functions")
    #expect(try #require(Int(compared[2])) > 100_000, "PCs")
    #expect(try #require(Int(compared[3])) > 20_000, "PCs in inlined calls")
    for line in lines {
      let difference = Difference(
        functions: try #require(Int(line[1])), pcs: try #require(Int(line[2])),
        examples: Array(line.dropFirst(3)))
      guard line[0] == Self.asDebugInformation else {
        Issue.record("\(line[0]): \(difference)")
        continue
      }
      // One instruction each.
      #expect(difference.pcs <= 15 * difference.functions)
      #expect(difference.functions <= (sample.release == "1.21" ? 100 : 10))
    }
  }

  private static func comparison() throws -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Hosts/compare.go")
    return try String(contentsOf: file, encoding: .utf8)
  }
}
