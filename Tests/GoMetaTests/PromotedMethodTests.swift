import Foundation
import TestSupport
import Testing

/// A plugin whose types have methods that nobody wrote, and whose code makes interface values, in a
/// host that stock Go built.
@Suite(.serialized)
struct PromotedMethodTests {
  static let checks = ["promoted", "promoted interfaces", "methods of the host", "itabs"]

  private static let tight = ["GODEBUG": "clobberfree=1", "GOGC": "1"]

  @Test(
    "A check of the host passes while the collector overwrites what it frees", arguments: checks,
    [(Machine.x86_64, "-O0"), (.x86_64, "-O2"), (.aarch64, "-O0"), (.aarch64, "-O2")])
  func check(name: String, build: (machine: Machine, level: String)) throws {
    let folder = try TestFolder()
    let plugin = try Promoted.module.plugin(in: folder, for: build.machine, level: build.level)
    try Host.shapes(build.machine).expectSuccess([name, plugin], environment: Self.tight)
  }

  @Test("GNU ld links it, too", arguments: Machine.allCases)
  func gnuLinker(machine: Machine) throws {
    let folder = try TestFolder()
    let plugin = folder.path("out.so")
    try Command.succeed([
      "link", "--linker", machine.binutil("ld"), "--plugin", Promoted.module.path, "-o", plugin,
      try Promoted.module.compile(in: folder, for: machine),
    ])
    for check in Self.checks { try Host.shapes(machine).expectSuccess([check, plugin]) }
  }

  @Test("gometa check finds the image well, and not with a wrong itab", arguments: Machine.allCases)
  func check(machine: Machine) throws {
    let folder = try TestFolder()
    let plugin = try Promoted.module.plugin(in: folder, for: machine)
    try Command.succeed(["check", plugin])
    var bytes = try Data(contentsOf: URL(fileURLWithPath: plugin))
    let itab = "go:itab.*example.com/promoted.Square,example.com/promoted.Sized"
    let offset = try Self.fileOffset(of: itab, in: plugin)
    // The type's hash.
    bytes[offset + 16] ^= 1
    try bytes.write(to: URL(fileURLWithPath: plugin))
    let outcome = try Command.run(["check", plugin])
    #expect(outcome.status == 1)
    #expect((outcome.output + outcome.errors).contains("its hash is not its type's"))
  }

  /// Where a symbol's bytes are in a file, by readelf.
  private static func fileOffset(of symbol: String, in path: String) throws -> Int {
    let symbols = try Tool.run("readelf", ["-W", "-s", path]).split(separator: "\n")
    let fields = try #require(symbols.first { $0.hasSuffix(" " + symbol) }).split(separator: " ")
    let (address, section) = (try #require(Int(fields[1], radix: 16)), fields[6])
    let header = try #require(
      try Tool.run("readelf", ["-W", "-S", path]).split(separator: "\n").first {
        $0.replacing(" ", with: "").hasPrefix("[\(section)]")
      })
    let numbers = header.split(separator: "]")[1].split(separator: " ")
    let start = try #require(Int(numbers[2], radix: 16))
    return address - start + (try #require(Int(numbers[3], radix: 16)))
  }

  @Test("An itab of a type that lacks a method is an error that names the method")
  func missingMethod() throws {
    let folder = try TestFolder()
    var module = Promoted.module
    module.code = module.code.replacing("*Square,Sized", with: "*Square,Shape")
    let source = try folder.write(module.text, to: "missing.ll")
    let outcome = try Command.run(["compile", source, "-o", folder.path("missing.o")])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("Wide"), "\(outcome.errors)")
    #expect(outcome.errors.contains("go.itab:*Square,Shape"), "\(outcome.errors)")
  }
}
