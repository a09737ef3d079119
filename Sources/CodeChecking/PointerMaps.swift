/// Maps of pointers (`runtime.stackmap`): how many there are, of how many bits each, and their
/// bytes.
struct PointerMaps {
  let bitCount: Int
  private let maps: [[UInt8]]

  init?(_ image: CodeImage, at address: UInt64) {
    guard let count = image.number(UInt32.self, at: address),
      let bits = image.number(UInt32.self, at: address &+ 4)
    else { return nil }
    let size = (Int(bits) + 7) / 8
    let stored = image.bytes(from: address &+ 8)
    // A map without bits takes no bytes, but there is none without an index.
    guard size == 0 ? count <= 1 << 16 : Int(count) <= stored.count / size else { return nil }
    bitCount = Int(bits)
    maps = (0..<Int(count)).map { index in
      Array(stored.dropFirst(index * size).prefix(size))
    }
  }

  var count: Int { maps.count }

  /// The numbers of the bits that are set in a map; nil if there is no such map.
  func bits(of map: Int) -> Set<Int>? {
    guard maps.indices.contains(map) else { return nil }
    let bytes = maps[map]
    return Set((0..<bitCount).filter { bytes[$0 / 8] >> UInt8($0 % 8) & 1 == 1 })
  }
}
