/// The runtime's table of functions that hash and compare (`runtime.algarray`), up to Go 1.13.
public struct Algorithms: Sendable {
  public let symbol: String
  /// In bytes.
  public let entrySize: Int
  /// Indexes of entries. `…BySize` hold those for values of exactly so many bytes.
  public let memory: Int
  public let memoryBySize: [Int64: Int]
  public let notComparable: Int
  public let notComparableBySize: [Int64: Int]
  public let string, interface, emptyInterface: Int
  /// Slices have an entry of their own, though they cannot be compared, in Go 1.2.
  public let slice: Int?
  /// The functions that print and copy, in a type's own table, and those that copy values of
  /// exactly so many bytes; empty where tables only hash and compare.
  public let print: String
  public let copy: String
  public let copyBySize: [Int64: String]
  /// Where tables refer to closures: the runtime's functions for plain memory whose size in bytes
  /// stands in their closures. Nil where tables refer to code, and `memory` serves all sizes.
  public let sizedMemory: SizedMemory?
  public let float32, float64, complex64, complex128: Int

  public struct SizedMemory: Sendable {
    public let hash: String
    public let equal: String
  }
}
