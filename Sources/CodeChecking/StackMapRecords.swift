import MachineCode

/// What LLVM says of a statepoint (llvm/docs/StackMaps.rst, version 3; Statepoints.rst): the call
/// that returns to a place, and where the pointers are that must outlive it.
struct StackMapRecord {
  enum Location: Equatable {
    case register(Int)
    /// The address itself: that of a local.
    case direct(register: Int, offset: Int)
    case indirect(register: Int, offset: Int, size: Int)
    case constant
  }

  /// In bytes from the function's entry: the return address.
  let offset: Int
  /// Pairs: where the object's pointer is, and where the one derived from it.
  let pointers: [(base: Location, derived: Location)]
  /// Locals: those before the pairs, and those behind.
  let locals: [Location]
}

/// The functions of `.llvm_stackmaps`, by address.
struct StackMapRecords {
  struct Function {
    /// LLVM's size of the frame, in bytes; nil where it is not constant.
    let frameSize: Int?
    var records: [StackMapRecord] = []
  }

  private(set) var functions: [UInt64: Function] = [:]
  private(set) var isPresent = false

  init(_ object: ObjectFile, _ image: CodeImage) throws(CodeCheckError) {
    for section in object.sections where section.name == ".llvm_stackmaps" && section.size > 0 {
      let bytes: [UInt8]
      do throws(ObjectFileError) {
        bytes = [UInt8](try object.contents(of: section))
      } catch { throw .file("\(error)") }
      isPresent = true
      try read(bytes) { place, stored in
        guard section.flags.contains(.alloc) else { return stored }
        return image.pointer(at: section.address &+ UInt64(place)) ?? stored
      }
    }
  }

  private mutating func read(
    _ bytes: [UInt8], _ address: (Int, UInt64) -> UInt64
  ) throws(CodeCheckError) {
    var position = 0
    func take<T: FixedWidthInteger & UnsignedInteger>(_: T.Type) throws(CodeCheckError) -> T {
      guard let value = bytes.number(T.self, at: position) else {
        throw .malformedStackMaps(offset: position)
      }
      position += T.bitWidth / 8
      return value
    }
    func align() { position = (position + 7) / 8 * 8 }
    // Joined objects have one table after the other.
    while position < bytes.count {
      let start = position
      guard try take(UInt8.self) == 3 else { throw .malformedStackMaps(offset: start) }
      position += 3
      let functionCount = try take(UInt32.self)
      let constantCount = try take(UInt32.self)
      let recordCount = try take(UInt32.self)
      var described: [(address: UInt64, count: UInt64)] = []
      for _ in 0..<functionCount {
        let place = position
        let entry = address(place, try take(UInt64.self))
        let size = try take(UInt64.self)
        described.append((entry, try take(UInt64.self)))
        if functions[entry] == nil {
          functions[entry] = Function(frameSize: Int(exactly: size))
        }
      }
      position += 8 * Int(constantCount)
      var seen: UInt64 = 0
      for function in described {
        for _ in 0..<function.count {
          _ = try take(UInt64.self)
          let offset = Int(try take(UInt32.self))
          _ = try take(UInt16.self)
          let count = Int(try take(UInt16.self))
          var locations: [StackMapRecord.Location] = []
          var numbers: [Int] = []
          for _ in 0..<count {
            let kind = try take(UInt8.self)
            _ = try take(UInt8.self)
            let size = Int(try take(UInt16.self))
            let register = Int(try take(UInt16.self))
            _ = try take(UInt16.self)
            let value = Int(Int32(bitPattern: try take(UInt32.self)))
            numbers.append(kind == 4 ? value : -1)
            switch kind {
            case 1: locations.append(.register(register))
            case 2: locations.append(.direct(register: register, offset: value))
            case 3: locations.append(.indirect(register: register, offset: value, size: size))
            case 4, 5: locations.append(.constant)
            default: throw .malformedStackMaps(offset: position - 12)
            }
          }
          align()
          _ = try take(UInt16.self)
          position += 4 * Int(try take(UInt16.self))
          align()
          functions[function.address]?.records.append(
            try Self.statepoint(offset, locations, numbers, at: position))
          seen += 1
        }
      }
      guard seen == UInt64(recordCount) else { throw .malformedStackMaps(offset: start) }
    }
  }

  /// A statepoint's locations: calling convention, flags, how many values deoptimization has,
  /// those, then pairs of pointers, then locals.
  private static func statepoint(
    _ offset: Int, _ locations: [StackMapRecord.Location], _ numbers: [Int], at position: Int
  ) throws(CodeCheckError) -> StackMapRecord {
    guard locations.count >= 3, numbers[2] >= 0, numbers[2] <= locations.count - 3 else {
      throw .malformedStackMaps(offset: position)
    }
    let first = 3 + numbers[2]
    func isLocal(_ location: StackMapRecord.Location) -> Bool {
      if case .direct = location { true } else { false }
    }
    let last = locations[first...].lastIndex { !isLocal($0) }.map { $0 + 1 } ?? first
    guard (last - first) % 2 == 0 else { throw .malformedStackMaps(offset: position) }
    return StackMapRecord(
      offset: offset,
      pointers: stride(from: first, to: last, by: 2).map { (locations[$0], locations[$0 + 1]) },
      locals: (locations[3..<first] + locations[last...]).filter(isLocal))
  }
}
