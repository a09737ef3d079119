import GoRelease
import MachineCode
import ModuleTables
import Testing

@Suite struct ModuleImageTests {
  private func module(_ bytes: [UInt8]) throws -> ModuleImage {
    try ModuleImage(MappedImage(ObjectFile(bytes)), release: .go1_27)
  }

  @Test("What was written is read again: functions")
  func functions() throws {
    let facts = try SampleModule().facts
    let functions = try module(try SampleImage.plain.get().bytes).functions()
    #expect(functions.map(\.name) == facts.functions.map(\.name))
    #expect(functions.map(\.entryOffset) == facts.functions.map(\.entry))
    #expect(functions.map(\.stackDeltas) == facts.functions.map(\.stackDeltas))
    #expect(functions.map(\.files) == facts.functions.map(\.files))
    #expect(functions.map(\.lines) == facts.functions.map(\.lines))
    #expect(functions.map(\.argumentSize) == facts.functions.map(\.argumentSize))
  }

  @Test("What was written is read again: files, path, types and exports")
  func rest() throws {
    let sample = try SampleModule()
    let module = try module(try SampleImage.plain.get().bytes)
    #expect(try module.path == SampleModule.path)
    #expect(try module.file(0) == "sample/add.go" && module.file(1) == "sample/zero.go")
    #expect(try module.file(2) == nil && module.file(-1) == nil && module.file(.min) == nil)
    #expect(try module.descriptors().map(\.string) == sample.types.descriptors.map(\.string))
    #expect(try module.exports().map(\.name) == sample.exports.map(\.name))
  }

  @Test("A file without moduledata says so")
  func noModule() throws {
    var bytes = try SampleImage.plain.get().bytes
    // The section's name, where the section names are.
    let name = Array(".go.module\0".utf8)
    let place = try #require(
      (0..<bytes.count - name.count).last { bytes[$0...].starts(with: name) })
    bytes[place + 1] = UInt8(ascii: "x")
    #expect(throws: ModuleReadError.noModule) { try module(bytes) }
  }

  /// Reads all there is to read.
  private func readEverything(_ bytes: [UInt8]) {
    do {
      let module = try module(bytes)
      _ = try? module.path
      _ = try? module.functions()
      _ = try? module.descriptors()
      _ = try? module.exports()
      for index in [-1, 0, 1, 7, Int32.max] { _ = try? module.file(index) }
      _ = try? module.descriptor(at: .max)
      _ = try? module.name(atOffset: .max)
      _ = try? ModuleCheck(module).problems
    } catch {
      // Refused: as good as read.
    }
  }

  @Test("Every truncation reads or throws")
  func truncations() throws {
    let bytes = try SampleImage.plain.get().bytes
    for step in 0..<300 { readEverything(Array(bytes[..<(bytes.count * step / 300)])) }
  }

  /// What is written over each place of the tables: single bits, and numbers that sums overflow
  /// with.
  enum Damage: CaseIterable, Sendable {
    case bit, ones, huge, negative, zero

    func apply(to bytes: inout [UInt8], at place: Int) {
      let word: [UInt8]
      switch self {
      case .bit:
        bytes[place] ^= 1 << UInt8(place % 8)
        return
      case .ones: word = [UInt8](repeating: 0xff, count: 8)
      case .huge: word = [0xf8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]
      case .negative: word = [0, 0, 0, 0, 0, 0, 0, 0x80]
      case .zero: word = [UInt8](repeating: 0, count: 8)
      }
      bytes.replaceSubrange(place..<place + 8, with: word)
    }
  }

  @Test(
    "Damage anywhere in the tables and in what leads to them reads or throws",
    arguments: Damage.allCases)
  func damage(_ damage: Damage) throws {
    let bytes = try SampleImage.plain.get().bytes
    let names: Set = [
      ".gopclntab", ".go.module", ".data.rel.ro", ".rela.dyn", ".dynamic", ".rodata", ".dynsym",
      ".dynstr",
    ]
    var places: [Int] = []
    for section in try ObjectFile(bytes).sections where names.contains(section.name) {
      places += section.fileRange
    }
    places += 0..<64
    // The section headers, of 64 bytes each, end the file.
    places += (bytes.count - 64 * 24)..<bytes.count
    let step = max(1, places.count / (damage == .bit ? 2000 : 700))
    for place in stride(from: 0, to: places.count, by: step) where places[place] + 8 <= bytes.count
    {
      var changed = bytes
      damage.apply(to: &changed, at: places[place])
      readEverything(changed)
    }
  }

  @Test(
    "Every word of moduledata may be anything",
    arguments: [0, 1, 7, .max, .max - 7, 1 << 63, 1 << 40] as [UInt64])
  func moduleData(value: UInt64) throws {
    let image = try SampleImage.plain.get()
    let original = try PatchedImage(image)
    let start = try original.section(".go.module").address
    for offset in stride(from: UInt64(0), to: 568, by: 8) {
      var patched = original
      try patched.setWord(at: start + offset, value)
      readEverything(patched.bytes)
    }
  }
}
