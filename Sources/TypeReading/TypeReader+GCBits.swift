import GoRelease

extension TypeReader {
  /// The mask or the program that a descriptor names; nil when it has no pointers or when another
  /// file defines it.
  public mutating func bits(of type: TypeDescriptor) throws(TypeReadError) -> GCBits? {
    guard case .masks = rules.gcData, let pointerBytes = type.header.pointerBytes,
      pointerBytes > 0, let reference = type.header.gcData, let address = reference.address,
      image.contains(address)
    else { return nil }
    if let flags = type.header.flags, flags & rules.flags.gcMaskOnDemand != 0 { return nil }
    let view = TypeView(image, at: address)
    if type.header.kindByte & rules.kindFlags.gcProgram != 0 {
      return .program(try bitProgram(view, hasLength: true))
    }
    let bitCount = pointerBytes / 8
    guard let byteCount = Int(exactly: (bitCount + 7) / 8) else {
      throw .truncated(view.site(0), what: "a mask of \(bitCount) bits")
    }
    let bytes = try view.bytes(0, byteCount, "a mask of \(bitCount) bits")
    try charge(byteCount, at: view.site(0))
    return .mask(bytes: Array(bytes), bitCount: bitCount)
  }

  /// A program of bits at an address; a type's has its length before it, a module's has not.
  public mutating func bitProgram(
    at address: UInt64, hasLength: Bool
  ) throws(TypeReadError) -> BitProgram {
    try bitProgram(TypeView(image, at: address), hasLength: hasLength)
  }

  private mutating func bitProgram(
    _ view: TypeView, hasLength: Bool
  ) throws(TypeReadError) -> BitProgram {
    var position = 0
    var program = BitProgram(
      symbol: view.name, address: view.start, length: nil, bytes: [], instructions: [])
    if hasLength {
      program.length = UInt32(
        truncatingIfNeeded: try view.number(0, 4, "the length of a GC program"))
      position = 4
    }
    let first = position
    func byte() throws(TypeReadError) -> UInt64 {
      defer { position += 1 }
      return try view.number(position, 1, "a GC program")
    }
    func varint() throws(TypeReadError) -> UInt64 {
      let start = position
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        let next = try byte()
        guard shift < 63 else {
          throw .malformed(view.site(start), what: "a number of a GC program has no end")
        }
        value |= (next & 0x7f) << shift
        shift += 7
        if next < 0x80 { return value }
      }
    }
    // How many bits there are to repeat.
    var known: UInt64 = 0
    while true {
      let start = position
      let code = try byte()
      try charge(1, at: view.site(start))
      if code == 0 {
        program.instructions.append(.end)
        break
      }
      if code < 0x80 {
        let bits = try view.bytes(position, Int(code + 7) / 8, "the bits of a GC program")
        position += bits.count
        program.instructions.append(.literal(count: Int(code), bits: Array(bits)))
        known = known &+ code
        continue
      }
      let count = code & 0x7f == 0 ? try varint() : code & 0x7f
      let times = try varint()
      guard count <= known else {
        throw .malformed(
          view.site(start), what: "a GC program repeats \(count) bits, but has only \(known)")
      }
      let (more, overflow) = count.multipliedReportingOverflow(by: times)
      guard !overflow, !known.addingReportingOverflow(more).overflow else {
        throw .malformed(view.site(start), what: "a GC program repeats \(count) bits too often")
      }
      known += more
      program.instructions.append(.repeat(count: count, times: times))
    }
    program.bytes = Array(try view.bytes(first, position - first, "a GC program"))
    if let length = program.length, UInt64(length) != UInt64(position - first) {
      throw .malformed(
        view.site(0), what: "its length is \(length), but END is its byte \(position - first)")
    }
    return program
  }
}
