import Symbols

@testable import TypeReading

/// A word of a descriptor of Go 1.2: a number, or a symbol with an addend.
enum Go12Word: Equatable {
  case number(UInt64)
  case symbol(String, Int64)

  /// As the vectors write it: hexadecimal digits, or a symbol and an addend.
  init?(_ value: Any) {
    if let text = value as? String, let number = UInt64(text, radix: 16) {
      self = .number(number)
    } else if let pair = value as? [Any], let name = pair[0] as? String,
      let addend = pair[1] as? Int
    {
      self = .symbol(name, Int64(addend))
    } else {
      return nil
    }
  }

  init(_ reference: TypeReference?) {
    guard let reference else {
      self = .number(0)
      return
    }
    self = .symbol(reference.symbol ?? "?", reference.addend)
  }

  init(_ name: DescriptorName?) { self.init(name?.reference) }
}

/// Writes what was read again, at the offsets of the documents: equal words mean that every field
/// was read at its place. It shares nothing with the writers of the library.
struct Go12Encoder {
  private let symbol: String
  private(set) var words: [Go12Word]

  static func words(_ type: TypeDescriptor, symbol: String, count: Int) -> [Go12Word] {
    var encoder = Go12Encoder(symbol: symbol, words: Array(repeating: .number(0), count: count))
    encoder.write(type)
    return encoder.words
  }

  private init(symbol: String, words: [Go12Word]) {
    self.symbol = symbol
    self.words = words
  }

  private mutating func put(_ offset: Int, _ word: Go12Word) {
    guard offset >= 0, offset / 8 < words.count else { return }
    words[offset / 8] = word
  }

  private mutating func put(_ offset: Int, _ slice: TypeDescriptor.Slice?) {
    guard let slice else { return }
    put(offset, slice.offset.map { .symbol(symbol, Int64($0)) } ?? .number(0))
    put(offset + 8, .number(slice.count))
    put(offset + 16, .number(slice.capacity))
  }

  private mutating func write(_ type: TypeDescriptor) {
    let header = type.header
    put(0, .number(header.size))
    let bytes: [UInt64] = [
      0, UInt64(header.alignment), UInt64(header.fieldAlignment), UInt64(header.kindByte),
    ]
    var second = UInt64(header.hash)
    for (index, byte) in bytes.enumerated() { second |= byte << UInt64(32 + 8 * index) }
    put(8, .number(second))
    put(16, Go12Word(header.comparison))
    put(24, Go12Word(header.gcData))
    put(32, Go12Word(type.string))
    if let uncommon = type.uncommon { put(40, .symbol(symbol, Int64(uncommon.offset))) }
    put(48, Go12Word(header.pointerToThis))
    write(type.body)
    if let uncommon = type.uncommon { write(uncommon) }
  }

  private mutating func write(_ body: TypeDescriptor.Body) {
    switch body {
    case .plain: break
    case .array(let element, let slice, let length):
      put(56, Go12Word(element))
      put(64, Go12Word(slice))
      put(72, .number(length))
    case .channel(let element, let direction):
      put(56, Go12Word(element))
      put(64, .number(direction))
    case .function(let function):
      put(56, .number(function.isVariadic ? 1 : 0))
      put(64, function.parameterSlice)
      put(88, function.resultSlice)
      let lists = [
        (function.parameterSlice, function.parameters), (function.resultSlice, function.results),
      ]
      for (slice, types) in lists {
        for (index, type) in types.enumerated() {
          put((slice?.offset ?? 0) + 8 * index, Go12Word(type))
        }
      }
    case .interface(_, let slice, let methods):
      put(56, slice)
      for (index, method) in methods.enumerated() {
        let start = (slice?.offset ?? 0) + 24 * index
        put(start, Go12Word(method.name))
        put(start + 8, Go12Word(method.packagePath))
        put(start + 16, Go12Word(method.type))
      }
    case .map(let map):
      for (index, type) in [map.key, map.element, map.bucket, map.header].enumerated() {
        put(56 + 8 * index, Go12Word(type))
      }
    case .pointer(let element), .slice(let element): put(56, Go12Word(element))
    case .structure(_, let slice, let fields):
      put(56, slice)
      for (index, field) in fields.enumerated() {
        let start = (slice?.offset ?? 0) + 40 * index
        put(start, Go12Word(field.name))
        put(start + 8, Go12Word(field.packagePath))
        put(start + 16, Go12Word(field.type))
        put(start + 24, Go12Word(field.tag))
        put(start + 32, .number(field.offset))
      }
    }
  }

  private mutating func write(_ uncommon: TypeDescriptor.Uncommon) {
    put(uncommon.offset, Go12Word(uncommon.name))
    put(uncommon.offset + 8, Go12Word(uncommon.packagePath))
    put(uncommon.offset + 16, uncommon.slice)
    for (index, method) in uncommon.methods.enumerated() {
      let start = (uncommon.slice?.offset ?? 0) + 48 * index
      put(start, Go12Word(method.name))
      put(start + 8, Go12Word(method.packagePath))
      for (place, reference) in [
        method.type, method.receiverType, method.interfaceCode, method.directCode,
      ].enumerated() {
        put(start + 16 + 8 * place, Go12Word(reference))
      }
    }
  }
}
