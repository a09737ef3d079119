import Symbols

/// Hash functions of Go's runtime that a program may lack, since a program holds only what it uses
/// itself: code of our own, in the register convention, that gives the same hashes.
///
/// Every program that can open plugins has `runtime.strhash` and `runtime.memhash32`; all else is
/// made of those.
/// Source: runtime/alg.go, the same from Go 1.21 to 1.27.
public enum RuntimeHash: String, Sendable, CaseIterable {
  /// `memhash(p unsafe.Pointer, h, size uintptr) uintptr`
  case memory = "memhash"
  /// `memhash_varlen(p unsafe.Pointer, h uintptr) uintptr`, whose closure holds the size behind the
  /// code's address.
  case sizedMemory = "memhash_varlen"
  /// `f32hash(p unsafe.Pointer, h uintptr) uintptr`, and so are those that follow.
  case float32 = "f32hash"
  case float64 = "f64hash"
  case interface = "interhash"
  case emptyInterface = "nilinterhash"
  /// `typehash(t *abi.Type, p unsafe.Pointer, h uintptr) uintptr`: of a value by its type.
  case type = "typehash"

  public var name: String { "runtime." + rawValue }

  /// How many words of arguments it takes.
  public var argumentCount: Int {
    switch self {
    case .memory, .type: 3
    case .sizedMemory, .float32, .float64, .interface, .emptyInterface: 2
    }
  }

  /// Which of them hold pointers.
  public var pointerWords: [Int] { self == .type ? [0, 1] : [0] }

  /// The functions that it calls, of which the program may lack these.
  public var callees: [String] {
    switch self {
    case .memory: []
    case .sizedMemory, .float32, .float64: [Self.memory.name]
    case .interface, .emptyInterface: [Self.type.name]
    case .type:
      [Self.memory, .float32, .float64, .interface, .emptyInterface].map(\.name)
        + ["runtime.memhash64", "runtime.c64hash", "runtime.c128hash"]
    }
  }

  /// Where descriptors have what these functions read, in bytes.
  public struct Descriptors: Sendable {
    public var size, flags, kind, equal: Int
    /// Of the flags: plain memory.
    public var regularMemory: UInt8
    /// Of the kind.
    public var kindMask: UInt8
    /// The byte that says whether an interface's data word is the value itself, and its bit.
    public var direct: (offset: Int, bit: UInt8)
    public var kinds: Kinds
    public var arrayElement, arrayLength: Int
    public var interfaceMethodCount: Int
    public var structFields, structFieldCount: Int
    /// Of a struct's field.
    public var fieldSize, fieldName, fieldType, fieldOffset: Int
    public var itabType: Int

    public struct Kinds: Sendable {
      public var float32, float64, complex64, complex128: UInt8
      public var string, interface, array, structure: UInt8

      public init(
        float32: UInt8, float64: UInt8, complex64: UInt8, complex128: UInt8, string: UInt8,
        interface: UInt8, array: UInt8, structure: UInt8
      ) {
        self.float32 = float32
        self.float64 = float64
        self.complex64 = complex64
        self.complex128 = complex128
        self.string = string
        self.interface = interface
        self.array = array
        self.structure = structure
      }
    }

    public init(
      size: Int, flags: Int, kind: Int, equal: Int, regularMemory: UInt8, kindMask: UInt8,
      direct: (offset: Int, bit: UInt8), kinds: Kinds, arrayElement: Int, arrayLength: Int,
      interfaceMethodCount: Int, structFields: Int, structFieldCount: Int, fieldSize: Int,
      fieldName: Int, fieldType: Int, fieldOffset: Int, itabType: Int
    ) {
      self.size = size
      self.flags = flags
      self.kind = kind
      self.equal = equal
      self.regularMemory = regularMemory
      self.kindMask = kindMask
      self.direct = direct
      self.kinds = kinds
      self.arrayElement = arrayElement
      self.arrayLength = arrayLength
      self.interfaceMethodCount = interfaceMethodCount
      self.structFields = structFields
      self.structFieldCount = structFieldCount
      self.fieldSize = fieldSize
      self.fieldName = fieldName
      self.fieldType = fieldType
      self.fieldOffset = fieldOffset
      self.itabType = itabType
    }
  }
}

extension Thunk {
  /// The code of a hash function of the runtime's.
  ///
  /// - Parameters:
  ///   - random: the runtime's function of no arguments whose result a NaN is hashed by.
  ///   - message: the symbol of `RuntimeHash.message`.
  public static func runtimeHash(
    _ function: RuntimeHash, descriptors: RuntimeHash.Descriptors, random: String, message: String,
    architecture: Architecture
  ) -> Thunk {
    // Growing the stack loses the closure's address.
    let isClosure = function == .sizedMemory
    let frame = AlgorithmFrame(
      convention: .registers, checksStack: !isClosure, arguments: function.argumentCount,
      outgoing: isClosure ? 4 : 7, locals: isClosure ? 0 : 5)
    func write<Code: AlgorithmCode>(_: Code.Type) -> Thunk {
      var writer = RuntimeHashWriter(
        function: function, descriptors: descriptors, random: random, message: message,
        code: Code(frame))
      return writer.thunk()
    }
    return switch architecture {
    case .x86_64: write(X86AlgorithmCode.self)
    case .arm64: write(ARM64AlgorithmCode.self)
    }
  }
}
