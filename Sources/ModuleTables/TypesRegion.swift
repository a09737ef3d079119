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
  let pluginTabCount: Int

  private var positions: [String: Int] = [:]

  init(_ set: DescriptorSet, exports: [ModuleFacts.Export], release: GoRelease) {
    let rules = release.typeRules
    var section = Section(
      kind: SectionKind(name: ".data.rel.ro", access: .readOnlyAfterRelocation), alignment: 32)
    section.append(
      Symbol(
        name: Name.types, bytes: [UInt8](repeating: 0, count: release.modules.typesPrefix),
        alignment: 32))
    var linkNames: [GoType: String] = [:]
    for descriptor in set.descriptors {
      positions[descriptor.symbol.name] = section.append(descriptor.symbol)
      linkNames[descriptor.type] = descriptor.symbol.name
    }
    descriptorsEnd = section.bytes.count
    // No itabs yet; their range is empty, at an address of its own.
    itabsStart = section.bytes.count
    itabsEnd = section.bytes.count

    // An offset of 0 means "no name", so nothing may be at the region's start: the prefix sees to
    // it.
    var names = set.names
    for export in exports {
      let name = exportedName(export.name, rules)
      if !names.contains(where: { $0.name == name.name }) { names.append(name) }
    }
    for name in names { positions[name.name] = section.append(name) }
    section.bytes.append(0)
    end = section.bytes.count

    for closure in set.closures { section.append(closure) }
    var tab = Symbol(name: Name.pluginTab, alignment: 8)
    for export in exports {
      var record = Record(release.modules.pluginTab)
      record.set(.name, regionOffsetOf: exportedName(export.name, rules).name)
      record.set(.typ, regionOffsetOf: linkNames[export.type] ?? "type of \(export.name)")
      for var relocation in record.relocations {
        relocation.offset += tab.bytes.count
        tab.relocations.append(relocation)
      }
      tab.bytes += record.bytes
    }
    section.append(tab)
    pluginTabCount = exports.count
    self.section = section
    useDynamicNames(rules)
  }

  /// Fills in the distances; `code` are those of functions from the start of the text.
  mutating func resolve(code: [String: Int]) throws(SectionError) {
    let positions = positions
    try section.resolve { positions[$0] ?? code[$0] }
  }

  /// Descriptors are shared with the host under the names that Go's linker gives them in
  /// dynamically linked images; references follow.
  private mutating func useDynamicNames(_ rules: TypeRules) {
    func isDescriptor(_ name: String) -> Bool {
      name.hasPrefix("type:") && !name.hasPrefix("type:.")
    }
    for index in section.definitions.indices
    where isDescriptor(section.definitions[index].name) {
      section.definitions[index].name = TypeSymbol.dynamicName(
        section.definitions[index].name, rules: rules)
    }
    for index in section.relocations.indices {
      let relocation = section.relocations[index]
      guard relocation.kind == .address, isDescriptor(relocation.target) else { continue }
      section.relocations[index].target = TypeSymbol.dynamicName(relocation.target, rules: rules)
    }
  }
}

/// The name of an exported symbol, as descriptors have it too.
private func exportedName(_ name: String, _ rules: TypeRules) -> Symbol {
  DescriptorBuilder.exportedName(name, rules)
}
