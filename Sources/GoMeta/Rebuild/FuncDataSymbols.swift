import FunctionTables
import Symbols

/// Maps that a table refers to, equal ones stored once, each a symbol of the table's own object.
struct FuncDataSymbols: Sendable {
  private(set) var section = Section(
    kind: SectionKind(name: ".rodata", access: .readOnly), alignment: 4)
  private var names: [[UInt8]: String] = [:]

  mutating func address(of map: [UInt8]) -> FuncDataAddress {
    if let known = names[map] { return .symbol(known, addend: 0) }
    let name = "go:funcdata.\(names.count)"
    names[map] = name
    section.append(Symbol(name: name, bytes: map, alignment: 4))
    return .symbol(name, addend: 0)
  }
}
