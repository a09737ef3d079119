import GoRelease

extension TypeKind {
  /// The kind of a number in a descriptor.
  init?(_ number: UInt8, _ kinds: TypeRules.Kinds) {
    let numbers: [(UInt8, TypeKind)] = [
      (kinds.bool, .bool), (kinds.int, .int), (kinds.int8, .int8), (kinds.int16, .int16),
      (kinds.int32, .int32), (kinds.int64, .int64), (kinds.uint, .uint), (kinds.uint8, .uint8),
      (kinds.uint16, .uint16), (kinds.uint32, .uint32), (kinds.uint64, .uint64),
      (kinds.uintptr, .uintptr), (kinds.float32, .float32), (kinds.float64, .float64),
      (kinds.complex64, .complex64), (kinds.complex128, .complex128), (kinds.array, .array),
      (kinds.channel, .chan), (kinds.function, .function), (kinds.interface, .interface),
      (kinds.map, .map), (kinds.pointer, .pointer), (kinds.slice, .slice),
      (kinds.string, .string), (kinds.structure, .structure),
      (kinds.unsafePointer, .unsafePointer),
    ]
    guard let found = numbers.first(where: { $0.0 == number }) else { return nil }
    self = found.1
  }
}
