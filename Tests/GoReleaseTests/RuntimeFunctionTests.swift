import GoRelease
import GoTypes
import Testing

/// The functions of package runtime are those of the releases' own sources.
@Suite struct RuntimeFunctionTests {
  @Test(
    "Every claimed function takes and returns the scalars that the sources say",
    arguments: ReleaseSources.releases)
  func signatures(release: GoRelease) throws {
    let sources = try ReleaseSources.of(release)
    #expect(sources.claims.count == release.runtimeFunctionNames.count)
    #expect(sources.claims.count > 100)
    for (architecture, functions) in sources.functions {
      for (name, shape) in sources.claims {
        let original = try #require(
          functions[name], "\(sources.version) on \(architecture) has no \(name) to call")
        #expect(shape == original, "\(name) of \(sources.version) on \(architecture)")
      }
    }
  }

  /// Written in Go, and called by none of a program's code: Go's linker leaves them out of every one.
  private static let unlinked: [String: ClosedRange<UInt32>] = [
    "assertE2I": 22...27, "assertE2I2": 22...25, "mapiterinit": 24...27, "mapiternext": 24...27,
  ]

  @Test(
    "A release lacks only what its sources lack, or its programs",
    arguments: ReleaseSources.releases)
  func presence(release: GoRelease) throws {
    let functions = try ReleaseSources.of(release).functions
    let names = Set(GoRelease.supported.flatMap(\.runtimeFunctionNames))
    for name in names.subtracting(release.runtimeFunctionNames) {
      let plain = String(name.dropFirst("runtime.".count))
      if Self.unlinked[plain]?.contains(release.minorVersion) == true { continue }
      if plain.hasPrefix("goPanic"), release.minorVersion >= 26 { continue }
      #expect(functions.values.allSatisfy { $0[name] == nil }, "\(name) of Go \(release.name)")
    }
  }

  @Test("GoMeta's own parser reads every signature", arguments: ReleaseSources.releases)
  func parses(release: GoRelease) throws {
    for name in release.runtimeFunctionNames {
      let text = try #require(release.runtimeFunction(named: name))
      guard case .function = try release.universe.parseType(text, in: Package(path: "p", name: "p"))
      else {
        Issue.record("\(name) is no function: \(text)")
        continue
      }
    }
  }

  @Test func namesAreThoseOfTheRelease() throws {
    let oldest = try GoRelease(named: "1.21")
    let newest = try GoRelease(named: "1.27")
    #expect(oldest.runtimeFunction(named: "runtime.goPanicIndex") == "func(x, y int)")
    #expect(newest.runtimeFunction(named: "runtime.goPanicIndex") == nil)
    #expect(newest.runtimeFunction(named: "newobject") == nil)
    #expect(newest.runtimeFunction(named: "runtime.morestack") == nil)
    let names = newest.runtimeFunctionNames
    #expect(names == names.sorted() && Set(names).count == names.count)
  }

  @Test("Releases that pass arguments on the stack have none", arguments: ["1.2", "1.8"])
  func none(name: String) throws {
    let release = try GoRelease(named: name)
    #expect(release.runtimeFunctionNames.isEmpty)
    #expect(release.runtimeFunction(named: "runtime.newobject") == nil)
  }
}
