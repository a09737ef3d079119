import Symbols

extension Go18Vectors.Symbol {
  /// Where and how a symbol differs from the compiler's; nil when it does not.
  func difference(
    from symbol: Symbol, equating isSame: (Go18Vectors.Reference, Go18Vectors.Reference) -> Bool
  ) -> String? {
    let expected = bytes
    if expected.count != symbol.bytes.count {
      return "size \(symbol.bytes.count) for \(expected.count)"
    }
    if let index = expected.indices.first(where: { expected[$0] != symbol.bytes[$0] }) {
      return "byte \(index): \(symbol.bytes[index]) for \(expected[index])"
    }
    let ours = symbol.relocations.map(Go18Vectors.Reference.init)
    for index in 0..<max(ours.count, rel.count) {
      guard ours.indices.contains(index) else { return "without \(rel[index])" }
      guard rel.indices.contains(index) else { return "besides \(ours[index])" }
      let (left, right) = (ours[index], rel[index])
      if left != right, !isSame(right, left) {
        return "\(left) for \(right)"
      }
    }
    return nil
  }
}

extension Go18Vectors.Reference {
  init(_ relocation: Relocation) {
    let (kind, size): (String, Int) =
      switch relocation.kind {
      case .address: ("addr", 8)
      case .address32: ("addr", 4)
      case .regionOffset: ("addroff", 4)
      case .weakRegionOffset: ("weakaddroff", 4)
      case .methodOffset: ("methodoff", 4)
      case .relative32: ("relative", 4)
      }
    self.init(
      offset: relocation.offset, size: size, kind: kind, target: relocation.target,
      addend: relocation.addend)
  }
}
