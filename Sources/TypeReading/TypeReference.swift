/// Where a pointer or an offset in type data leads.
public struct TypeReference: Sendable, Hashable {
  /// The symbol it leads to or into; nil when none of the file's symbols covers the place.
  public var symbol: String?
  /// In bytes from the symbol's start.
  public var addend: Int64
  /// In the image's address space; nil when another file defines the symbol.
  public var address: UInt64?

  public init(symbol: String?, addend: Int64 = 0, address: UInt64? = nil) {
    self.symbol = symbol
    self.addend = addend
    self.address = address
  }
}

extension TypeReference: CustomStringConvertible {
  /// The symbol with its addend, or the address.
  public var description: String {
    guard let symbol else { return "0x" + String(address ?? 0, radix: 16) }
    if addend == 0 { return symbol }
    let distance = String(addend.magnitude, radix: 16)
    return addend > 0 ? "\(symbol)+0x\(distance)" : "\(symbol)-0x\(distance)"
  }
}
