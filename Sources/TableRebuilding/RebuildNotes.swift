/// What a user may want to know of a rebuilt table.
public struct RebuildNotes: Sendable {
  public private(set) var lines: [String] = []

  public init(_ facts: [FunctionFacts], _ layout: TextLayout) {
    if !layout.omitted.isEmpty {
      lines.append(
        "functions before .text, which the table leaves out: \(Self.list(layout.omitted))")
    }
    if !layout.unreachable.isEmpty {
      lines.append(
        "functions in sections all of whose symbols are local, which no other object can refer to, are "
          + "left out (give the linked image): \(Self.list(layout.unreachable))")
    }
    for facts in facts { add(facts) }
  }

  private mutating func add(_ facts: FunctionFacts) {
    let functions = facts.input.functions.functions
    let disagreements = facts.stacks.flatMap(\.disagreements).sorted { $0.function < $1.function }
    if !disagreements.isEmpty {
      lines.append(
        "functions described without stack depths, since instructions and call frame information "
          + "disagree: \(disagreements.count)")
      for disagreement in disagreements.prefix(10) {
        let name = facts.input.name(of: functions[Int(disagreement.function)])
        lines.append(
          "function \(String(decoding: name, as: UTF8.self)): \(disagreement.what)")
      }
    }
    let disagreeing = Set(disagreements.map(\.function))
    var unknown: [String] = []
    for (index, function) in functions.enumerated()
    where facts.stack(of: index)?.part.isKnown != true && !disagreeing.contains(Int32(index)) {
      unknown.append(String(decoding: facts.input.name(of: function), as: UTF8.self))
    }
    if !unknown.isEmpty {
      lines.append("functions whose stack pointer is not known everywhere: \(Self.list(unknown))")
    }
    if facts.lineUnits?.count == 0 {
      lines.append("no line table (section .debug_line): functions have no lines")
    }
    let overlapping = facts.input.overlappingSymbols.map { facts.input.object.symbols[$0].name }
    if !overlapping.isEmpty {
      lines.append(
        "symbols that share code with a function and are left out: \(Self.list(overlapping))")
    }
    let approximate = facts.inlined.reduce(0) { $0 + $1.approximateCalls }
    if approximate > 0 {
      lines.append(
        "inlined calls at whose place their caller has no instruction, shown at another line of the "
          + "caller: \(approximate)")
    }
    let unplaced = facts.inlined.reduce(0) { $0 + $1.unplacedCalls }
    if unplaced > 0 {
      lines.append("inlined calls whose place debug information does not tell: \(unplaced)")
    }
  }

  /// How many, and the first three.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(3).joined(separator: ", ")
    return "\(names.count) (\(shown)\(names.count > 3 ? ", …" : ""))"
  }
}
