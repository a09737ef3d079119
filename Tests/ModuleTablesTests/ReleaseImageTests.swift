import GoRelease
import MachineCode
import ModuleTables
import Testing

/// Images of the sample for each release, where their modules differ.
@Suite struct ReleaseImageTests {
  static let releases = GoRelease.supported.filter { $0.modules.versionSymbol != nil }

  /// The sample's image with one itab, and what nm says of it.
  private static func image(_ release: GoRelease) throws -> (SampleImage, PatchedImage) {
    let image = try SampleImage(of: try SampleModule(release, hasItab: true))
    return (image, try PatchedImage(image))
  }

  private func problems(_ bytes: [UInt8], _ release: GoRelease) throws -> [String] {
    try ModuleCheck(ModuleImage(MappedImage(ObjectFile(bytes)), release: release)).problems
  }

  /// Offsets in runtime.moduledata, in bytes (runtime/symtab.go of each release): of what releases
  /// have at different places.
  struct Offsets: Sendable {
    var pluginPath: UInt64
    var typelinks: UInt64?
    var next: UInt64
    var size: UInt64

    static func of(_ release: GoRelease) -> Offsets? {
      switch release.name {
      case "1.21", "1.22": Offsets(pluginPath: 424, typelinks: 352, next: 584, size: 592)
      case "1.23", "1.24", "1.25": Offsets(pluginPath: 424, typelinks: 352, next: 576, size: 584)
      case "1.26": Offsets(pluginPath: 432, typelinks: 360, next: 584, size: 592)
      case "1.27": Offsets(pluginPath: 408, typelinks: nil, next: 560, size: 568)
      default: nil
      }
    }
  }

  @Test("The image has no problem, read as what it is", arguments: releases)
  func good(release: GoRelease) throws {
    #expect(try problems(try Self.image(release).0.bytes, release) == [])
  }

  @Test("What was written is read again", arguments: releases)
  func readAgain(release: GoRelease) throws {
    let sample = try SampleModule(release, hasItab: true)
    let module = try ModuleImage(
      MappedImage(ObjectFile(try Self.image(release).0.bytes)), release: release)
    #expect(try module.path == SampleModule.path)
    #expect(try module.functions().map(\.name) == sample.facts.functions.map(\.name))
    #expect(try module.functions().map(\.lines) == sample.facts.functions.map(\.lines))
    #expect(try module.descriptors().map(\.string) == sample.types.descriptors.map(\.string))
    #expect(try module.exports().map(\.name) == sample.exports.map(\.name))
  }

  @Test(
    "Up to Go 1.25 the pclntab's header has the address of the text, and is read-only only then",
    arguments: releases)
  func textStart(release: GoRelease) throws {
    let (image, file) = try Self.image(release)
    let place = try #require(image.symbols["go:pclntab"]) + 24
    let isOld = release.minorVersion <= 25
    #expect(try file.word(at: place) == (isOld ? image.symbols["go:text"] : 0))
    // GNU ld joins all that is read-only after relocation.
    let sections = try ObjectFile(image.bytes).sections
    let section = sections.first { $0.flags.contains(.alloc) && $0.contains(address: place) }
    #expect(section?.name == (isOld ? ".data.rel.ro" : ".gopclntab"))
    guard isOld else { return }
    var patched = file
    try patched.setWord(at: place, try #require(image.symbols["go:text"]) + 16)
    #expect(
      try problems(patched.bytes, release) == ["pcHeader.textStart is not the start of the text"])
  }

  @Test("Up to Go 1.26 typelinks lead to every descriptor, in order", arguments: releases)
  func typelinks(release: GoRelease) throws {
    let (image, file) = try Self.image(release)
    let start = try #require(image.symbols["go:moduledata"])
    let count = UInt64(try SampleModule(release, hasItab: true).types.descriptors.count)
    guard let offset = try #require(Offsets.of(release)).typelinks else {
      #expect(image.symbols["go:typelinks"] == nil)
      return
    }
    let links = try #require(image.symbols["go:typelinks"])
    #expect(try file.word(at: start + offset) == links)
    #expect(try file.word(at: start + offset + 8) == count)
    var patched = file
    let (first, second) = (try file.half(at: links), try file.half(at: links + 4))
    #expect(first == 8)
    try patched.setNumber(at: links, second, width: 4)
    try patched.setNumber(at: links + 4, first, width: 4)
    let problems = try problems(patched.bytes, release)
    #expect(problems.count == 1 && problems[0].hasSuffix("typelinks are not in order"))
  }

  @Test("An itab with another hash than its type's is reported", arguments: releases)
  func itab(release: GoRelease) throws {
    let (image, file) = try Self.image(release)
    let itab = try #require(image.symbols.first { $0.key.hasPrefix("go:itab.") }).value
    var patched = file
    try patched.setNumber(at: itab + 16, try file.half(at: itab + 16) ^ 1, width: 4)
    let problems = try problems(patched.bytes, release)
    #expect(problems.count == 1 && problems[0].hasSuffix("its hash is not its type's"))
  }

  @Test(
    "The table of releases leads to the module in its own, and to refused ones in all others",
    arguments: releases)
  func versionGuard(release: GoRelease) throws {
    let (image, file) = try Self.image(release)
    let module = try #require(image.symbols["go:moduledata"])
    let path = try #require(image.symbols["go:pluginpath"])
    var place = try #require(image.symbols["go:releases"])
    var seen: [String] = []
    while try file.half(at: place) != 0 {
      let name = "1.\(try file.half(at: place))"
      let offsets = try #require(Offsets.of(try GoRelease(named: name)))
      let target = try file.word(at: place + 8)
      #expect(try file.half(at: place + 4) == offsets.next)
      #expect((target == module) == (name == release.name), "\(name)")
      #expect(try file.word(at: target + offsets.pluginPath) == path)
      if target != module {
        // One hash of a package, {name, hash, address of another hash}, and nothing else.
        let hashes = try file.word(at: target + offsets.pluginPath + 16)
        #expect(try file.word(at: target + offsets.pluginPath + 24) == 1)
        #expect(try file.word(at: hashes + 24) > 0)
        #expect(try file.word(at: file.word(at: hashes + 32) + 8) == 0)
        for word in stride(from: UInt64(0), to: offsets.size, by: 8)
        where !(offsets.pluginPath..<offsets.pluginPath + 40).contains(word) {
          #expect(try file.word(at: target + word) == 0)
        }
      }
      seen.append(name)
      place += 16
    }
    #expect(seen.first == release.name)
    #expect(seen.sorted() == Self.releases.map(\.name).sorted())
  }

  @Test("The image states its release where Go's programs do", arguments: releases)
  func buildInfo(release: GoRelease) throws {
    let bytes = try Self.image(release).0.bytes
    let section = try #require(try ObjectFile(bytes).section(named: ".go.buildinfo"))
    let text = "\u{8}\u{2}" + String(repeating: "\0", count: 16) + "\u{6}go\(release.name)\0"
    #expect(
      Array(bytes[section.fileRange]) == [0xff] + Array(" Go buildinf:".utf8) + Array(text.utf8))
  }
}
