import GoRelease
import GoTypes
import Testing
import TypeDescriptors

/// Names that Swift's strings would equate are two names in Go.
@Suite struct EquivalentNameTests {
  @Test(arguments: GoRelease.supported.map(\.name))
  func canonicallyEquivalentNamesAreTwoTypes(name: String) throws {
    let release = try GoRelease(named: name)
    let rules = release.typeRules
    let main = Package(path: "main", name: "main")
    var universe = Universe(language: rules.language, layoutRules: rules.layout)
    let kelvin = "\u{212A}"
    try universe.declare(
      ["type K struct { \(kelvin), K *int }; type \(kelvin) [3]string"], in: main)
    var builder = DescriptorBuilder(
      universe: universe, release: release, definedPackages: ["main"])
    for type in universe.typeDeclarations(in: "main") { builder.require(.named(type.name)) }
    let set = try builder.build()
    for text in ["K", kelvin] {
      let symbol = "\(rules.symbolPrefix)main.\(text)"
      #expect(
        set.descriptors.count { $0.symbol.name.utf8.elementsEqual(symbol.utf8) } == 1, "\(text)")
    }
    // The fields' names, one letter each, with whatever the release puts around them.
    for letter in ["K", kelvin] {
      #expect(
        set.names.contains { part in
          part.name.utf8.count < 30 && Array(part.bytes).contains(Array(letter.utf8))
            && part.name.unicodeScalars.contains { String($0).utf8.elementsEqual(letter.utf8) }
        }, "\(letter)")
    }
  }
}
