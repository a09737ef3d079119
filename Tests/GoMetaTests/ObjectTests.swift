import TestSupport
import Testing

/// Objects and plugins as readelf and nm see them.
@Suite(.serialized)
struct ObjectTests {
  @Test("What travels in an object is marked to be dropped", arguments: Machine.allCases)
  func excluded(machine: Machine) throws {
    let folder = try TestFolder()
    let sections = try Self.sections(
      try Shapes.module.compile(in: folder, for: machine), machine)
    for name in [".go.func", ".go.package"] {
      let section = try #require(sections.first { $0.name == name })
      #expect(section.flags == "E", "\(name)")
      #expect(section.address == 0)
    }
  }

  @Test("A plugin holds nothing that was marked to be dropped", arguments: Machine.allCases)
  func dropped(machine: Machine) throws {
    let names = try Self.sections(try Shapes.plugin(machine), machine).map(\.name)
    #expect(!names.contains { $0.hasPrefix(".go.func") || $0.hasPrefix(".go.package") })
    #expect(names.contains(".gopclntab"))
  }

  @Test("The module data and Go's variables stay writable", arguments: Machine.allCases)
  func writable(machine: Machine) throws {
    let plugin = try Shapes.plugin(machine)
    let sections = try Self.sections(plugin, machine)
    let header = try #require(
      try Tool.run(machine.binutil("readelf"), ["-lW", plugin]).lines
        .first { $0.contains("GNU_RELRO") }
    ).words
    let start = try #require(UInt64(header[2].dropFirst(2), radix: 16))
    let size = try #require(UInt64(header[5].dropFirst(2), radix: 16))
    for name in [".go.module", ".go.data"] {
      let section = try #require(sections.first { $0.name == name })
      #expect(section.flags.contains("W"), "\(name)")
      #expect(
        section.address >= start + size || section.address + section.size <= start, "\(name)")
    }
  }

  @Test("Type descriptors are read-only once relocated", arguments: Machine.allCases)
  func descriptors(machine: Machine) throws {
    let plugin = try Shapes.plugin(machine)
    let sections = try Self.sections(plugin, machine)
    let types = try Self.dynamicSymbols(plugin, machine).filter { $0.name.hasPrefix("type:") }
    let relocated = try #require(sections.first { $0.name == ".data.rel.ro" })
    #expect(!types.isEmpty)
    for type in types {
      #expect(
        relocated.address..<relocated.address + relocated.size ~= type.address, "\(type.name)")
    }
  }

  @Test(
    "All calls are bound when the plugin is loaded, and its text is never written to",
    arguments: Machine.allCases)
  func binding(machine: Machine) throws {
    let entries = try Tool.run(
      machine.binutil("readelf"), ["-dW", try Shapes.plugin(machine)]
    ).lines
    #expect(entries.contains { $0.contains("(FLAGS)") && $0.contains("BIND_NOW") })
    #expect(!entries.contains { $0.contains("TEXTREL") || $0.contains("(NEEDED)") })
  }

  @Test("No segment is both writable and executable", arguments: Machine.allCases)
  func segments(machine: Machine) throws {
    let segments = try Tool.run(
      machine.binutil("readelf"), ["-lW", try Shapes.plugin(machine)]
    ).lines.map(\.words)
      .filter { $0.first == "LOAD" || $0.first == "GNU_STACK" }
    #expect(segments.count > 3)
    for segment in segments {
      let flags = segment[6..<segment.count - 1].joined()
      #expect(!(flags.contains("W") && flags.contains("E")))
    }
  }

  @Test(
    "A plugin exports what its package exports, and type descriptors",
    arguments: Machine.allCases)
  func exports(machine: Machine) throws {
    let symbols = try Self.dynamicSymbols(try Shapes.plugin(machine), machine)
    var wanted: Set<String> = []
    for declaration in Shapes.module.declarations {
      let words = declaration.words
      guard ["func", "var"].contains(words[0]), !words[1].hasPrefix("(") else { continue }
      let name = words[1].prefix { $0 != "(" }
      if name.first?.isUppercase == true { wanted.insert("example.com/shapes." + name) }
    }
    let types = symbols.filter { $0.name.hasPrefix("type:") }
    #expect(Set(symbols.map(\.name)).subtracting(types.map(\.name)) == wanted)
    #expect(wanted.count > 70)
    // The host's descriptor of the same type takes the place of a weak one.
    #expect(types.allSatisfy { $0.type == "V" })
  }

  struct SectionHeader {
    var name: String
    var address, size: UInt64
    var flags: String
  }

  private static func sections(_ file: String, _ machine: Machine) throws -> [SectionHeader] {
    try Tool.run(machine.binutil("readelf"), ["-SW", file]).lines.compactMap { line in
      guard let bracket = line.firstIndex(of: "]") else { return nil }
      let fields = String(line[line.index(after: bracket)...]).words
      guard fields.count >= 9, let address = UInt64(fields[2], radix: 16),
        let size = UInt64(fields[4], radix: 16)
      else { return nil }
      return SectionHeader(
        name: fields[0], address: address, size: size,
        flags: fields.count == 10 ? fields[6] : "")
    }
  }

  private static func dynamicSymbols(
    _ file: String, _ machine: Machine
  ) throws -> [(address: UInt64, type: String, name: String)] {
    try Tool.run(machine.binutil("nm"), ["-D", "--defined-only", file]).lines.compactMap { line in
      let fields = line.split(separator: " ", maxSplits: 2).map(String.init)
      guard fields.count == 3, let address = UInt64(fields[0], radix: 16) else { return nil }
      return (address, fields[1], fields[2])
    }
  }
}
