import Symbols

/// What relocations make of the fields that they apply to, by the address of the field.
struct TypeFixups: Sendable {
  struct Fixup: Sendable {
    var kind: Kind
    /// The relocation's number in the file; 0 where there is no file.
    var type: UInt32
    var target: Target
  }

  enum Kind: Sendable, Equatable {
    /// An address, of so many bytes.
    case absolute(Int)
    /// The distance from the field, of so many bytes.
    case relative(Int)
    case other
  }

  enum Target: Sendable {
    case place(UInt64)
    /// One of `targets`.
    case symbol(Int, addend: Int64)
  }

  /// In order.
  private(set) var addresses: [UInt64] = []
  private var fixups: [Fixup] = []
  /// Symbols that relocations refer to.
  let targets: [TypeReference]

  init(targets: [TypeReference]) { self.targets = targets }

  mutating func append(_ fixup: Fixup, at address: UInt64) {
    addresses.append(address)
    fixups.append(fixup)
  }

  /// Brings them into order; of several for one field the last one counts.
  mutating func sort() {
    let isSorted = zip(addresses, addresses.dropFirst()).allSatisfy { $0 < $1 }
    if isSorted { return }
    let order = addresses.indices.sorted { (addresses[$0], $0) < (addresses[$1], $1) }
    var (places, kept): ([UInt64], [Fixup]) = ([], [])
    places.reserveCapacity(order.count)
    kept.reserveCapacity(order.count)
    for index in order {
      if places.last == addresses[index] {
        kept[kept.count - 1] = fixups[index]
      } else {
        places.append(addresses[index])
        kept.append(fixups[index])
      }
    }
    addresses = places
    fixups = kept
  }

  /// The index of the first fixup at an address or behind it.
  func position(_ address: UInt64) -> Int { position(address, low: 0, high: addresses.count) }

  private func position(_ address: UInt64, low: Int, high: Int) -> Int {
    var (low, high) = (low, high)
    while low < high {
      let middle = (low + high) / 2
      if addresses[middle] < address { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// That of the field at `addresses[index]`.
  subscript(index index: Int) -> Fixup { fixups[index] }

  subscript(address: UInt64) -> Fixup? {
    let index = position(address)
    return index < addresses.count && addresses[index] == address ? fixups[index] : nil
  }

  /// The same, for an address not before that of the fixup at `first`, and near to it.
  func fixup(at address: UInt64, from first: Int) -> Fixup? {
    var low = first
    var step = 4
    while low + step < addresses.count, addresses[low + step] < address {
      low += step
      step *= 2
    }
    let index = position(address, low: low, high: min(low + step + 1, addresses.count))
    return index < addresses.count && addresses[index] == address ? fixups[index] : nil
  }
}

extension TypeFixups.Kind {
  /// A relocation's number (x86-64 psABI, table 4.9; AArch64 ELF ABI, "Static Data relocations").
  /// An absolute one of no bytes does nothing.
  init(_ type: UInt32, _ architecture: Architecture) {
    self =
      switch (architecture, type) {
      case (.x86_64, 0), (.arm64, 0), (.arm64, 256): .absolute(0)  // …_NONE
      case (.x86_64, 1), (.arm64, 257): .absolute(8)  // R_X86_64_64, R_AARCH64_ABS64
      case (.x86_64, 10), (.x86_64, 11), (.arm64, 258): .absolute(4)  // …_32, _32S, …_ABS32
      case (.x86_64, 2), (.arm64, 261): .relative(4)  // …_PC32, …_PREL32
      case (.x86_64, 24), (.arm64, 260): .relative(8)  // …_PC64, …_PREL64
      default: .other
      }
  }
}
