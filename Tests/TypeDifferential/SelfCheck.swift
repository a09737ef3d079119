import GoRelease
import TypeDescriptors

/// Proves that the comparison can fail: spoils the compiler's descriptors in one place each, and
/// counts how often that goes unnoticed.
struct SelfCheck {
  private(set) var count = 0
  private(set) var unnoticed: [String] = []

  /// What is done to a descriptor.
  private enum Damage: String, CaseIterable {
    case bit, shorter, missing, target, addend, offset, strength, dupok, typelink
  }

  /// - Parameter stride: every how many descriptors one is spoiled.
  init(_ comparison: Comparison, _ names: [Int], stride step: Int) {
    var comparison = comparison
    for (turn, place) in stride(from: 0, to: names.count, by: step).enumerated() {
      let damage = Damage.allCases[turn % Damage.allCases.count]
      for copy in comparison.dump.copies(of: names[place]).prefix(1) {
        guard let spoilt = spoil(copy, damage, turn, comparison.release) else { continue }
        count += 1
        if comparison.difference(ofDescriptor: spoilt) == nil {
          unnoticed.append("\(comparison.dump.name(of: copy)): \(damage.rawValue)")
        }
      }
    }
  }

  private func spoil(
    _ symbol: TypeDump.Symbol, _ damage: Damage, _ turn: Int, _ release: GoRelease
  ) -> TypeDump.Symbol? {
    var spoilt = symbol
    // A pointer's descriptor need not refer to that of a pointer to it.
    let exempt = release.types.common[.pointerToThis]?.offset
    let places = symbol.relocations.indices.filter {
      symbol.relocations[$0].size > 0 && symbol.relocations[$0].offset != exempt
    }
    guard !places.isEmpty, !symbol.bytes.isEmpty else { return nil }
    let place = places[turn % places.count]
    switch damage {
    case .bit:
      spoilt.bytes[turn &* 7 % symbol.bytes.count] ^= 1 << UInt8(turn % 8)
    case .shorter: spoilt.bytes.removeLast()
    case .missing: spoilt.relocations.remove(at: place)
    case .target: spoilt.relocations[place].target = symbol.relocations[place].target == 0 ? 1 : 0
    case .addend: spoilt.relocations[place].addend += 1
    case .offset: spoilt.relocations[place].offset += 1
    case .strength: spoilt.relocations[place].isWeak.toggle()
    case .dupok: spoilt.flags.formSymmetricDifference(.dupok)
    case .typelink: spoilt.flags.formSymmetricDifference(.typelink)
    }
    return spoilt
  }
}
