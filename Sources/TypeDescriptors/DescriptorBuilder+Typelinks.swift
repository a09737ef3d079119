import GoTypes
import Symbols

extension DescriptorBuilder {
  /// The symbols by which the linker of Go 1.2 collects the types that reflection searches: unnamed
  /// arrays, slices, channels and maps. Sorted by their names, which begin with the types' strings,
  /// they are in the order of the table (cmd/gc/reflect.c, `typelinksym`).
  func typelinks(of descriptors: [DescriptorSet.Descriptor]) -> [Symbol] {
    guard release.typeRules.typesAreLinked else { return [] }
    let links = descriptors.filter { isLinked($0.type) }.map { descriptor in
      Symbol(
        name: "go.typelink.\(descriptor.string)/\(text(of: descriptor.type, .packagePath))",
        bytes: [UInt8](repeating: 0, count: 8),
        relocations: [Relocation(offset: 0, kind: .address, target: descriptor.symbol.name)],
        alignment: 8, binding: .weak)
    }
    return inOrder(links, by: \.name)
  }

  private func isLinked(_ type: DescribedType) -> Bool {
    switch type.goType {
    case .array, .slice, .channel, .map: true
    default: false
    }
  }

  /// Whether the compiler marks a descriptor for the table of typelinks in a program that is linked
  /// statically: those of types that reflection can make (reflectdata.writeType). In a module that
  /// is loaded dynamically all are marked.
  func isTypelink(_ type: DescribedType) -> Bool {
    if isWithoutAlgorithm(type) { return false }
    guard case .type(let type) = type else { return true }
    return switch type {
    case .basic, .named, .interface: false
    case .pointer, .array, .channel, .function, .map, .slice, .structure: true
    }
  }

  /// Whether the compiler lets several objects define a descriptor (DUPOK): all but those of types
  /// that a package declares, and of pointers to them, which its object alone has. Instances of
  /// generic types, and shapes, are made where they are used.
  func isDuplicable(_ type: DescribedType) -> Bool {
    switch type {
    case .type(.named(let name)), .type(.pointer(.named(let name))):
      name.isInstance || isShape(name)
    case .type(.basic), .type(.pointer(.basic)): false
    case .type(.pointer(.interface(let interface))) where interface.methods.isEmpty:
      !release.typeRules.anyIsNamed
    default: true
    }
  }
}
