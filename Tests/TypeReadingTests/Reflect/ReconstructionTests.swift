import GoRelease
import GoTypes
import MachineCode
import TestSupport
import Testing
import TypeDescriptors

@testable import TypeReading

/// Types made of a stripped program's descriptors. A descriptor's hash is the compiler's, of the
/// type's full name: it tells whether the type is the same to the last letter.
@Suite struct ReconstructionTests {
  struct Made {
    var listing: TypeListing
    var found: TypeReconstruction
    var universe: Universe
    var release: GoRelease

    init(_ program: ReflectProgram) throws {
      let image = try TypeImage(ObjectFile(program.bytes()))
      let release = try GoRelease(named: program.release)
      self.release = release
      listing = try TypeTables(image, release: release).listing()
      found = TypeReconstruction(listing.descriptors, release: release) { link in
        TypeSymbol.hash(linkString: link, rules: release.typeRules)
      }
      universe = release.universe
      try universe.declare(found.declarations, packages: found.packages)
    }

    func declaration(_ name: String) -> TypeDeclaration? {
      universe.declaration(of: TypeName(packagePath: "main", name: name))
    }
  }

  private func made(_ release: String) throws -> Made {
    try Made(ReflectProgram(release, flags: ["-s", "-w"]))
  }

  @Test("Every type has the hash of its descriptor", arguments: ReflectAgreementTests.releases)
  func hashes(release: String) throws {
    let made = try made(release)
    #expect(made.found.faults == [])
    var count = 0
    var different: [String] = []
    for (descriptor, type) in zip(made.listing.descriptors, made.found.types) {
      let string = try #require(descriptor.string?.text)
      // Maps' own parts have names of their own, and what is made of them is no Go either.
      guard
        !["map.bucket[", "map.group[", "map.hdr[", "map.iter["].contains(where: string.contains)
      else { continue }
      let link = made.universe.string(
        try #require(type), qualifier: .packagePath, notation: made.release.typeRules.notation)
      let hash = TypeSymbol.hash(linkString: link, rules: made.release.typeRules)
      if hash != descriptor.header.hash { different.append(link) }
      count += 1
    }
    #expect(different.prefix(5) == [])
    #expect(count > 1000)
  }

  @Test("Every type has the size of its descriptor", arguments: ReflectAgreementTests.releases)
  func sizes(release: String) throws {
    let made = try made(release)
    var different: [String] = []
    for (descriptor, type) in zip(made.listing.descriptors, made.found.types) {
      let layout = try made.universe.layout(of: try #require(type))
      if UInt64(layout.size) != descriptor.header.size
        || layout.alignment != Int64(descriptor.header.alignment)
      {
        different.append("\(descriptor.string?.text ?? "?"): \(layout)")
      }
    }
    #expect(different.prefix(5) == [])
  }

  @Test(
    "Declared methods give every type the methods of its table",
    arguments: ReflectAgreementTests.releases)
  func methods(release: String) throws {
    let made = try made(release)
    var different: [String] = []
    var count = 0
    for (descriptor, type) in zip(made.listing.descriptors, made.found.types) {
      guard let uncommon = descriptor.uncommon, let type, descriptor.header.kind != .interface
      else { continue }
      // The linker leaves out the types of methods that nothing calls.
      let known = uncommon.methods.filter { $0.type != nil }.map { $0.name?.text ?? "" }
      let dropped = Set(uncommon.methods.filter { $0.type == nil }.map { $0.name?.text ?? "" })
      let methods = made.universe.methodSet(of: type).map(\.method.name)
      if methods.filter({ !dropped.contains($0) }) != known {
        different.append("\(descriptor.string?.text ?? "?"): \(methods), not \(known)")
      }
      count += known.count
    }
    #expect(different.prefix(5) == [])
    #expect(count > 800)
  }

  @Test("What embedding gives is not declared again")
  func promotion() throws {
    let made = try made("1.27")
    let embeds = try #require(made.declaration("Embeds"))
    #expect(embeds.methods == [])
    let value = try #require(made.declaration("Value"))
    #expect(value.methods.filter { !$0.hasPointerReceiver }.map(\.name) == ["Get", "unexported"])
    #expect(value.methods.filter(\.hasPointerReceiver).map(\.name) == ["Set"])
  }

  @Test("Local types have the compiler's numbers", arguments: ["1.21", "1.24", "1.27"])
  func locals(release: String) throws {
    let made = try made(release)
    let names = made.found.declarations.filter { $0.name.packagePath == "main" }.map(\.name.name)
    let locals = names.filter { $0.contains("T·") && !$0.contains("[") }
    #expect(locals == ["T·1", "T·3"] || locals == ["T·1", "T·2"], "\(names)")
    #expect(names.contains { $0.hasPrefix("T[int]·") })
    #expect(names.contains { $0.hasPrefix("Pair[string,main.T·") })
  }

  @Test("Without the hash, types of one name are told apart all the same")
  func twins() throws {
    let made = try made("1.27")
    let blind = TypeReconstruction(made.listing.descriptors, release: made.release)
    #expect(blind.faults == [])
    #expect(blind.declarations.count == made.found.declarations.count)
  }
}
