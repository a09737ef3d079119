import MachineCode

/// By which symbols another object can refer to an object's functions: a function's own where the
/// linker will take this definition of it, else a neighbour's in the same section and the distance,
/// which no linker changes.
public struct FunctionAnchors: Sendable {
  /// A symbol and the distance from it to the function, in bytes.
  public struct Anchor: Sendable {
    public var name: String
    public var distance: Int64
  }

  private struct Place {
    var address: UInt64
    var symbol: Int
  }

  private let input: CodeInput
  /// By section: its global symbols in order of address, or its weak ones where none is global.
  private let places: [[Place]]

  init(_ input: CodeInput) {
    self.input = input
    var strong: [[Place]] = Array(repeating: [], count: input.sections.count)
    var weak = strong
    var numbers: [Int: Int] = [:]
    for (place, section) in input.sections.enumerated() { numbers[section.index] = place }
    for symbol in input.object.symbols {
      guard case .section(let index) = symbol.sectionIndex, let place = numbers[index],
        !symbol.name.isEmpty
      else { continue }
      let entry = Place(
        address: input.sections[place].address &+ symbol.value, symbol: symbol.index)
      switch symbol.binding {
      case .global, .gnuUnique: strong[place].append(entry)
      case .weak: weak[place].append(entry)
      default: break
      }
    }
    for place in strong.indices {
      if strong[place].isEmpty { strong[place] = weak[place] }
      strong[place].sort { ($0.address, $0.symbol) < ($1.address, $1.symbol) }
    }
    places = strong
  }

  /// The symbol and the distance from it in bytes; nil where all symbols of the section are local.
  func anchor(of function: FunctionIndex.Function) -> Anchor? {
    let all = places[Int(function.section)]
    let own = input.object.symbols[Int(function.symbol)]
    if own.binding == .global { return Anchor(name: own.name, distance: 0) }
    var (low, high) = (0, all.count)
    while low < high {
      let middle = (low + high) / 2
      if all[middle].address < function.address { low = middle + 1 } else { high = middle }
    }
    // At the place itself, else before it, else behind it.
    let isThere = low < all.count && all[low].address == function.address
    let nearest = isThere || low == 0 ? low : low - 1
    guard nearest < all.count else { return nil }
    return Anchor(
      name: input.object.symbols[all[nearest].symbol].name,
      distance: Int64(bitPattern: function.address &- all[nearest].address))
  }
}
