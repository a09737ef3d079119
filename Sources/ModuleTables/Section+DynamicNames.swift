import GoRelease
import Symbols
import TypeDescriptors

extension [Section] {
  /// Descriptors are shared with the host under the names that Go's linker gives them in
  /// dynamically linked images; references follow. Other parts of types are renamed where linkers
  /// would take their names for names with versions.
  mutating func useDynamicNames(_ rules: TypeRules) {
    let versioned = Set(
      lazy.flatMap(\.definitions).map(\.name).filter { $0.utf8.contains(UInt8(ascii: "@")) })
    func dynamicName(_ name: String) -> String {
      rules.isDescriptor(symbol: name) || versioned.contains(name)
        ? TypeSymbol.dynamicName(name, rules: rules) : name
    }
    for section in indices {
      for index in self[section].definitions.indices {
        self[section].definitions[index].name = dynamicName(self[section].definitions[index].name)
      }
      for index in self[section].relocations.indices
      where self[section].relocations[index].kind == .address {
        self[section].relocations[index].target = dynamicName(
          self[section].relocations[index].target)
      }
    }
  }
}
