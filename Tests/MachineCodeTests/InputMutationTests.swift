import Foundation
import MachineCode
import TestSupport
import Testing

/// Whatever the file, reading it ends, throws or gives functions that lie in its code, and takes no
/// more memory than it says.
@Suite struct InputMutationTests {
  static let samples: [InputSample] = [
    .c(.gcc, "-g", "-O2", "-ffunction-sections"),
    .c(.gccForARM64, "-g", "-O1"),
    .c(.gcc, "-g", "-O2", "-gdwarf-4", "-Wa,--compress-debug-sections=zlib"),
    .c(.clang, "-g", "-O2", "-gz=zstd"),
    .c(.gcc, "-g", "-O2", "-Wa,--compress-debug-sections=zlib-gnu"),
    .cxx(.gxx, "-g", "-O1", "-fdebug-types-section"),
    .assembly(),
    InputSample(testDescription: "image") { folder in
      let image = try ObjectFileSample.gcc(dwarf: 5, .executable, flags: ["-O2"]).make()
      try folder.copy(from: image, "sample")
    },
  ]

  /// Reads all there is, and checks what no reader may give; returns whether it was accepted.
  @discardableResult
  static func read(_ bytes: [UInt8]) -> Bool {
    guard let input = try? CodeInput(InputBytes(bytes)) else { return false }
    var end: UInt64 = 0
    var names = 0
    for function in input.functions.functions {
      let section = input.sections[Int(function.section)]
      if function.size == 0 || function.address < end || function.address < section.address
        || function.end > section.end
      {
        Issue.record("function at \(function.address)")
      }
      end = function.end
      names += input.name(of: function).count
    }
    if names > 4 * bytes.count { Issue.record("names of \(names) bytes") }
    let sizes = InputRelocationTests.sections.map { input.debug[keyPath: $0.field].count }
    if sizes.reduce(0, +) > 1032 * bytes.count + 11 * 65_536 {
      Issue.record("sections of \(sizes) bytes from \(bytes.count)")
    }
    return true
  }

  @Test(arguments: samples) func damagedFilesAreReadOrRefused(_ sample: InputSample) throws {
    let bytes = try sample.make().bytes("sample")
    #expect(Self.read(bytes))
    for mutant in Mutants(of: bytes, count: 300, seed: 1) { Self.read(mutant) }
  }

  /// The headers of the file and its sections, symbols and relocations, in which all sizes stand.
  @Test(arguments: samples) func damagedTablesAreReadOrRefused(_ sample: InputSample) throws {
    let bytes = try sample.make().bytes("sample")
    let object = try ObjectFile(bytes)
    let headers = bytes[40..<48].enumerated()
      .reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    var ranges = [0..<64]
    for index in object.sections.indices {
      let start = headers + 64 * index
      // Many times, so that most of the changes are there.
      ranges += Array(repeating: start..<start + 64, count: 3)
    }
    for section in object.sections {
      switch section.type {
      case .symtab, .rela, .strtab, .group: ranges.append(section.fileRange)
      default:
        let isCompressed =
          section.flags.contains(.compressed) || section.name.hasPrefix(".zdebug_")
        if isCompressed { ranges.append(section.fileRange.prefix(40)) }
      }
    }
    var accepted = 0
    for mutant in Mutants(of: bytes, within: ranges, count: 600, seed: 2) {
      if Self.read(mutant) { accepted += 1 }
    }
    #expect(accepted > 0)
  }

  @Test(arguments: samples.prefix(3)) func truncatedFilesAreRefused(_ sample: InputSample) throws {
    let bytes = try sample.make().bytes("sample")
    for count in stride(from: 0, to: bytes.count, by: 1 + bytes.count / 300) {
      // The section headers come last.
      #expect(!Self.read(Array(bytes[..<count])))
    }
  }

  /// A header whose only section is said to have gigabytes.
  @Test func ninetyBytesThatClaimGigabytesAreRefused() {
    var bytes = [UInt8](repeating: 0, count: 128)
    bytes.replaceSubrange(0..<8, with: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])
    bytes[16] = 1
    bytes[18] = 62
    bytes[40] = 64
    bytes[58] = 64
    bytes[60] = 1
    bytes[64 + 4] = 1
    #expect(Self.read(bytes))
    for (offset, width) in [(64 + 24, 8), (64 + 32, 8), (40, 8), (60, 2)] {
      for high in [0x10, 0x7f, 0xff] as [UInt8] {
        var claim = bytes
        claim[offset + width - 1] = high
        #expect(!Self.read(claim))
        #expect(!Self.read(Array(claim[..<90])))
      }
    }
  }

  /// Sections that share their bytes, each of which takes the time of all of them.
  @Test func sectionsThatShareBytesAreRefused() throws {
    let bytes = try InputSample.c(.gcc, "-g", "-O2").make().bytes("sample")
    let object = try ObjectFile(bytes)
    let headers = bytes[40..<48].enumerated()
      .reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    for name in [".debug_info", ".rela.debug_info"] {
      let section = try #require(object.section(named: name))
      let start = headers + 64 * section.index
      var many = bytes
      let copies = 2000
      for _ in 0..<copies { many += bytes[start..<start + 64] }
      let count = object.sections.count + copies
      many.replaceSubrange(60..<62, with: [UInt8(count & 0xff), UInt8(count >> 8)])
      let error = try #require(InputErrorTests.error(many))
      #expect("\(error)".contains("share bytes"))
    }
  }
}

extension ObjectFileFolder {
  func copy(from other: ObjectFileFolder, _ name: String) throws {
    try FileManager.default.copyItem(
      at: other.url.appendingPathComponent(name), to: url.appendingPathComponent(name))
  }
}
