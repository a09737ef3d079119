import GoRelease
import GoTypes
import Symbols
import Testing
import TypeDescriptors

/// Types that Go 1.8's records cannot hold.
@Suite struct Go18RefusalTests {
  private static let package = Package(path: "example.com/p", name: "p")

  private func message(_ type: GoType) -> String {
    var builder = DescriptorBuilder(
      universe: Universe(), release: .go1_8, definedPackages: [Self.package.path])
    builder.require(type)
    do {
      _ = try builder.build()
      return ""
    } catch { return "\(error)" }
  }

  private func structure(_ name: String, tag: String = "") -> GoType {
    .structure(StructType(fields: [.init(name: name, type: .basic(.int), tag: tag)]))
  }

  /// Lengths are 16 bits.
  @Test func namesAndTagsAreShorterThan64KiB() {
    let longest = String(repeating: "x", count: 65_000)
    #expect(message(structure("X", tag: longest)) == "")
    let tooLong = String(repeating: "x", count: 65_536)
    #expect(message(structure("X", tag: tooLong)).contains("more than 65535 bytes"))
  }

  @Test func functionsHaveFewerThan65536Parameters() {
    let empty = GoType.structure(StructType(fields: []))
    let many = [GoType](repeating: empty, count: 65_536)
    let found = message(.function(Signature(parameters: many)))
    #expect(found.contains("more than"), "\(found.prefix(300))")
  }

  @Test func errorsAreOneLineAndShort() {
    let long = String(repeating: "x", count: 65_536)
    let text = message(structure("X", tag: long))
    #expect(!text.contains("\n") && text.utf8.count < 400)
  }
}
