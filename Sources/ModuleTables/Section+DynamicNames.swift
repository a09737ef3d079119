import GoRelease
import Symbols
import TypeDescriptors

extension Section {
  /// Descriptors are shared with the host under the names that Go's linker gives them in
  /// dynamically linked images; references follow. Other parts of types are renamed where linkers
  /// would take their names for names with versions.
  mutating func useDynamicNames(_ rules: TypeRules) {
    let versioned = Set(definitions.lazy.map(\.name).filter { $0.utf8.contains(0x40) })
    func dynamicName(_ name: String) -> String {
      rules.isDescriptor(symbol: name) || versioned.contains(name)
        ? TypeSymbol.dynamicName(name, rules: rules) : name
    }
    for index in definitions.indices {
      definitions[index].name = dynamicName(definitions[index].name)
    }
    for index in relocations.indices where relocations[index].kind == .address {
      relocations[index].target = dynamicName(relocations[index].target)
    }
  }
}
