import CBound
import FunctionTables
import MachineCode

/// Lookups in a raw pclntab of Go 1.20 or later: function, file and line of a PC.
public struct Lookups: Sendable {
  private let table: InputBytes
  private let buckets: [UInt8]
  private let start: UInt64
  public let random: [UInt64]
  /// 64 PCs again and again.
  public let hot: [UInt64]

  /// - Parameter text: where the text starts, and its size.
  public init(_ table: InputBytes, text: (start: UInt64, size: Int), count: Int = 1 << 15) {
    self.table = table
    start = text.start
    random = Self.randomPCs(start: text.start, size: UInt64(text.size), count: count)
    hot = (0..<count).map { [random] in random[$0 % 64] }
    buckets =
      table.withContiguousStorageIfAvailable { bytes in
        var lookup = cb_lookup_open(bytes.baseAddress, bytes.count, text.start)
        defer { cb_lookup_close(&lookup) }
        return Array(
          UnsafeBufferPointer(start: lookup.buckets, count: (text.size + 4095) / 4096 * 20))
      } ?? []
  }

  /// Xorshift, as in Peers/golang/main.go.
  static func randomPCs(start: UInt64, size: UInt64, count: Int) -> [UInt64] {
    var state: UInt64 = 88_172_645_463_325_252
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return start + state % size
    }
  }

  /// By the C bound; a sum of what was found.
  public func bound(_ pcs: [UInt64]) -> UInt64 {
    table.withContiguousStorageIfAvailable { bytes in
      var lookup = cb_lookup_open(bytes.baseAddress, bytes.count, start)
      defer { cb_lookup_close(&lookup) }
      return cb_lookup_all(&lookup, pcs, pcs.count)
    } ?? 0
  }

  /// By GoMeta; a sum of what was found.
  public func view(_ pcs: [UInt64]) throws -> UInt64 {
    let view = try FunctionTableView(
      table.bytes, textStart: start, findFuncTable: buckets.span.bytes)
    var sum: UInt64 = 0
    for pc in pcs {
      guard let found = try view.location(of: pc) else { continue }
      sum &+= UInt64(UInt32(bitPattern: found.line)) &+ UInt64(found.name.offset)
    }
    return sum
  }

  /// By GoMeta with a cache of what was looked up.
  public func cached(_ pcs: [UInt64]) throws -> UInt64 {
    let view = try FunctionTableView(
      table.bytes, textStart: start, findFuncTable: buckets.span.bytes)
    var cache = FunctionTableCache()
    var sum: UInt64 = 0
    for pc in pcs {
      guard let found = try view.location(of: pc, cache: &cache) else { continue }
      sum &+= UInt64(UInt32(bitPattern: found.line)) &+ UInt64(found.name.offset)
    }
    return sum
  }

  /// Compares all of the random PCs; the first that differs.
  public func difference() throws -> UInt64? {
    let view = try FunctionTableView(
      table.bytes, textStart: start, findFuncTable: buckets.span.bytes)
    return try table.withContiguousStorageIfAvailable { bytes -> UInt64? in
      var lookup = cb_lookup_open(bytes.baseAddress, bytes.count, start)
      defer { cb_lookup_close(&lookup) }
      for pc in random {
        let bound = cb_lookup_pc(&lookup, pc)
        guard let found = try view.location(of: pc) else { return pc }
        guard try view.string(found.name) == String(cString: bound.function),
          try found.file.map({ try view.string($0) }) ?? "?" == String(cString: bound.file),
          found.line == bound.line
        else { return pc }
      }
      return nil
    } ?? nil
  }
}
