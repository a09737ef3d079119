import GoRelease
import MachineCode
import TestSupport
import Testing

@testable import TypeReading

/// Plugins that the go command had linked by the system's linker.
@Suite struct PluginReadingTests {
  private func listing(
    _ bytes: [UInt8], _ release: String
  ) throws -> (tables: TypeTables, listing: TypeListing) {
    let image = try TypeImage(ObjectFile(bytes))
    #expect(image.buildInfo?.release == release)
    let tables = try TypeTables(image, release: GoRelease(named: release))
    return (tables, tables.listing())
  }

  private func strings(_ listing: TypeListing) -> [String] {
    listing.descriptors.map { $0.string?.text ?? "?" }
  }

  @Test(
    "A plugin's types and exports are read, stripped as whole", arguments: ["1.21", "1.27"],
    ["amd64", "arm64"])
  func plugins(release: String, architecture: String) throws {
    let plugin = try ReflectProgram(release, architecture, flags: ["-buildmode=plugin"])
    let whole = try listing(plugin.bytes(), release)
    #expect(whole.listing.faults == [])
    // The linker's own symbols: none of them is missed.
    let symbols = Set(whole.listing.descriptors.compactMap(\.symbol))
    let missed = whole.tables.image.symbols.all.filter {
      $0.name.hasPrefix("type:") && !$0.name.hasPrefix("type:.") && $0.size >= 48
        && !symbols.contains($0.name)
    }
    #expect(missed.map(\.name) == [])

    for option in ["--strip-unneeded", "--strip-sections"] {
      let stripped = try listing(plugin.copy("llvm-strip-19", [option]), release)
      #expect(stripped.listing.faults == [])
      // Only symbols tell of closures' types, to which nothing refers.
      let missed = strings(whole.listing).filter { !$0.contains("struct { F uintptr") }
      let read = strings(stripped.listing).filter { !$0.contains("struct { F uintptr") }
      #expect(Set(missed).subtracting(read) == [])
      #expect(read.count == missed.count)
      var reader = stripped.tables.reader
      let exports = try stripped.tables.exports(&reader)
      let shown = exports.map { export in
        let type = export.type?.address.flatMap { stripped.listing[$0]?.string?.text }
        return "\(export.name?.text ?? "?") \(type ?? "?")"
      }
      #expect(
        shown.sorted()
          == ["Act func(...main.Value) (main.Loud, error)", "Public *map[string]*main.Node"])
      #expect(try stripped.tables.pluginPath()?.isEmpty == false)
      let itabs = try stripped.tables.itabs(&reader)
      #expect(!itabs.isEmpty)
      for itab in itabs {
        let type = try #require(itab.type?.address.flatMap { stripped.listing[$0] })
        #expect(itab.hash == nil || itab.hash == type.header.hash)
      }
    }
  }

  @Test("The build info is what `go version -m` prints", arguments: ReflectAgreementTests.releases)
  func buildInfo(release: String) throws {
    for flags in [[], ["-s", "-w"]] {
      let program = try ReflectProgram(release, flags: flags)
      let info = try #require(try TypeImage(ObjectFile(program.bytes())).buildInfo)
      let lines = try program.go(["version", "-m"]).split(separator: "\n")
      #expect(lines.first?.hasSuffix(": " + info.version) == true)
      let expected = lines.dropFirst().map { String($0.dropFirst()) }
      #expect(info.modules.split(separator: "\n").map(String.init) == expected)
    }
  }

  @Test("The code of a method is the function of its name", arguments: ["1.21", "1.24", "1.27"])
  func code(release: String) throws {
    let program = try ReflectProgram(release)
    var functions: [UInt64: [String]] = [:]
    for line in try program.go(["tool", "nm"]).split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
      guard parts.count == 3, let address = UInt64(parts[0], radix: 16) else { continue }
      functions[address, default: []].append(String(parts[2]))
    }
    var count = 0
    for type in try listing(program.bytes(), release).listing.descriptors {
      for method in type.uncommon?.methods ?? [] {
        for code in [method.interfaceCode, method.directCode] {
          guard let address = code?.address else { continue }
          let name = try #require(method.name?.text)
          let names = try #require(functions[address])
          #expect(names.contains { $0.hasSuffix("." + name) }, "\(name) is \(names)")
          count += 1
        }
      }
    }
    #expect(count > 300)
  }

  @Test(
    "A release whose moduledata are others is refused",
    arguments: [("1.27", "1.26"), ("1.24", "1.27"), ("1.21", "1.26")])
  func mismatch(release: String, other: String) throws {
    let image = try TypeImage(ObjectFile(ReflectProgram(release, flags: ["-s", "-w"]).bytes()))
    let error = #expect(throws: TypeReadError.self) {
      try TypeTables(image, release: GoRelease(named: other))
    }
    #expect(error == .noModuleData(release: other))
  }
}
