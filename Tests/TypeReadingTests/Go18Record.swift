import TestSupport

@testable import TypeReading

/// A descriptor of Go 1.8 as bytes and references: what the vectors state, or what was read written
/// again at the offsets of the documents. It shares nothing with the writers of the library.
struct Go18Record: Equatable {
  var bytes: [UInt8]
  /// Targets with addends, by the offset of the field.
  var references: [Int: String] = [:]

  init(size: Int) { bytes = [UInt8](repeating: 0, count: size) }

  mutating func put(_ offset: Int, _ value: UInt64, _ width: Int) {
    for index in 0..<width where offset + index < bytes.count {
      bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }

  mutating func put(_ offset: Int, _ reference: TypeReference?) {
    guard let reference else { return }
    references[offset] = Self.target(reference.symbol ?? "?", Int(reference.addend))
  }

  mutating func put(_ offset: Int, _ name: DescriptorName?) { put(offset, name?.reference) }

  static func target(_ symbol: String, _ addend: Int) -> String {
    addend == 0 ? symbol : "\(symbol)+\(addend)"
  }
}

extension Go18Record {
  /// - Parameters:
  ///   - symbol: the descriptor's own.
  ///   - code: what the distances of code stand for.
  init(_ type: TypeDescriptor, symbol: String, size: Int, code: [Int64: String]) {
    self.init(size: size)
    let header = type.header
    put(0, header.size, 8)
    put(8, header.pointerBytes ?? 0, 8)
    put(16, UInt64(header.hash), 4)
    put(20, UInt64(header.flags ?? 0), 1)
    put(21, UInt64(header.alignment), 1)
    put(22, UInt64(header.fieldAlignment), 1)
    put(23, UInt64(header.kindByte), 1)
    put(24, header.comparison)
    put(32, header.gcData)
    put(40, type.string)
    put(44, header.pointerToThis)
    put(type.body, symbol, uncommonSize: type.uncommon == nil ? 0 : 16)
    guard let uncommon = type.uncommon else { return }
    put(uncommon.offset, uncommon.packagePath)
    put(uncommon.offset + 4, UInt64(uncommon.methods.count), 2)
    let methods = uncommon.slice?.offset ?? 0
    put(uncommon.offset + 8, UInt64(methods - uncommon.offset), 4)
    for (index, method) in uncommon.methods.enumerated() {
      let start = methods + 16 * index
      put(start, method.name)
      put(start + 4, method.type)
      references[start + 8] = method.interfaceCode.map { code[$0.addend] ?? "?" }
      references[start + 12] = method.directCode.map { code[$0.addend] ?? "?" }
    }
  }

  private mutating func put(_ slice: TypeDescriptor.Slice?, _ symbol: String) {
    guard let slice, let offset = slice.offset else { return }
    references[56] = Self.target(symbol, offset)
    put(64, slice.count, 8)
    put(72, slice.capacity, 8)
  }

  private mutating func put(
    _ body: TypeDescriptor.Body, _ symbol: String, uncommonSize: Int
  ) {
    switch body {
    case .plain: break
    case .array(let element, let slice, let length):
      put(48, element)
      put(56, slice)
      put(64, length, 8)
    case .channel(let element, let direction):
      put(48, element)
      put(56, direction, 8)
    case .function(let function):
      put(48, UInt64(function.parameters.count), 2)
      put(50, UInt64(function.results.count) | (function.isVariadic ? 0x8000 : 0), 2)
      for (index, type) in (function.parameters + function.results).enumerated() {
        put(56 + uncommonSize + 8 * index, type)
      }
    case .interface(let path, let slice, let methods):
      put(48, path)
      put(slice, symbol)
      for (index, method) in methods.enumerated() {
        put((slice?.offset ?? 0) + 8 * index, method.name)
        put((slice?.offset ?? 0) + 8 * index + 4, method.type)
      }
    case .map(let map):
      for (index, type) in [map.key, map.element, map.bucket, map.header].enumerated() {
        put(48 + 8 * index, type)
      }
      put(80, map.keySize ?? 0, 1)
      put(81, map.hasIndirectKey == true ? 1 : 0, 1)
      put(82, map.valueSize ?? 0, 1)
      put(83, map.hasIndirectValue == true ? 1 : 0, 1)
      put(84, map.bucketSize ?? 0, 2)
      put(86, map.hasReflexiveKey == true ? 1 : 0, 1)
      put(87, map.needsKeyUpdate == true ? 1 : 0, 1)
    case .pointer(let element), .slice(let element): put(48, element)
    case .structure(let path, let slice, let fields):
      put(48, path)
      put(slice, symbol)
      for (index, field) in fields.enumerated() {
        let start = (slice?.offset ?? 0) + 24 * index
        put(start, field.name)
        put(start + 8, field.type)
        put(start + 16, field.offset, 8)
      }
    }
  }
}

extension Go18Vectors {
  /// What the vectors state of a symbol, as far as an object can hold it.
  func expected(_ symbol: Symbol) -> Go18Record {
    var record = Go18Record(size: symbol.bytes.count)
    record.bytes = symbol.bytes
    for relocation in symbol.relocations {
      if relocation.kind == "weakaddroff", !defined.contains(relocation.target) { continue }
      record.references[relocation.offset] = Go18Record.target(
        relocation.target, relocation.addend)
    }
    return record
  }
}
