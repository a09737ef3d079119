/// What is known of stack addresses at one place of a function.
struct StackAddressState {
  /// By the registers' numbers; the stack pointer's own is not used.
  var registers = InlineArray<32, StackAddressValue>(repeating: .none)
  var words = StackAddressWords()
  /// The highest of the numbers that stand for times.
  private var lastTime: Int32 = 0

  /// Takes in what another way leads here with; true when that changed anything.
  mutating func join(_ other: StackAddressState) -> Bool {
    // All times are numbered anew, in the order of their places: alike in like states.
    var times = StackAddressTimes()
    var hasChanged = words.join(other.words, &times)
    for index in registers.indices {
      let before = registers[index]
      registers[index].join(other.registers[index], &times)
      if registers[index] != before { hasChanged = true }
    }
    lastTime = times.count
    return hasChanged
  }

  /// What the first way leads to a place with.
  init(entering other: StackAddressState) {
    self = other
    _ = join(other)
  }

  init() {}

  /// Where an operation accesses memory, in bytes from the stack pointer at entry; nil when that is
  /// not known, or not in the frame.
  func place(of operation: AddressOperation, _ convention: RegisterConvention) -> Int32? {
    let base = operation.base
    guard base != AddressOperation.noBase else { return nil }
    var distance = operation.delta
    if base != convention.stackPointer {
      let value = registers[Int(base)]
      guard value.isAddress, !value.isStale, value.distance != StackAddressValue.unknown else {
        return nil
      }
      distance = value.distance
    }
    // Leaves room for sums with sizes.
    let place = Int(operation.displacement) &- Int(distance)
    return abs(place) < Int(Int32.max) - 1024 ? Int32(truncatingIfNeeded: place) : nil
  }

  func value(
    of register: UInt8, in operation: AddressOperation, _ convention: RegisterConvention
  ) -> StackAddressValue {
    if register == convention.stackPointer {
      return StackAddressValue(origin: operation.offset, distance: operation.delta)
    }
    var value = registers[Int(register)]
    // Addresses made from the frame pointer are made here, not where it was set.
    if register == convention.framePointer, value.isAddress, !value.isStale {
      value.origin = operation.offset
    }
    return value
  }

  /// What an operation does, but for calls.
  mutating func apply(_ operation: AddressOperation, _ convention: RegisterConvention) {
    if operation.writes.isEmpty && !operation.isStore && operation.writeback == 0 { return }
    let place = place(of: operation, convention)
    switch operation.kind {
    case .loadPair:
      let size = Int32(operation.size)
      let second = place.map { words.load($0 &+ size, size: size) } ?? .none
      write(place.map { words.load($0, size: size) } ?? .none, to: operation.first, convention)
      write(second, to: operation.second, convention)
    case .storePair:
      guard let place else { break }
      let size = Int32(operation.size)
      for (register, start) in [(operation.first, place), (operation.second, place &+ size)] {
        let isZero = register == convention.stackPointer
        words.store(
          isZero ? .none : value(of: register, in: operation, convention), start, size: size)
      }
    case .combine, .move, .sum, .difference:
      let result = result(of: operation, place, convention)
      operation.writes.forEach { write(result, to: $0, convention) }
      if operation.isStore, let place {
        words.store(result, place, size: Int32(operation.size))
      }
    }
    if operation.writeback != 0, operation.base != convention.stackPointer,
      operation.base != AddressOperation.noBase
    {
      let base = Int(operation.base)
      registers[base] = registers[base].moved(by: operation.writeback)
    }
  }

  private mutating func write(
    _ value: StackAddressValue, to register: UInt8, _ convention: RegisterConvention
  ) {
    if register != convention.stackPointer { registers[Int(register)] = value }
  }

  private func result(
    of operation: AddressOperation, _ place: Int32?, _ convention: RegisterConvention
  ) -> StackAddressValue {
    if operation.kind == .sum || operation.kind == .difference {
      var (result, other) = summands(of: operation, place, convention)
      if result.cancels(other) { return .none }
      let isOne = !result.isAddress || !other.isAddress
      result.mix(other)
      if !isOne { result.sign = 0 }
      return result.withoutDistance
    }
    var result = StackAddressValue.none
    operation.sources.forEach { result.mix(value(of: $0, in: operation, convention)) }
    if operation.isLoad, let place {
      result.mix(words.load(place, size: Int32(operation.size)))
    }
    return operation.kind == .move ? result.moved(by: operation.addend) : result.withoutDistance
  }

  /// The two values that a sum is made of; of a difference, the second negated.
  func summands(
    of operation: AddressOperation, _ place: Int32?, _ convention: RegisterConvention
  ) -> (StackAddressValue, StackAddressValue) {
    let loaded =
      operation.isLoad ? place.map { words.load($0, size: Int32(operation.size)) } : nil
    func value(_ operand: UInt8) -> StackAddressValue {
      switch operand {
      case AddressOperation.nothing: .none
      case AddressOperation.memory: loaded ?? .none
      default: self.value(of: operand, in: operation, convention)
      }
    }
    if operation.kind == .difference {
      return (value(operation.first), value(operation.second).negated)
    }
    var rest = operation.sources
    guard let first = rest.first else { return (loaded ?? .none, .none) }
    rest.remove(GeneralRegisters(first))
    return (value(first), rest.first.map(value) ?? loaded ?? .none)
  }

  /// A call of a function in which the stack may move. The runtime adjusts the mapped words, and the
  /// frame pointer.
  ///
  /// - Parameter isMapped: by the word's distance above the stack pointer, in bytes.
  mutating func moveStack(
    _ index: Int32, delta: Int32, _ convention: RegisterConvention, isMapped: (Int) -> Bool
  ) {
    lastTime &+= 1
    let time = lastTime
    convention.calleeSaved.forEach {
      registers[Int($0)].expire(index, time: time, in: .register($0))
    }
    words.update { word in
      let offset = word.start &+ delta
      guard offset >= 0 else { return false }
      let isAdjusted = word.size == 8 && offset % 8 == 0 && isMapped(Int(offset))
      if !isAdjusted { word.value.expire(index, time: time, in: .word(offset)) }
      return true
    }
  }

  /// A call, which keeps nothing in other registers than the callee saves.
  mutating func forgetScratch(_ convention: RegisterConvention) {
    let kept = convention.calleeSaved.union(GeneralRegisters(convention.framePointer))
    for register in registers.indices
    where !kept.contains(GeneralRegisters(UInt8(truncatingIfNeeded: register))) {
      registers[register] = .none
    }
  }
}
