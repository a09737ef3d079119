import Symbols

@testable import MachineCode

/// Stale stack addresses by another algorithm, from objdump's text: every address is traced by
/// itself, along every way, from the instruction that makes it; no ways are joined, and no bytes
/// are decoded. For what clang emits in functions with frames below 4 KiB.
struct StackAddressOracle {
  /// What holds an address.
  enum Place: Hashable {
    case register(String)
    /// Bytes from the stack pointer at entry.
    case slot(Int, size: Int)

    func overlaps(_ other: Place) -> Bool {
      guard case .slot(let start, let size) = self,
        case .slot(let otherStart, let otherSize) = other
      else { return self == other }
      return start < otherStart + otherSize && otherStart < start + size
    }
  }

  enum Kind: Equatable {
    case other, sum
    case difference(Place?, Place?)
    /// Takes either operand.
    case choice
  }

  /// One instruction, as its text tells it.
  struct Instruction {
    var offset = 0
    var text = ""
    /// Makes an address from the stack or frame pointer, in these places.
    var makes: [Place] = []
    /// Places that it reads, and those of them that flow into what it writes.
    var uses: Set<Place> = []
    var sources: Set<Place> = []
    /// What it merely copies to a register, plus a constant: no use.
    var copies: Set<Place> = []
    var writes: [Place] = []
    /// In place of `sources`: what goes where, each by itself.
    var transfers: [(from: Place?, to: Place?)] = []
    var kind = Kind.other
    var isCall = false
    var isMoving = false
    var target: Int?
    var fallsThrough = true
  }

  struct Trace: Hashable {
    var origin: Int
    var call: Int
    var use: Int
  }

  var calleeSaved: Set<String>
  var arguments: Set<String>

  init(_ architecture: Architecture) {
    switch architecture {
    case .x86_64:
      calleeSaved = ["rbx", "r12", "r13", "r14", "r15"]
      arguments = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"]
    case .arm64:
      calleeSaved = Set((19...28).map { "x\($0)" })
      arguments = Set((0...8).map { "x\($0)" })
    }
  }

  /// Every use of every stale address.
  func uses(_ instructions: [Instruction], frame: [Int: Int]) -> Set<Trace> {
    var indexes: [Int: Int] = [:]
    for (index, instruction) in instructions.enumerated() { indexes[instruction.offset] = index }
    var found: Set<Trace> = []
    // Where any address may be before each instruction: of two that are subtracted, none remains.
    var tainted: [Int: Set<Place>] = [:]
    for _ in 0..<8 {
      found = []
      var reached: [Int: Set<Place>] = [:]
      for instruction in instructions where !instruction.makes.isEmpty {
        for place in instruction.makes {
          trace(
            place, from: instruction, instructions, indexes, frame, tainted, &reached, &found)
        }
      }
      if reached == tainted { break }
      tainted = reached
    }
    return found
  }

  private struct Fact: Hashable {
    var index: Int
    var place: Place
    /// Negative when no call has been passed.
    var call: Int
  }

  private func trace(
    _ place: Place, from origin: Instruction, _ instructions: [Instruction],
    _ indexes: [Int: Int], _ frame: [Int: Int], _ tainted: [Int: Set<Place>],
    _ reached: inout [Int: Set<Place>], _ found: inout Set<Trace>
  ) {
    var seen: Set<Fact> = []
    var work: [Fact] = []
    func go(_ instruction: Instruction, _ place: Place, _ call: Int) {
      if let target = instruction.target, let index = indexes[target] {
        work.append(Fact(index: index, place: place, call: call))
      }
      if instruction.fallsThrough, let index = indexes[instruction.offset] {
        work.append(Fact(index: index + 1, place: place, call: call))
      }
    }
    go(origin, place, -1)
    while let fact = work.popLast() {
      guard fact.index < instructions.count, seen.insert(fact).inserted else { continue }
      let instruction = instructions[fact.index]
      reached[fact.index, default: []].insert(fact.place)
      var isUsed = instruction.uses.subtracting(instruction.copies)
        .contains { $0.overlaps(fact.place) }
      if instruction.isCall, case .register(let name) = fact.place, arguments.contains(name) {
        isUsed = true
      }
      if fact.call >= 0, isUsed {
        found.insert(Trace(origin: origin.offset, call: fact.call, use: instruction.offset))
      }
      if instruction.isCall {
        guard let (survives, call) = afterCall(fact, instruction, frame) else { continue }
        if survives { go(instruction, fact.place, call) }
        continue
      }
      for case (let from?, let to?) in instruction.transfers where from.overlaps(fact.place) {
        go(instruction, to, fact.call)
      }
      let flows = instruction.sources.contains { $0.overlaps(fact.place) }
      if flows, !isCancelled(instruction, fact, tainted) {
        for place in instruction.writes where place != fact.place {
          go(instruction, place, fact.call)
        }
      }
      let isOverwritten = instruction.writes.contains { $0.overlaps(fact.place) }
      if !isOverwritten
        || (flows && instruction.writes.contains(fact.place)
          && !isCancelled(instruction, fact, tainted))
      {
        go(instruction, fact.place, fact.call)
      }
    }
  }

  /// Another operand of a subtraction is an address too.
  private func isCancelled(
    _ instruction: Instruction, _ fact: Fact, _ tainted: [Int: Set<Place>]
  ) -> Bool {
    guard case .difference = instruction.kind, instruction.sources.count > 1 else { return false }
    return instruction.sources.allSatisfy { source in
      source == .register("sp") || source == .register("fp")
        || (tainted[fact.index] ?? []).contains { $0.overlaps(source) }
    }
  }

  private func afterCall(
    _ fact: Fact, _ instruction: Instruction, _ frame: [Int: Int]
  ) -> (Bool, Int)? {
    guard instruction.isMoving else {
      // Results are written; nothing else matters to compilers' code.
      if case .register(let name) = fact.place, !calleeSaved.contains(name) { return nil }
      return (true, fact.call)
    }
    let call = fact.call >= 0 ? fact.call : instruction.offset
    switch fact.place {
    case .register(let name): return (calleeSaved.contains(name), call)
    case .slot(let start, _):
      guard let delta = frame[instruction.offset] else { return nil }
      return (start + delta >= 0, call)
    }
  }
}

extension StackAddressOracle {
  /// The instructions of a function, and the stack pointer's distance below entry before each call.
  static func read(
    _ lines: [Substring], _ architecture: Architecture
  ) -> (instructions: [Instruction], frame: [Int: Int]) {
    var instructions: [Instruction] = []
    var frame: [Int: Int] = [:]
    var x86 = StackAddressX86Reader(delta: 0, frame: nil)
    var arm64 = StackAddressARM64Reader(delta: 0, frame: nil)
    // The state with the whole frame: what holds again behind an epilogue.
    var whole: (delta: Int, frame: Int?) = (0, nil)
    for line in lines {
      guard let colon = line.firstIndex(of: ":"),
        let offset = Int(line[..<colon].drop { $0 == " " || $0 == "\t" }, radix: 16)
      else { continue }
      let text = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      if text.hasPrefix("R_") {
        // The relocation of the call before it; leaves are told by name.
        guard var last = instructions.popLast() else { continue }
        let name = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).last ?? ""
        if last.isCall { last.isMoving = !name.hasPrefix("leaf") } else { last.target = nil }
        instructions.append(last)
        continue
      }
      let words = text.split(whereSeparator: { $0 == "\t" || $0 == " " }).joined(separator: " ")
      let comment = architecture == .arm64 ? " //" : " #"
      let plain = words.split(separator: comment, omittingEmptySubsequences: false)[0]
      guard !plain.isEmpty else { continue }
      if let last = instructions.last, !last.fallsThrough {
        x86.delta = whole.delta
        x86.frame = whole.frame
        arm64.delta = whole.delta
        arm64.frame = whole.frame
      }
      let before = architecture == .arm64 ? arm64.delta : x86.delta
      var instruction = architecture == .arm64 ? arm64.read(plain) : x86.read(plain)
      instruction.offset = offset
      if instruction.isCall {
        instruction.isMoving = true
        frame[offset] = before
      }
      let now = architecture == .arm64 ? (arm64.delta, arm64.frame) : (x86.delta, x86.frame)
      if now.0 > whole.delta || (now.0 == whole.delta && whole.frame == nil) { whole = now }
      instructions.append(instruction)
    }
    return (instructions, frame)
  }
}
