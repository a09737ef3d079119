extension StackAddressState {
  /// The stale address that an operation uses. Copies to registers are no use, be it plus a constant
  /// or negated, nor are distances of addresses that were valid at the same time.
  func staleUse(
    by operation: AddressOperation, _ convention: RegisterConvention
  ) -> StackAddressValue? {
    let addresses = operation.uses.subtracting(operation.sources)
    if let found = stale(addresses, convention) { return found }
    if operation.call >= 0 || operation.flow == .call || operation.flow == .indirectCall,
      let found = stale(convention.arguments, convention)
    {
      return found
    }
    switch operation.kind {
    case .loadPair: return nil
    case .move where !operation.isStore && !operation.writes.isEmpty: return nil
    case .sum, .difference:
      let (first, second) = summands(of: operation, place(of: operation, convention), convention)
      let isNegation = operation.first == AddressOperation.nothing && !operation.isStore
      if first.cancels(second) || (operation.kind == .difference && isNegation) { return nil }
    case .combine, .move, .storePair: break
    }
    if let found = stale(operation.sources, convention) { return found }
    guard operation.isLoad, let place = place(of: operation, convention) else { return nil }
    let value = words.load(place, size: Int32(operation.size))
    return value.isStale ? value : nil
  }

  private func stale(
    _ registers: GeneralRegisters, _ convention: RegisterConvention
  ) -> StackAddressValue? {
    var rest = registers.subtracting(GeneralRegisters(convention.stackPointer))
    while let register = rest.first {
      let value = self.registers[Int(register)]
      if value.isStale { return value }
      rest.remove(GeneralRegisters(register))
    }
    return nil
  }
}
