/// The functions of an input, in order of address, without overlaps.
public struct FunctionIndex: Sendable {
  public struct Function: Sendable, Equatable {
    /// In the address space of the `CodeInput`.
    public var address: UInt64
    /// In bytes; never 0.
    public var size: UInt32
    /// The section of code that holds it: a place in `CodeInput.sections`.
    public var section: Int32
    /// The symbol that names it: a place in the object's symbol table.
    public var symbol: Int32

    public init(address: UInt64, size: UInt32, section: Int32, symbol: Int32) {
      (self.address, self.size) = (address, size)
      (self.section, self.symbol) = (section, symbol)
    }

    public var end: UInt64 { address &+ UInt64(size) }
  }

  public let functions: [Function]

  /// `functions` must be in order of address, and no two may share a byte.
  init(_ functions: [Function]) { self.functions = functions }

  public var count: Int { functions.count }

  /// The first function that ends after an address; `count` if none does.
  @inline(__always)
  public func firstIndex(endingAfter address: UInt64) -> Int {
    var low = 0
    var high = functions.count
    while low < high {
      let middle = (low &+ high) / 2
      if functions[middle].end > address { high = middle } else { low = middle &+ 1 }
    }
    return low
  }

  /// The function whose code holds an address.
  public func index(containing address: UInt64) -> Int? {
    let index = firstIndex(endingAfter: address)
    guard index < count, functions[index].address <= address else { return nil }
    return index
  }

  /// The function that starts at an address.
  public func index(startingAt address: UInt64) -> Int? {
    let index = firstIndex(endingAfter: address)
    guard index < count, functions[index].address == address else { return nil }
    return index
  }
}
