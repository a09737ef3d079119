extension TypeReader {
  /// The GC program of a symbol: its size, then instructions up to the END that closes it.
  public mutating func program(of symbol: TypeSymbols.Entry) throws(TypeReadError) -> GCProgram {
    try program(TypeView(image, symbol))
  }

  /// The GC program at an address.
  public mutating func program(at address: UInt64) throws(TypeReadError) -> GCProgram {
    try program(TypeView(image, at: address))
  }

  private mutating func program(_ view: TypeView) throws(TypeReadError) -> GCProgram {
    var program = GCProgram(
      symbol: view.name, address: view.start,
      size: try view.number(0, 8, "a GC program's size"), words: [], instructions: [])
    program.words.append(.number(program.size))
    var offset = 8
    var openArrays = 0
    while true {
      let start = offset
      let number = try view.number(offset, 8, "a GC instruction")
      guard let opcode = GCProgram.Opcode(rawValue: number) else {
        throw .malformed(view.site(offset), what: "GC opcode \(number) is none")
      }
      program.words.append(.number(number))
      offset += 8
      var operands: [GCProgram.Operand] = []
      try charge(8 * (1 + opcode.operands.count), at: view.site(start))
      for kind in opcode.operands {
        let what = "an operand of \(opcode.name)"
        switch kind {
        case .number:
          let value = try view.number(offset, 8, what)
          operands.append(.number(value))
          program.words.append(.number(value))
        case .reference:
          let reference = try view.pointer(offset, what)
          operands.append(.reference(reference))
          program.words.append(reference.map { .reference($0) } ?? .number(0))
        case .distance:
          let operand = try distance(view, offset, from: start, what)
          operands.append(operand)
          if case .distance(let value?, _) = operand {
            program.words.append(.number(UInt64(UInt32(bitPattern: value))))
          } else if case .distance(_, let target?) = operand {
            program.words.append(.reference(target))
          }
        }
        offset += 8
      }
      program.instructions.append(.init(opcode: opcode, offset: start, operands: operands))
      if opcode == .arrayStart { openArrays += 1 }
      if opcode == .arrayNext {
        openArrays -= 1
        guard openArrays >= 0 else {
          throw .malformed(view.site(start), what: "ARRAY_NEXT closes no ARRAY_START")
        }
      }
      if opcode == .end {
        guard openArrays == 0 else {
          throw .malformed(view.site(start), what: "END inside \(openArrays) open arrays")
        }
        return program
      }
    }
  }

  /// The operand of CALL: 32 bits that count from the instruction, then zeros.
  private func distance(
    _ view: TypeView, _ offset: Int, from start: Int, _ what: String
  ) throws(TypeReadError) -> GCProgram.Operand {
    _ = try view.bytes(offset, 8, what)
    let instruction = view.start &+ UInt64(start)
    if let fixup = view.fixup(offset) {
      guard case .relative = fixup.kind else {
        throw .relocation(view.site(offset), what: what, type: fixup.type)
      }
      // The relocation counts from the field, CALL from its own word.
      let shift = Int64(offset - start)
      let target = image.reference(of: fixup)
      guard let address = target.address else {
        return .distance(
          nil, target: TypeReference(symbol: target.symbol, addend: target.addend &- shift))
      }
      let place = address &- UInt64(bitPattern: shift)
      // Sections of an object are laid out later: the distance is not known yet.
      return .distance(nil, target: image.symbols.reference(to: place))
    }
    let value = Int32(truncatingIfNeeded: try view.number(offset, 4, what))
    let address = instruction &+ UInt64(bitPattern: Int64(value))
    guard image.contains(address) else {
      throw .wild(view.site(offset), what: what, value: address)
    }
    return .distance(value, target: image.symbols.reference(to: address))
  }
}
