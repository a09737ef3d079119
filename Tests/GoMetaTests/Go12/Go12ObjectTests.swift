import TestSupport
import Testing

/// What the linker of 2013 can take of an object for x86-64: few relocations, symbols of few forms.
@Suite(.serialized)
struct Go12ObjectTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var module, level: String
    var testDescription: String { "\(module) \(level)" }
  }

  static let cases = ["methods", "variables", "references"].flatMap { module in
    ["-O0", "-O2"].map { Case(module: module, level: $0) }
  }

  /// Compiles a module of Hosts/go12 and returns the object's path.
  private func object(_ sample: Case, in folder: TestFolder) throws -> String {
    let input = Go12Program.folder.appendingPathComponent(sample.module + ".ll").path
    return try Go12.compile(
      input, to: folder.path("object.o"), for: .x86_64, level: sample.level)
  }

  @Test("What is loaded has relocations that the linker knows, and no others", arguments: cases)
  func relocations(sample: Case) throws {
    let folder = try TestFolder()
    let path = try object(sample, in: folder)
    let loaded = Set(try ELFObject(path).sections.filter { $0.flags & 2 != 0 }.map(\.name))
    var kinds: Set<String> = []
    var isLoaded = false
    for line in try Tool.run("readelf", ["-rW", path]).lines {
      if line.hasPrefix("Relocation section '.rela") {
        let name = line.dropFirst(25).prefix { $0 != "'" }
        isLoaded = loaded.contains(String(name))
      } else if isLoaded, let kind = line.words.dropFirst(2).first, kind.hasPrefix("R_") {
        kinds.insert(kind)
      }
    }
    let known: Set = [
      "R_X86_64_64", "R_X86_64_PC32", "R_X86_64_PLT32", "R_X86_64_GOTPCREL", "R_X86_64_PC64",
    ]
    #expect(kinds.subtracting(known) == [])
    #expect(kinds.contains("R_X86_64_64"))
    if sample.module == "references" { #expect(kinds.contains("R_X86_64_GOTPCREL")) }
  }

  @Test("No symbol is common or thread-local", arguments: cases)
  func forms(sample: Case) throws {
    let folder = try TestFolder()
    let lines = try Tool.run("readelf", ["-sW", try object(sample, in: folder)]).lines
    let symbols = lines.map(\.words).filter { $0.count >= 8 && $0[0].hasSuffix(":") }
    #expect(symbols.count > 20)
    #expect(symbols.filter { $0[3] == "TLS" || $0[3] == "COMMON" || $0[6] == "COM" } == [])
  }

  @Test("A package's own types are its own, all others are shared", arguments: cases)
  func binding(sample: Case) throws {
    let folder = try TestFolder()
    let path = try object(sample, in: folder)
    let groups = try groups(path)
    let data = try ELFObject(path).defined.values.filter {
      !$0.name.hasPrefix("type..hash.") && !$0.name.hasPrefix("type..eq.")
        && ($0.name.hasPrefix("type.") || $0.name.hasPrefix("go.string.")
          || $0.name.hasPrefix("go.importpath.") || $0.name.hasPrefix("go.typelink."))
    }
    #expect(data.count > 10)
    for symbol in data {
      let isOwn =
        symbol.name.hasPrefix("type.example.com/") || symbol.name.hasPrefix("type.*example.com/")
      #expect(symbol.binding == 1, "\(symbol.name)")
      #expect(symbol.visibility == (isOwn ? 0 : 2), "\(symbol.name)")
      #expect(groups.contains(symbol.name) != isOwn, "\(symbol.name)")
    }
  }

  /// The signatures of COMDAT groups.
  private func groups(_ path: String) throws -> Set<String> {
    var groups: Set<String> = []
    for line in try Tool.run("readelf", ["-gW", path]).lines where line.hasPrefix("COMDAT group") {
      guard let start = line.firstRange(of: "`.group' ["),
        let end = line.firstRange(of: "] contains")
      else { continue }
      groups.insert(String(line[start.upperBound..<end.lowerBound]))
    }
    return groups
  }

  @Test("What may be missing is asked for by name, not by binding", arguments: cases)
  func weak(sample: Case) throws {
    let folder = try TestFolder()
    let object = try ELFObject(try object(sample, in: folder))
    let undefined = object.symbols.dropFirst().filter { $0.section == 0 }
    #expect(undefined.contains { $0.name.hasPrefix("go.weak.type.*") })
    for symbol in undefined {
      #expect(symbol.binding == 1 && symbol.visibility == 0, "\(symbol.name)")
    }
  }

  @Test("Each table of algorithms has its functions beside it", arguments: cases)
  func algorithms(sample: Case) throws {
    let folder = try TestFolder()
    let object = try ELFObject(try object(sample, in: folder))
    let tables = object.defined.values.filter { $0.name.hasPrefix("type..alg.") }
    for table in tables {
      let type = table.name.dropFirst(10)
      let words = object.words(of: table)
      #expect(words.prefix(2) == ["type..hash.\(type) +0", "type..eq.\(type) +0"])
      for name in ["type..hash.\(type)", "type..eq.\(type)"] {
        #expect((object.defined[name]?.size ?? 0) > 0, "\(name)")
      }
    }
    // Types with strings, floats, interfaces or padding; the variables' types have none.
    #expect(tables.count == ["methods": 5, "references": 1, "variables": 0][sample.module])
  }
}
