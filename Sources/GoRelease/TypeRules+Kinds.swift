import GoTypes

extension TypeRules.Kinds {
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
