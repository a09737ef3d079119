import Symbols

@testable import MachineCode

/// Stale stack addresses by walking through the code at random, as a processor would: every value is
/// known as the sum of the stack's places that it is made of, each with the number of moves before it.
struct StackAddressWalk {
  typealias Instruction = StackAddressOracle.Instruction
  typealias Place = StackAddressOracle.Place

  /// How often the stack's place after so many moves is in a value: once in an address.
  private typealias Value = [Int: Int]

  let oracle: StackAddressOracle
  let instructions: [Instruction]
  private let indexes: [Int: Int]
  private var values: [Place: Value] = [:]
  private var moves = 0
  private(set) var uses: Set<Int> = []

  init(_ oracle: StackAddressOracle, _ instructions: [Instruction]) {
    self.oracle = oracle
    self.instructions = instructions
    indexes = .init(uniqueKeysWithValues: instructions.enumerated().map { ($1.offset, $0) })
  }

  /// From the function's entry to a return, or as far as this many steps.
  mutating func walk(steps: Int, delta: [Int: Int], _ random: inout StackPointerRandom) {
    values = [:]
    moves = 0
    var index = 0
    for _ in 0..<steps {
      guard index < instructions.count else { return }
      let instruction = instructions[index]
      let chance = random.next() >> 40
      step(instruction, delta: delta[instruction.offset] ?? 0, takesSecond: chance & 1 == 1)
      let jumps = instruction.target != nil && (!instruction.fallsThrough || chance & 2 == 2)
      if jumps, let target = instruction.target.flatMap({ indexes[$0] }) {
        index = target
      } else if instruction.fallsThrough {
        index += 1
      } else {
        return
      }
    }
  }

  private func isStale(_ value: Value) -> Bool { value.keys.contains { $0 != moves } }

  private func read(_ place: Place) -> Value {
    if let value = values[place] { return value }
    guard case .slot = place else { return [:] }
    return values.first { $0.key.overlaps(place) }?.value ?? [:]
  }

  private func operand(_ place: Place?) -> Value {
    guard let place else { return [:] }
    return place == .register("sp") || place == .register("fp") ? [moves: 1] : read(place)
  }

  private mutating func write(_ place: Place, _ value: Value) {
    if case .slot = place {
      for key in values.keys where key.overlaps(place) { values[key] = nil }
    }
    values[place] = value.isEmpty ? nil : value
  }

  private mutating func step(_ instruction: Instruction, delta: Int, takesSecond: Bool) {
    if instruction.isCall {
      let arguments = oracle.arguments.map { Place.register($0) }
      if (arguments + instruction.uses).contains(where: { isStale(read($0)) }) {
        uses.insert(instruction.offset)
      }
      values = values.filter { place, _ in
        switch place {
        case .register(let name): oracle.calleeSaved.contains(name)
        case .slot(let start, _): !instruction.isMoving || start + delta >= 0
        }
      }
      if instruction.isMoving { moves += 1 }
      return
    }
    let addresses = instruction.uses.subtracting(instruction.sources)
      .subtracting(instruction.copies)
    var isUse = addresses.contains { isStale(read($0)) }
    if !instruction.transfers.isEmpty {
      let moved = instruction.transfers.map { ($0.to, operand($0.from)) }
      if instruction.transfers.contains(where: { from, _ in
        from.map { !instruction.copies.contains($0) && isStale(read($0)) } ?? false
      }) {
        isUse = true
      }
      for place in instruction.writes { write(place, [:]) }
      for case (let place?, let value) in moved where instruction.writes.contains(place) {
        write(place, value)
      }
      if isUse { uses.insert(instruction.offset) }
      return
    }
    let result = result(of: instruction, takesSecond: takesSecond)
    switch instruction.kind {
    // A negated address is still to be subtracted from something.
    case .difference(nil, _): break
    case .sum, .difference: if instruction.copies.isEmpty, isStale(result) { isUse = true }
    case .other, .choice:
      if instruction.sources.subtracting(instruction.copies).contains(where: { isStale(read($0)) })
      {
        isUse = true
      }
    }
    if isUse { uses.insert(instruction.offset) }
    for place in instruction.writes { write(place, result) }
  }

  private func result(of instruction: Instruction, takesSecond: Bool) -> Value {
    let sources = instruction.sources.map { operand($0) }.filter { !$0.isEmpty }
    switch instruction.kind {
    case .difference(let first, let second):
      return Self.sum(operand(first), operand(second).mapValues { -$0 })
    case .sum: return sources.reduce([:]) { Self.sum($0, $1) }
    case .choice:
      let places = Array(instruction.sources)
      return places.isEmpty ? [:] : operand(takesSecond ? places.last : places.first)
    case .other: return sources.first ?? [:]
    }
  }

  private static func sum(_ left: Value, _ right: Value) -> Value {
    left.merging(right) { $0 + $1 }.filter { $0.value != 0 }
  }
}
