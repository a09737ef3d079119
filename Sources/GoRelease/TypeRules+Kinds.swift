import GoTypes

extension TypeRules.Kinds {
  /// They have not changed since Go 1.1.
  static let all = TypeRules.Kinds(
    bool: 1, int: 2, int8: 3, int16: 4, int32: 5, int64: 6, uint: 7, uint8: 8, uint16: 9,
    uint32: 10, uint64: 11, uintptr: 12, float32: 13, float64: 14, complex64: 15, complex128: 16,
    array: 17, channel: 18, function: 19, interface: 20, map: 21, pointer: 22, slice: 23,
    string: 24, structure: 25, unsafePointer: 26)

  /// The number of a predeclared type's kind.
  public subscript(basic: BasicKind) -> UInt8 {
    switch basic {
    case .bool: bool
    case .int: int
    case .int8: int8
    case .int16: int16
    case .int32: int32
    case .int64: int64
    case .uint: uint
    case .uint8: uint8
    case .uint16: uint16
    case .uint32: uint32
    case .uint64: uint64
    case .uintptr: uintptr
    case .float32: float32
    case .float64: float64
    case .complex64: complex64
    case .complex128: complex128
    case .string: string
    case .unsafePointer: unsafePointer
    }
  }
}
