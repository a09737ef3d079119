import GoRelease
import GoTypes
import Symbols
import TypeDescriptors

/// The types region of a module, which 32-bit offsets in descriptors count from: a word of zeros,
/// the descriptors that reflection finds, without gaps, the other descriptors, the itabs, then
/// names and paths. Closures of functions that compare and hash, the lists of types and itabs and
/// the plugin table follow it in the same section.
struct TypesRegion {
  private(set) var section: Section
  /// In bytes from the region's start.
  let descriptorsEnd, itabsStart, itabsEnd, end: Int
  let pluginTab: String
  let pluginTabCount: Int
  let descriptorCount, itabCount: Int

  private var positions: [String: Int] = [:]

  init(_ set: DescriptorSet, _ table: PluginTable?, release: GoRelease) {
    var section = Section(
      kind: SectionKind(name: ".data.rel.ro", access: .readOnlyAfterRelocation), alignment: 32)
    section.append(
      Symbol(
        name: Name.types, bytes: [UInt8](repeating: 0, count: release.modules.typesPrefix),
        alignment: 32))
    let listsHidden = release.modules.listsHiddenTypes
    let listed = set.descriptors.filter { listsHidden || !$0.isHidden }
    for descriptor in listed {
      positions[descriptor.symbol.name] = section.append(descriptor.symbol)
    }
    descriptorsEnd = section.bytes.count
    for descriptor in set.descriptors where !listsHidden && descriptor.isHidden {
      positions[descriptor.symbol.name] = section.append(descriptor.symbol)
    }
    // Each right after the one before it, as the runtime walks them (runtime/iface.go,
    // `addModuleItabs`); without any the range is empty, at an address of its own.
    section.bytes.pad(to: 8)
    itabsStart = section.bytes.count
    if !release.itabsAreFilledAtRunTime {
      for itab in set.itabs { section.append(itab) }
    }
    itabsEnd = section.bytes.count

    // An offset of 0 means "no name", so nothing may be at the region's start: the prefix sees to
    // it.
    for name in set.names { positions[name.name] = section.append(name) }
    section.bytes.append(0)
    end = section.bytes.count

    for closure in set.closures + set.algorithmTables { section.append(closure) }
    if release.modules.moduleData[.typelinks] != nil {
      section.append(Self.typeLinks(listed))
    }
    if release.modules.moduleData[.itablinks] != nil, !release.itabsAreFilledAtRunTime {
      section.append(ModuleTables.addresses(of: set.itabs, named: Name.itabLinks))
    }
    itabCount = set.itabs.count
    // What the table lists is exported; the list of addresses beside it is left out, as Go's linker
    // leaves it out.
    let tabs = table?.tabs ?? Symbol(name: Name.pluginTab, alignment: 8)
    pluginTab = tabs.name
    pluginTabCount = tabs.bytes.count / max(release.modules.pluginTab.size, 1)
    section.append(tabs)
    descriptorCount = listed.count
    self.section = section
  }

  /// The descriptors' distances from the start of the region, in the order of their strings: up to
  /// Go 1.26 the runtime finds types that the host has too by them (runtime/type.go,
  /// `typelinksinit`), and reflect searches them by halves.
  private static func typeLinks(_ descriptors: [DescriptorSet.Descriptor]) -> Symbol {
    var links = Symbol(
      name: Name.typeLinks, bytes: [UInt8](repeating: 0, count: 4 * descriptors.count),
      alignment: 4)
    for (index, descriptor) in descriptors.enumerated() {
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
}

extension GoRelease {
  /// Whether the runtime writes to a module's itabs.
  var itabsAreFilledAtRunTime: Bool {
    if case .filledByRuntime = typeRules.itabs { true } else { false }
  }
}
