import Foundation
import TestSupport
import Testing

/// What would end a Go 1.8 host is said of a file beforehand: one byte or word of a good image is
/// changed at a time, at places that binutils names.
@Suite struct Go18CheckTests {
  struct Violation: Sendable, CustomTestStringConvertible {
    var symbol: String
    /// In bytes from the symbol.
    var offset: UInt64
    var bytes: [UInt8]
    var problem: String
    var testDescription: String { problem }
  }

  /// Offsets in moduledata are those of runtime/symtab.go of Go 1.8.
  static let violations = [
    Violation(
      symbol: "go:pclntab", offset: 0, bytes: [0xfa],
      problem: "pclntab.magic is 4294967290, the runtime wants 4294967291"),
    Violation(
      symbol: "go:pclntab", offset: 4, bytes: [1], problem: "pclntab.pad1 is 1, the runtime wants 0"
    ),
    Violation(
      symbol: "go:pclntab", offset: 6, bytes: [4],
      problem: "pclntab.minLC is 4, the runtime wants 1"),
    Violation(
      symbol: "go:pclntab", offset: 7, bytes: [4],
      problem: "pclntab.ptrSize is 4, the runtime wants 8"),
    Violation(
      symbol: "local.moduledata", offset: 0x20, bytes: [1, 0],
      problem: "ftab has 1 entries, the pclntab"),
    Violation(
      symbol: "local.moduledata", offset: 0x38, bytes: [99],
      problem: "filetab's first word is not its length"),
    Violation(
      symbol: "go:findfunctab", offset: 0, bytes: [250],
      problem: "findfunctab leads past"),
    Violation(
      symbol: "local.moduledata", offset: 0x140, bytes: [0, 0], problem: "pluginpath is empty"),
    Violation(
      symbol: "local.moduledata", offset: 0x1a8, bytes: [1],
      problem: "moduledata.typemap is not zero"),
    Violation(
      symbol: "local.moduledata", offset: 0x1b0, bytes: [1], problem: "moduledata.next is not zero"),
    Violation(
      symbol: "local.moduledata", offset: 0xf8, bytes: [255, 255, 255, 255],
      problem: "length of typelinks"),
    Violation(
      symbol: "go:typelinks", offset: 0, bytes: [255, 255, 255, 127], problem: "typelink"),
    Violation(
      symbol: "go:gcdata", offset: 0, bytes: [0x7f],
      problem: "gcdata says more bits than data has words"),
    Violation(
      symbol: "go.plugin.tabs", offset: 4, bytes: [1, 0, 0, 0],
      problem: "its type is not one of the module's descriptors"),
  ]

  private struct Image {
    var bytes: [UInt8]
    var symbols: [String: UInt64]
    /// Address, size and place in the file.
    var sections: [(address: UInt64, size: UInt64, offset: UInt64)]
  }

  private static let image = Result { try make() }

  private static func make() throws -> Image {
    let folder = try TestFolder()
    let source = SourceFolder.host("go18").url.appendingPathComponent("plugin.ll").path
    try Command.succeed(["compile", "--go", "1.8", source, "-o", folder.path("plugin.o")])
    let plugin = folder.path("plugin.so")
    try Command.link([folder.path("plugin.o")], path: "example.com/v1.8/sha.pes", to: plugin)
    var image = Image(bytes: Array(try folder.bytes("plugin.so")), symbols: [:], sections: [])
    for line in try Tool.run("nm", [plugin]).split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 2)
      guard fields.count == 3, let address = UInt64(fields[0], radix: 16) else { continue }
      image.symbols[String(fields[2])] = address
    }
    for line in try Tool.run("readelf", ["-SW", plugin]).split(separator: "\n") {
      guard let bracket = line.firstIndex(of: "]") else { continue }
      let fields = line[bracket...].dropFirst().split(separator: " ")
      guard fields.count > 5, let address = UInt64(fields[2], radix: 16),
        let offset = UInt64(fields[3], radix: 16), let size = UInt64(fields[4], radix: 16),
        address > 0, fields[1] != "NOBITS"
      else { continue }
      image.sections.append((address, size, offset))
    }
    return image
  }

  private func problems(_ bytes: [UInt8]) throws -> Tool.Outcome {
    let folder = try TestFolder()
    let file = URL(fileURLWithPath: folder.path("changed.so"))
    try Data(bytes).write(to: file)
    return try Command.run(["check", "--go", "1.8", file.path])
  }

  @Test("A change that Go 1.8 would not survive is reported", arguments: violations)
  func violation(_ violation: Violation) throws {
    var image = try Self.image.get()
    let symbol = try #require(image.symbols[violation.symbol])
    let address = symbol + violation.offset
    let section = try #require(
      image.sections.first { $0.address <= address && address < $0.address + $0.size })
    let place = Int(address - section.address + section.offset)
    let range = place..<place + violation.bytes.count
    try #require(Array(image.bytes[range]) != violation.bytes)
    image.bytes.replaceSubrange(range, with: violation.bytes)
    let outcome = try problems(image.bytes)
    #expect(outcome.status == 1)
    #expect((outcome.output + outcome.errors).contains(violation.problem), "\(outcome)")
  }

  @Test("The image as it was made has no problem")
  func good() throws {
    let outcome = try problems(try Self.image.get().bytes)
    #expect(outcome.status == 0, "\(outcome)")
  }
}
