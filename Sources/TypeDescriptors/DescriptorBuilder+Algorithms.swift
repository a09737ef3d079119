import GoRelease
import GoTypes
import Symbols

extension DescriptorBuilder {
  /// Where a type's functions that hash and compare stand: in the runtime's table, or in one of the
  /// type's own (cmd/gc and cmd/compile, `algtype`).
  mutating func algorithm(
    of type: DescribedType, _ layout: TypeLayout, _ algorithms: Algorithms
  ) throws(DescriptorError) -> (symbol: String, addend: Int64) {
    let index: Int
    switch layout.equality {
    case .none where isSlice(type): index = algorithms.slice ?? algorithms.notComparable
    case .none: index = algorithms.notComparableBySize[layout.size] ?? algorithms.notComparable
    case .memory where algorithms.memoryBySize[layout.size] == nil && algorithms.sizedMemory != nil:
      return (symbol(ofAlgorithmsOfMemory: layout.size, algorithms), 0)
    case .memory: index = algorithms.memoryBySize[layout.size] ?? algorithms.memory
    case .string: index = algorithms.string
    case .interface: index = algorithms.interface
    case .emptyInterface: index = algorithms.emptyInterface
    case .float32: index = algorithms.float32
    case .float64: index = algorithms.float64
    case .complex64: index = algorithms.complex64
    case .complex128: index = algorithms.complex128
    case .special:
      return (try symbol(ofAlgorithmsOf: type, layout, algorithms), 0)
    }
    return (algorithms.symbol, Int64(index * algorithms.entrySize))
  }

  private func isSlice(_ type: DescribedType) -> Bool {
    guard let type = type.goType, case .slice = universe.underlying(type) else { return false }
    return true
  }
}
