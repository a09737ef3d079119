import GoRelease
import GoTypes
import Symbols
import TypeDescriptors

/// The types region of a module, which 32-bit offsets in descriptors count from: a word of zeros,
/// the descriptors without gaps, the itabs, then names and paths. The plugin table and the closures
/// of equality functions follow it in the same section.
struct TypesRegion {
  private(set) var section: Section
  /// In bytes from the region's start.
  let descriptorsEnd, itabsStart, itabsEnd, end: Int
  let pluginTab: String
  let pluginTabCount: Int
  let descriptorCount: Int

  private var positions: [String: Int] = [:]

  init(_ set: DescriptorSet, _ table: PluginTable?, release: GoRelease) {
    let rules = release.typeRules
    var section = Section(
      kind: SectionKind(name: ".data.rel.ro", access: .readOnlyAfterRelocation), alignment: 32)
    section.append(
      Symbol(
        name: Name.types, bytes: [UInt8](repeating: 0, count: release.modules.typesPrefix),
        alignment: 32))
    for descriptor in set.descriptors {
      positions[descriptor.symbol.name] = section.append(descriptor.symbol)
    }
    descriptorsEnd = section.bytes.count
    // No itabs yet; their range is empty, at an address of its own.
    itabsStart = section.bytes.count
    itabsEnd = section.bytes.count

    // An offset of 0 means "no name", so nothing may be at the region's start: the prefix sees to
    // it.
    for name in set.names { positions[name.name] = section.append(name) }
    section.bytes.append(0)
    end = section.bytes.count

    for closure in set.closures + set.algorithmTables { section.append(closure) }
    if release.modules.moduleData[.typelinks] != nil {
      section.append(Self.typeLinks(set))
    }
    // What the table lists is exported; the list of addresses beside it is left out, as Go's linker
    // leaves it out.
    let tabs = table?.tabs ?? Symbol(name: Name.pluginTab, alignment: 8)
    pluginTab = tabs.name
    pluginTabCount = tabs.bytes.count / max(release.modules.pluginTab.size, 1)
    section.append(tabs)
    descriptorCount = set.descriptors.count
    self.section = section
    useDynamicNames(rules)
  }

  /// The descriptors' distances from the start of the region, in the order of their strings
  /// (runtime/type.go of Go 1.8, `typelinksinit`, finds types that the host has too by them).
  private static func typeLinks(_ set: DescriptorSet) -> Symbol {
    var links = Symbol(
      name: Name.typeLinks, bytes: [UInt8](repeating: 0, count: 4 * set.descriptors.count),
      alignment: 4)
    for (index, descriptor) in set.descriptors.enumerated() {
      links.relocations.append(
        Relocation(offset: 4 * index, kind: .regionOffset, target: descriptor.symbol.name))
    }
    return links
  }

  /// Fills in the distances; `code` are those of functions from the start of the text.
  mutating func resolve(code: [String: Int]) throws(SectionError) {
    let positions = positions
    try section.resolve { positions[$0] ?? code[$0] }
  }

  /// Descriptors are shared with the host under the names that Go's linker gives them in
  /// dynamically linked images; references follow.
  private mutating func useDynamicNames(_ rules: TypeRules) {
    for index in section.definitions.indices
    where rules.isDescriptor(symbol: section.definitions[index].name) {
      section.definitions[index].name = TypeSymbol.dynamicName(
        section.definitions[index].name, rules: rules)
    }
    for index in section.relocations.indices {
      let relocation = section.relocations[index]
      guard relocation.kind == .address, rules.isDescriptor(symbol: relocation.target) else {
        continue
      }
      section.relocations[index].target = TypeSymbol.dynamicName(relocation.target, rules: rules)
    }
  }
}
