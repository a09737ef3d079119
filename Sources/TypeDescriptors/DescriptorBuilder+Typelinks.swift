import GoTypes
import Symbols

extension DescriptorBuilder {
  /// The symbols by which the linker of Go 1.2 collects the types that reflection searches: unnamed
  /// arrays, slices, channels and maps. Sorted by their names, which begin with the types' strings,
  /// they are in the order of the table (cmd/gc/reflect.c, `typelinksym`).
  func typelinks(of descriptors: [DescriptorSet.Descriptor]) -> [Symbol] {
    guard release.typeRules.typesAreLinked else { return [] }
    return descriptors.filter { isLinked($0.type) }.map { descriptor in
      Symbol(
        name: "go.typelink.\(descriptor.string)/\(text(of: descriptor.type, .packagePath))",
        bytes: [UInt8](repeating: 0, count: 8),
        relocations: [Relocation(offset: 0, kind: .address, target: descriptor.symbol.name)],
        alignment: 8, binding: .weak)
    }.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  private func isLinked(_ type: DescribedType) -> Bool {
    switch type.goType {
    case .array, .slice, .channel, .map: true
    default: false
    }
  }
}
