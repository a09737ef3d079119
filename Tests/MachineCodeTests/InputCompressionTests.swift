import Foundation
import MachineCode
import Testing

/// What is compressed reads as what is not.
@Suite struct InputCompressionTests {
  static let ways: [(tool: ObjectFileTool, format: String)] = [
    (.objcopy, "zlib"), (.objcopy, "zstd"), (.objcopy, "zlib-gnu"),
    (.llvmObjcopy, "zlib"), (.llvmObjcopy, "zstd"),
  ]

  /// Objects, whose relocations apply to what comes out, and images.
  static let samples = Result {
    try [
      InputSample.c(.gcc, "-g", "-O2", "-ffunction-sections").make(),
      InputSample.cxx(.gxx, "-g", "-O2", "-fdebug-types-section").make(),
      ObjectFileSample.gcc(dwarf: 4, .executable, flags: ["-O2"]).make(),
      ObjectFileSample.go("amd64").make(),
    ]
  }

  @Test(arguments: ways) func compressedSectionsReadAsOthers(
    _ tool: ObjectFileTool, _ format: String
  ) throws {
    for folder in try Self.samples.get() {
      let name = "\(tool.rawValue).\(format)"
      try tool.run(["--compress-debug-sections=\(format)", "sample", name], in: folder.url)
      let original = try CodeInput(InputBytes(mapping: folder.path("sample")))
      let compressed = try CodeInput(InputBytes(mapping: folder.path(name)))
      var smaller = 0
      for section in compressed.object.sections {
        let isCompressed =
          section.flags.contains(.compressed) || section.name.hasPrefix(".zdebug_")
        guard isCompressed else { continue }
        smaller += 1
        let name = section.name.replacing(".zdebug_", with: ".debug_")
        let same = original.object.sections(named: name)
        let contents = Array(try compressed.object.contents(of: section))
        let isKnown = try same.contains { try Array(original.object.contents(of: $0)) == contents }
        #expect(isKnown, "\(section.name)")
      }
      #expect(smaller > 2)
      for (name, field) in InputRelocationTests.sections {
        let isSame =
          Array(original.debug[keyPath: field]) == Array(compressed.debug[keyPath: field])
        #expect(isSame, "\(name)")
      }
      #expect(Array(original.debug.ehFrame) == Array(compressed.debug.ehFrame))
      #expect(original.functions.functions == compressed.functions.functions)
    }
  }

  /// Compressed by the compiler, the assembler and Go's linker themselves.
  @Test func whatToolsCompressReadsAsWhatTheyDoNot() throws {
    let folder = try InputSample.c(.gcc, "-g", "-O2").make()
    let inputs = try ["none", "zlib", "zlib-gnu"].map { format in
      try ObjectFileTool.gcc.run(
        [
          "-c", "-g", "-O2", "-Wa,--compress-debug-sections=\(format)", "main.c", "-o", format,
        ], in: folder.url)
      return try CodeInput(InputBytes(mapping: folder.path(format)))
    }
    for input in inputs.dropFirst() {
      #expect(Array(input.debug.info) == Array(inputs[0].debug.info))
      #expect(Array(input.debug.line) == Array(inputs[0].debug.line))
      #expect(input.object.bytes.count != inputs[0].object.bytes.count)
    }
  }

  /// A section whose header says one thing and whose stream another.
  static func damaged(
    _ format: String, _ change: (inout [UInt8], Range<Int>) -> Void
  ) throws -> ObjectFileError? {
    let folder = try InputSample.c(.gcc, "-g", "-O2").make()
    try ObjectFileTool.objcopy.run(
      ["--compress-debug-sections=\(format)", "sample", "compressed"], in: folder.url)
    var bytes = try folder.bytes("compressed")
    let object = try ObjectFile(bytes)
    let section = try #require(
      object.section(named: format == "zlib-gnu" ? ".zdebug_info" : ".debug_info"))
    change(&bytes, section.fileRange)
    do throws(CodeInputError) {
      _ = try CodeInput(InputBytes(bytes))
      return nil
    } catch {
      guard case .object(let fault) = error else { return nil }
      return fault
    }
  }

  static func compressionFault(
    _ error: ObjectFileError?
  ) -> (section: String, offset: Int, what: String)? {
    switch error {
    case .compression(let section, let offset, let what): (section, offset, what)
    default: nil
    }
  }

  static let sizes: [(format: String, offset: Int)] = [
    ("zlib", 8), ("zstd", 8), ("zlib-gnu", 4),
  ]

  @Test(arguments: sizes) func impossibleSizesAreRefusedBeforeMemoryIsTaken(
    _ format: String, _ offset: Int
  ) throws {
    let name = format == "zlib-gnu" ? ".zdebug_info" : ".debug_info"
    // 2^60: little-endian in SHF_COMPRESSED headers, big-endian in the old ones.
    let error = try Self.damaged(format) { bytes, range in
      let place = range.lowerBound + offset + (format == "zlib-gnu" ? 0 : 7)
      bytes[place] = 0x10
    }
    let fault = Self.compressionFault(error)
    #expect(fault?.section == name)
    #expect(fault?.offset == offset)
    #expect(fault?.what.contains("cannot come from") == true)
  }

  @Test(arguments: sizes) func sizesThatTheStreamDoesNotHaveAreRefused(
    _ format: String, _ offset: Int
  ) throws {
    for change in [1, 255] as [UInt8] {
      let error = try Self.damaged(format) { bytes, range in
        bytes[range.lowerBound + offset + (format == "zlib-gnu" ? 7 : 0)] &+= change
      }
      #expect(Self.compressionFault(error) != nil)
    }
  }

  @Test(arguments: sizes) func damagedStreamsAreRefused(_ format: String, _ offset: Int) throws {
    let error = try Self.damaged(format) { bytes, range in
      // At the end stand zlib's checksum and the last of Zstandard's blocks.
      bytes[range.upperBound - 3] ^= 0x55
      bytes[(range.lowerBound + range.upperBound) / 2] ^= 0x55
    }
    #expect(Self.compressionFault(error) != nil)
  }

  /// Zstandard makes less than a thousandth of a run of one byte: more than may come of anything
  /// else.
  @Test func expansionIsBounded() throws {
    let folder = try InputSample.assembly(
      ".section .debug_info,\"\",@progbits\n.zero 20000000\n"
    ).make()
    for (format, size) in [("zlib", 20_000_000), ("zstd", nil)] as [(String, Int?)] {
      try ObjectFileTool.objcopy.run(
        ["--compress-debug-sections=\(format)", "sample", "compressed"], in: folder.url)
      let input = try? CodeInput(InputBytes(mapping: folder.path("compressed")))
      #expect(input?.debug.info.count == size)
    }
  }

  @Test func otherWaysToCompressAreRefusedByNumber() throws {
    let error = try Self.damaged("zlib") { bytes, range in bytes[range.lowerBound] = 3 }
    #expect(
      error
        == .compression(
          section: ".debug_info", offset: 0,
          what: "compression type 3 is neither zlib (1) nor Zstandard (2)"))
  }
}
