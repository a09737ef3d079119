import GoRelease
import GoTypes
import Testing
import TypeDescriptors

/// Methods that no one declares for a type, but that its descriptor lists, need functions; the set
/// says which, and how they reach the method.
@Suite struct MethodWrapperTests {
  private let main = Package(path: "example.com/m", name: "m")

  private func wrappers(
    _ text: String, release: GoRelease, _ declarations: [String]
  ) throws -> [MethodWrapper] {
    let rules = release.typeRules
    var universe = Universe(language: rules.language, layoutRules: rules.layout)
    try universe.declare(declarations, in: main)
    var builder = DescriptorBuilder(
      universe: universe, release: release, definedPackages: [main.path])
    let type = try universe.parseType(text, in: main)
    builder.require(type)
    builder.require(GoType.pointer(type))
    return try builder.build().wrappers.filter {
      $0.receiver == type || $0.receiver == .pointer(type)
    }
  }

  private let inner = ["type Inner struct { a, b int }; func (Inner) V(); func (*Inner) p(int)"]

  @Test(arguments: GoRelease.supported.map(\.name))
  func promotedMethodsAreReachedThroughTheirFields(name: String) throws {
    let release = try GoRelease(named: name)
    let found = try wrappers(
      "Outer", release: release, inner + ["type Outer struct { n int; *Inner }"])
    #expect(
      found.map(\.symbol) == [
        "example.com/m.(*Outer).V", "example.com/m.(*Outer).p", "example.com/m.Outer.V",
        "example.com/m.Outer.p",
      ])
    #expect(found.allSatisfy { $0.entry.path == [1] && $0.entry.isIndirect && $0.padding == 0 })
    #expect(found.map { $0.entry.hasPointerReceiver } == [false, true, false, true])
  }

  @Test(arguments: GoRelease.supported.map(\.name))
  func typesWithoutANameStandInThePackageGo(name: String) throws {
    let release = try GoRelease(named: name)
    let found = try wrappers("struct { N int; Inner }", release: release, inner)
    // Go 1.20 took the colon, which no package has in its path.
    let package = ["1.2", "1.8"].contains(name) ? "go." : "go:"
    #expect(
      found.map(\.symbol) == [
        "\(package)(*struct { N int; example.com/m.Inner }).V",
        "\(package)(*struct { N int; example.com/m.Inner }).example.com/m.p",
        "\(package)struct { N int; example.com/m.Inner }.V",
      ])
  }

  @Test(arguments: GoRelease.supported.map(\.name))
  func declaredMethodsAreNoWrappers(name: String) throws {
    let release = try GoRelease(named: name)
    let found = try wrappers("Inner", release: release, inner)
    #expect(found.map(\.symbol) == ["example.com/m.(*Inner).V"])
    #expect(found.first?.entry.path == [])
  }
}
