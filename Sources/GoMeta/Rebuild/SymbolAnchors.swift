import MachineCode

/// By which symbols another object can refer to an object's code: a function's own where the linker
/// will take this definition of it, else a neighbour's and the distance, which no linker changes.
struct SymbolAnchors {
  private var anchors: [(offset: Int, name: String)] = []

  init(_ text: CodeText) {
    var weak: [(offset: Int, name: String)] = []
    for symbol in text.object.symbols
    where symbol.sectionIndex == .section(text.section.index) && !symbol.name.isEmpty {
      guard let offset = Int(exactly: symbol.value) else { continue }
      switch symbol.binding {
      case .global: anchors.append((offset, symbol.name))
      case .weak: weak.append((offset, symbol.name))
      default: break
      }
    }
    if anchors.isEmpty { anchors = weak }
    anchors.sort { ($0.offset, $0.name) < ($1.offset, $1.name) }
  }

  /// The symbol and the distance from it; nil when all symbols of the code are local.
  func anchor(of offset: Int) -> (name: String, distance: Int64)? {
    var (low, high) = (0, anchors.count)
    while low < high {
      let middle = low + (high - low) / 2
      if anchors[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    // At the place itself, else before it, else behind it.
    if low < anchors.count, anchors[low].offset == offset { return (anchors[low].name, 0) }
    let nearest = low > 0 ? low - 1 : low
    guard nearest < anchors.count else { return nil }
    return (anchors[nearest].name, Int64(offset - anchors[nearest].offset))
  }
}
