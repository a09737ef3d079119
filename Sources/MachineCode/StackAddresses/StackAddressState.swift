/// What is known of stack addresses at one place of a function.
struct StackAddressState {
  /// By the registers' numbers; the stack pointer's own is not used.
  var registers = InlineArray<32, StackAddressValue>(repeating: .none)
  var words = StackAddressWords()

  /// Takes in what another way leads here with; true when that changed anything.
  mutating func join(_ other: StackAddressState) -> Bool {
    var hasChanged = words.join(other.words)
    for index in registers.indices {
      let before = registers[index]
      registers[index].join(other.registers[index])
      if registers[index] != before { hasChanged = true }
    }
    return hasChanged
  }

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

  private func value(
    of register: UInt8, in operation: AddressOperation, _ convention: RegisterConvention
  ) -> StackAddressValue {
    if register == convention.stackPointer {
      return StackAddressValue(origin: operation.offset, call: -1, distance: operation.delta)
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
    case .combine, .move, .difference:
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
    var result = StackAddressValue.none
    var addresses = 0
    func take(_ value: StackAddressValue) {
      guard value.isAddress else { return }
      addresses &+= 1
      if addresses == 1 { result = value } else { result.join(value) }
    }
    operation.sources.forEach { take(value(of: $0, in: operation, convention)) }
    if operation.isLoad, let place { take(words.load(place, size: Int32(operation.size))) }
    switch operation.kind {
    case .move: return result.moved(by: operation.addend)
    case .difference where addresses > 1: return .none
    default: return result.withoutDistance
    }
  }

  /// A call of a function in which the stack may move. The runtime adjusts the mapped words, and the
  /// frame pointer.
  ///
  /// - Parameter isMapped: by the word's distance above the stack pointer, in bytes.
  mutating func moveStack(
    _ index: Int32, delta: Int32, _ convention: RegisterConvention, isMapped: (Int) -> Bool
  ) {
    for register in registers.indices where register != Int(convention.framePointer) {
      if !convention.calleeSaved.contains(GeneralRegisters(UInt8(truncatingIfNeeded: register))) {
        registers[register] = .none
      } else if registers[register].isAddress, !registers[register].isStale {
        registers[register].call = index
      }
    }
    words.update { word in
      let offset = Int(word.start) &+ Int(delta)
      guard offset >= 0 else { return false }
      if !word.value.isStale, !(word.size == 8 && offset % 8 == 0 && isMapped(offset)) {
        word.value.call = index
      }
      return true
    }
  }

  /// A call in which the stack stays where it is.
  mutating func clearResults(_ convention: RegisterConvention) {
    convention.results.forEach { registers[Int($0)] = .none }
  }

  /// The stale address that an operation reads, and what held it.
  func staleUse(
    by operation: AddressOperation, _ convention: RegisterConvention
  ) -> (value: StackAddressValue, holder: StackAddressHolder)? {
    var found: UInt8?
    operation.uses.forEach { register in
      if found == nil, register != convention.stackPointer, registers[Int(register)].isStale {
        found = register
      }
    }
    if let found { return (registers[Int(found)], .register(convention.names(found))) }
    guard operation.isLoad, let place = place(of: operation, convention) else { return nil }
    let size = Int32(operation.size) &* (operation.kind == .loadPair ? 2 : 1)
    let value = words.load(place, size: size)
    return value.isStale ? (value, .word(Int(place) &+ Int(operation.delta))) : nil
  }
}

/// What holds an address.
enum StackAddressHolder {
  case register(String)
  /// A word of the frame, in bytes above the stack pointer.
  case word(Int)
}
