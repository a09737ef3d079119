/// What a call or a jump out of a function leads to.
enum Callee: Hashable {
  /// By its place among the functions.
  case function(Int)
  /// A symbol of another image.
  case external(String)
  case pointer

  var isFunction: Bool {
    if case .function = self { true } else { false }
  }
}

/// A function's instructions, as far as control flow leads.
struct CodeFunction {
  struct Exit {
    /// In bytes from the function's entry.
    let offset: Int
    /// Where it returns to; nil for jumps.
    let returnOffset: Int?
    let callee: Callee
  }

  let table: TableFunction
  /// By offset from the entry.
  private(set) var instructions: [Int: Instruction] = [:]
  /// Their offsets, sorted.
  private(set) var offsets: [Int] = []
  /// Calls and tail jumps, in order.
  private(set) var exits: [Exit] = []
  private var exitPlaces: [Int: Int] = [:]
  private(set) var faults: [(offset: Int, kind: CodeProblem.Kind)] = []

  /// - Parameter entries: the functions by their addresses.
  init(_ table: TableFunction, _ reader: borrowing CodeReader, entries: [UInt64: Int]) {
    self.table = table
    var open = [table.range.lowerBound]
    var seen: Set<UInt64> = []
    while let address = open.popLast() {
      guard table.range.contains(address), seen.insert(address).inserted else { continue }
      let offset = Int(address - table.range.lowerBound)
      guard let instruction = reader.instruction(at: address),
        instruction.end <= table.range.upperBound
      else {
        faults.append((offset, .undecodable))
        continue
      }
      instructions[offset] = instruction
      open += follow(instruction, offset, reader, entries)
    }
    offsets = instructions.keys.sorted()
    exits.sort { $0.offset < $1.offset }
    findSkippedChecks(reader)
    for (place, exit) in exits.enumerated() { exitPlaces[exit.offset] = place }
  }

  /// The call or jump at an offset.
  func exit(at offset: Int) -> Exit? { exitPlaces[offset].map { exits[$0] } }

  /// Looks for calls of `morestack` that no way leads to, as far as pcsp reaches: the check before
  /// them does not branch. (LLVM leaves other code that is never reached.)
  private mutating func findSkippedChecks(_ reader: borrowing CodeReader) {
    let end = min(table.depth.end, Int(table.range.upperBound - table.range.lowerBound))
    var offset = 0
    while offset < end {
      if let known = instructions[offset] {
        offset += known.size
        continue
      }
      guard let found = reader.instruction(at: table.range.lowerBound &+ UInt64(offset)) else {
        return
      }
      if case .call(.address(let target)) = found.control,
        reader.external(at: target)?.hasPrefix("runtime.morestack") == true
      {
        faults.append((offset, .checkSkipped))
      }
      offset += found.size
    }
  }

  /// Where execution goes on inside the function.
  private mutating func follow(
    _ instruction: Instruction, _ offset: Int, _ reader: borrowing CodeReader,
    _ entries: [UInt64: Int]
  ) -> [UInt64] {
    let range = table.range
    func callee(_ target: Control.Target) -> Callee? {
      switch target {
      case .address(let address):
        if let index = entries[address] {
          .function(index)
        } else if let name = reader.external(at: address) {
          .external(name)
        } else {
          nil
        }
      case .memory(let memory):
        if case .image(let slot) = memory.base, case .symbol(let name) = reader.image.words[slot] {
          .external(name)
        } else {
          .pointer
        }
      case .register: .pointer
      }
    }
    var next: [UInt64] = []
    switch instruction.control {
    case .next: next = [instruction.end]
    case .branch(let target, _):
      next = [instruction.end]
      if range.contains(target) {
        next.append(target)
      } else if let callee = callee(.address(target)) {
        exits.append(Exit(offset: offset, returnOffset: nil, callee: callee))
      } else {
        faults.append((offset, .leavesFunction(depth: 0)))
      }
    case .jump(.address(let target)) where range.contains(target): next = [target]
    case .jump(let target):
      switch callee(target) {
      case .pointer:
        // A thunk may go on to a function whose address it has loaded.
        exits.append(Exit(offset: offset, returnOffset: nil, callee: .pointer))
        if !table.isWrapper { faults.append((offset, .indirectJump)) }
      case .some(let callee):
        exits.append(Exit(offset: offset, returnOffset: nil, callee: callee))
      case nil: faults.append((offset, .leavesFunction(depth: 0)))
      }
    case .call(let target):
      let end = Int(instruction.end - range.lowerBound)
      exits.append(Exit(offset: offset, returnOffset: end, callee: callee(target) ?? .pointer))
      if callee(target) == nil { faults.append((offset, .callsNoFunction)) }
      next = [instruction.end]
      if instruction.end >= range.upperBound { faults.append((offset, .returnAddressOutside)) }
    case .return, .trap: break
    }
    for address in next where !range.contains(address) {
      if case .call = instruction.control { continue }
      faults.append((offset, .leavesFunction(depth: 0)))
    }
    return next
  }

  /// The offsets that execution may go on to behind an instruction, inside the function.
  func successors(_ offset: Int) -> [Int] {
    guard let instruction = instructions[offset] else { return [] }
    let targets: [UInt64] =
      switch instruction.control {
      case .next, .call: [instruction.end]
      case .branch(let target, _): [instruction.end, target]
      case .jump(.address(let target)): [target]
      case .jump, .return, .trap: []
      }
    return targets.filter { table.range.contains($0) }.map { Int($0 - table.range.lowerBound) }
  }
}
