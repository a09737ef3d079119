import GoRelease
import GoTypes
import Symbols
import TypeDescriptors

/// The symbols by which a release's runtime knows a type and all types that it mentions: named
/// bytes with relocations.
func describe(
  _ type: String, declaring declarations: [String], release name: String
) throws -> [Symbol] {
  let package = Package(path: "example.com/geometry", name: "geometry")
  let release = try GoRelease(named: name)
  var universe = release.universe
  try universe.declare(declarations, in: package)
  let resolved = try universe.resolveType(type, in: package)

  var builder = DescriptorBuilder(
    universe: universe, release: release, definedPackages: [package.path])
  builder.require(resolved)
  let set = try builder.build()
  return set.descriptors.map(\.symbol) + set.names + set.masks
}
