import Foundation
import TestSupport
import Testing

/// Files that `gometa dump` cannot show: exit code 1 and one line that says why.
@Suite struct DumpErrorTests {
  private func refusal(_ module: DataModule, _ arguments: [String]) throws -> String {
    let folder = try TestFolder()
    let path = try DumpTypeTests.file(try module.bytes(.x86_64, .object), in: folder)
    let outcome = try Command.run(["dump"] + arguments + [path])
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.split(separator: "\n").count == 1)
    return outcome.errors
  }

  @Test("A file that does not tell its release asks for --go")
  func release() throws {
    let error = try refusal(try Go12Vectors(limit: 2).module, [])
    #expect(error.contains("name the release with --go"))
  }

  @Test("A file without Go tables is refused")
  func nothing() throws {
    var module = DataModule()
    module.define("variable", [.number(1, bytes: 8)])
    #expect(try refusal(module, ["--go", "1.2"]).contains("no Go tables"))
  }

  @Test("A broken descriptor is named with the offset", arguments: [[], ["--json"], ["--types"]])
  func descriptor(options: [String]) throws {
    var module = DataModule()
    module.define("type.main.T", [.number(8, bytes: 8), .number(0, bytes: 8)])
    #expect(try refusal(module, ["--go", "1.2"] + options).contains("type.main.T+0xf: kind 0"))
  }

  @Test("A broken GC program is named with the offset")
  func program() throws {
    var module = DataModule()
    module.define("type..gc.main.T", [.number(8, bytes: 8), .number(77, bytes: 8)])
    let error = try refusal(module, ["--go", "1.2", "--gc"])
    #expect(error.contains("type..gc.main.T+0x8: GC opcode 77"))
  }
}
