/// Writes the runtime's hash functions. Each leaves its result in the word of its argument `h`.
struct RuntimeHashWriter<Code: AlgorithmCode> {
  let function: RuntimeHash
  let descriptors: RuntimeHash.Descriptors
  let random: String
  let message: String
  var code: Code

  private static var done: Int { 20 }
  private static var panic: Int { 21 }

  /// `h`, the last argument or the one before the size.
  private var hash: AlgorithmPlace { .incoming(function == .type ? 2 : 1) }

  mutating func thunk() -> Thunk {
    switch function {
    case .memory: memory()
    case .sizedMemory: sizedMemory()
    case .float32: float(size: 4, infinity: 0x7f80_0000, magnitude: 0x7fff_ffff)
    case .float64: float(size: 8, infinity: 0x7ff0 << 48, magnitude: UInt64(Int64.max))
    case .interface, .emptyInterface: interface()
    case .type: type()
    }
    code.place(label: Self.done)
    code.returnWord(hash, as: hash)
    code.finish()
    return Thunk(lines: code.lines)
  }

  /// A string's header is a pointer and a length: hashing a string hashes any bytes. The header is
  /// made of the arguments, where the runtime knows of the pointer.
  private mutating func memory() {
    code.copy(.incoming(1), to: .local(0))
    code.copy(.incoming(2), to: .incoming(1))
    code.setAddress(.outgoing(0), of: .incoming(0))
    code.copy(.local(0), to: .outgoing(1))
    code.call("runtime.strhash", arguments: 2, results: 1)
    code.copy(.outgoing(2), to: hash)
  }

  private mutating func sizedMemory() {
    code.loadContext(.outgoing(2), at: 8)
    code.copy(.incoming(0), to: .outgoing(0))
    code.copy(hash, to: .outgoing(1))
    code.call(RuntimeHash.memory.name, arguments: 3, results: 1)
    code.copy(.outgoing(3), to: hash)
  }

  /// Zeros of both signs are equal, and a NaN is equal to nothing, which its hash need not tell: so
  /// that maps with many of them stay fast, it is any number.
  private mutating func float(size: Int, infinity: UInt64, magnitude: UInt64) {
    let (zero, nan) = (30, 31)
    code.load(.local(0), from: .incoming(0), at: 0, width: size)
    code.combine(.local(0), .and, magnitude)
    code.branch(if: .local(0), .equal, 0, to: zero)
    code.branch(if: .local(0), .above, infinity, to: nan)
    code.copy(.incoming(0), to: .outgoing(0))
    code.copy(hash, to: .outgoing(1))
    code.set(.outgoing(2), to: Int64(size))
    code.call(RuntimeHash.memory.name, arguments: 3, results: 1)
    code.copy(.outgoing(3), to: hash)
    code.branch(to: Self.done)
    code.place(label: nan)
    code.call(random, arguments: 0, results: 1)
    code.combine(hash, .xor, .outgoing(0))
    code.place(label: zero)
    code.combine(hash, .xor, Self.seed)
    code.combine(hash, .multiply, Self.factor)
  }

  /// runtime/alg.go, `c0` and `c1`, for words of 64 bits.
  private static var seed: UInt64 { 33_054_211_828_000_289 }
  private static var factor: UInt64 { 23_344_194_077_549_503 }

  private mutating func interface() {
    let (indirect, known) = (30, 31)
    let type = AlgorithmPlace.outgoing(0)
    code.load(type, from: .incoming(0), at: 0, width: 8)
    code.branch(if: type, .equal, 0, to: Self.done)
    if function == .interface {
      code.load(type, from: type, at: descriptors.itabType, width: 8)
    }
    code.load(.local(0), from: type, at: descriptors.equal, width: 8)
    code.branch(if: .local(0), .equal, 0, to: Self.panic)
    code.load(.local(0), from: type, at: descriptors.direct.offset, width: 1)
    code.combine(.local(0), .and, UInt64(descriptors.direct.bit))
    code.branch(if: .local(0), .equal, 0, to: indirect)
    code.setAddress(.outgoing(1), base: .incoming(0), offset: 8, counters: 0)
    code.branch(to: known)
    code.place(label: indirect)
    code.load(.outgoing(1), from: .incoming(0), at: 8, width: 8)
    code.place(label: known)
    code.copy(hash, to: .outgoing(2))
    code.combine(.outgoing(2), .xor, Self.seed)
    code.call(RuntimeHash.type.name, arguments: 3, results: 1)
    code.copy(.outgoing(3), to: hash)
    code.combine(hash, .multiply, Self.factor)
    code.branch(to: Self.done)
    panic()
  }

  /// `panic(errorString("hash of unhashable type " + toRType(t).string()))`, `t` being the first
  /// outgoing word.
  private mutating func panic() {
    code.place(label: Self.panic)
    code.call("runtime.rtype.string", arguments: 1, results: 2)
    code.copy(.outgoing(2), to: .outgoing(4))
    code.copy(.outgoing(1), to: .outgoing(3))
    code.setAddress(.outgoing(1), ofSymbol: message, isHosts: false)
    code.set(.outgoing(2), to: Int64(RuntimeHash.message.utf8.count))
    code.set(.outgoing(0), to: 0)
    code.call("runtime.concatstring2", arguments: 5, results: 2)
    code.copy(.outgoing(5), to: .outgoing(0))
    code.copy(.outgoing(6), to: .outgoing(1))
    code.call("runtime.convTstring", arguments: 2, results: 1)
    code.copy(.outgoing(2), to: .outgoing(1))
    code.setAddress(.outgoing(0), ofSymbol: "type:runtime.errorString", isHosts: true)
    code.call("runtime.gopanic", arguments: 2, results: 0)
    code.trap()
  }

  private mutating func type() {
    let t = AlgorithmPlace.incoming(0)
    let kinds = descriptors.kinds
    let (other, byFunction) = (30, 31)
    code.load(.local(0), from: t, at: descriptors.flags, width: 1)
    code.combine(.local(0), .and, UInt64(descriptors.regularMemory))
    code.branch(if: .local(0), .equal, 0, to: other)
    memoryOfType()

    code.place(label: other)
    code.load(.local(0), from: t, at: descriptors.kind, width: 1)
    code.combine(.local(0), .and, UInt64(descriptors.kindMask))
    let functions = [
      (kinds.float32, RuntimeHash.float32.name), (kinds.float64, RuntimeHash.float64.name),
      (kinds.complex64, "runtime.c64hash"), (kinds.complex128, "runtime.c128hash"),
      (kinds.string, "runtime.strhash"),
    ]
    for (index, (kind, name)) in functions.enumerated() {
      code.branch(if: .local(0), .notEqual, UInt64(kind), to: byFunction + index)
      value(name)
      code.place(label: byFunction + index)
    }
    let (notInterface, notEmpty, notArray, notStructure) = (40, 41, 42, 43)
    code.branch(if: .local(0), .notEqual, UInt64(kinds.interface), to: notInterface)
    code.load(.local(1), from: t, at: descriptors.interfaceMethodCount, width: 8)
    code.branch(if: .local(1), .notEqual, 0, to: notEmpty)
    value(RuntimeHash.emptyInterface.name)
    code.place(label: notEmpty)
    value(RuntimeHash.interface.name)
    code.place(label: notInterface)
    code.branch(if: .local(0), .notEqual, UInt64(kinds.array), to: notArray)
    array()
    code.place(label: notArray)
    code.branch(if: .local(0), .notEqual, UInt64(kinds.structure), to: notStructure)
    structure()
    code.place(label: notStructure)
    code.copy(t, to: .outgoing(0))
    panic()
  }

  /// Hashes the value by a function that takes its address.
  private mutating func value(_ function: String) {
    code.copy(.incoming(1), to: .outgoing(0))
    code.copy(hash, to: .outgoing(1))
    code.call(function, arguments: 2, results: 1)
    code.copy(.outgoing(2), to: hash)
    code.branch(to: Self.done)
  }

  private mutating func memoryOfType() {
    code.load(.local(0), from: .incoming(0), at: descriptors.size, width: 8)
    for (label, (size, name)) in [(4, "runtime.memhash32"), (8, "runtime.memhash64")].enumerated() {
      code.branch(if: .local(0), .notEqual, UInt64(size), to: 32 + label)
      value(name)
      code.place(label: 32 + label)
    }
    code.copy(.incoming(1), to: .outgoing(0))
    code.copy(hash, to: .outgoing(1))
    code.copy(.local(0), to: .outgoing(2))
    code.call(RuntimeHash.memory.name, arguments: 3, results: 1)
    code.copy(.outgoing(3), to: hash)
    code.branch(to: Self.done)
  }

  /// Hashes by another type, whose address and the value's are set.
  private mutating func part() {
    code.copy(hash, to: .outgoing(2))
    code.call(RuntimeHash.type.name, arguments: 3, results: 1)
    code.copy(.outgoing(3), to: hash)
  }

  private mutating func array() {
    let loop = 50
    let (offset, index, word) = (
      AlgorithmPlace.local(0), AlgorithmPlace.local(1), AlgorithmPlace.local(2)
    )
    let t = AlgorithmPlace.incoming(0)
    code.set(index, to: 0)
    code.set(offset, to: 0)
    code.place(label: loop)
    code.load(word, from: t, at: descriptors.arrayLength, width: 8)
    code.branch(if: index, .notBelow, word, to: Self.done)
    code.load(.outgoing(0), from: t, at: descriptors.arrayElement, width: 8)
    code.copy(.incoming(1), to: .outgoing(1))
    code.combine(.outgoing(1), .add, offset)
    part()
    code.load(word, from: t, at: descriptors.arrayElement, width: 8)
    code.load(word, from: word, at: descriptors.size, width: 8)
    code.combine(offset, .add, word)
    code.combine(index, .add, 1)
    code.branch(backTo: loop)
  }

  /// Fields named `_` do not count: their names' records have a byte of flags, the length 1 and the
  /// name.
  private mutating func structure() {
    let (loop, named, next) = (51, 52, 53)
    let (offset, index, word) = (
      AlgorithmPlace.local(0), AlgorithmPlace.local(1), AlgorithmPlace.local(2)
    )
    let (field, name) = (AlgorithmPlace.local(3), AlgorithmPlace.local(4))
    let t = AlgorithmPlace.incoming(0)
    code.set(index, to: 0)
    code.set(offset, to: 0)
    code.place(label: loop)
    code.load(word, from: t, at: descriptors.structFieldCount, width: 8)
    code.branch(if: index, .notBelow, word, to: Self.done)
    code.load(field, from: t, at: descriptors.structFields, width: 8)
    code.combine(field, .add, offset)
    code.load(name, from: field, at: descriptors.fieldName, width: 8)
    code.load(word, from: name, at: 1, width: 1)
    code.branch(if: word, .notEqual, 1, to: named)
    code.load(word, from: name, at: 2, width: 1)
    code.branch(if: word, .equal, UInt64(UInt8(ascii: "_")), to: next)
    code.place(label: named)
    code.load(.outgoing(0), from: field, at: descriptors.fieldType, width: 8)
    code.load(.outgoing(1), from: field, at: descriptors.fieldOffset, width: 8)
    code.combine(.outgoing(1), .add, .incoming(1))
    part()
    code.place(label: next)
    code.combine(offset, .add, UInt64(descriptors.fieldSize))
    code.combine(index, .add, 1)
    code.branch(backTo: loop)
  }
}

extension RuntimeHash {
  /// What the runtime says of a type that cannot be hashed; the type's name follows.
  public static let message = "hash of unhashable type "
}
