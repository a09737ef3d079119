public import CBound
import MachineCode

/// An input of the C bound: an ELF file, mapped.
public final class BoundImage: @unchecked Sendable {
  public let path: String
  /// Written when it is opened only.
  var image = cb_image()

  public init(_ path: String) throws {
    self.path = path
    var why: UnsafePointer<CChar>?
    guard cb_open(path, &image, &why) == 0 else {
      throw Unusable(path: path, why: why.map { String(cString: $0) } ?? "unknown")
    }
  }

  deinit { cb_close(&image) }

  public struct Unusable: Error, CustomStringConvertible {
    var path, why: String
    public var description: String { "\(path): \(why)" }
  }
}

/// What the bound does, each with memory that is allocated anew, as GoMeta's is.
extension BoundImage {
  /// The number of rows.
  public func decodeLines() -> Int {
    let rows = UnsafeMutablePointer<cb_row>.allocate(capacity: cb_line_rows_limit(&image))
    defer { rows.deallocate() }
    return cb_line_rows_by_unit(&image, rows)
  }

  /// The number of rows.
  public func runFrames() -> Int {
    let rows = UnsafeMutablePointer<cb_frame_row>.allocate(capacity: cb_frame_rows_limit(&image))
    defer { rows.deallocate() }
    return cb_frame_rows(&image, rows)
  }

  public func walkEntries() -> cb_walk_counts { cb_walk(&image) }

  /// The functions, and the size of what comes out.
  public func rebuild() -> (functions: Int, size: Int) {
    var table = cb_rebuild(&image, 0)
    defer { cb_table_free(&table) }
    return (table.functions, table.size)
  }

  public func rebuiltTable() -> [UInt8] {
    var table = cb_rebuild(&image, 0)
    defer { cb_table_free(&table) }
    return Array(UnsafeBufferPointer(start: table.bytes, count: table.size))
  }
}

extension BoundImage {
  /// Lookups in the image's own pclntab; nil where it has none of Go 1.20 or later.
  public func lookups() -> Lookups? {
    let section = image.pclntab
    guard let start = section.start, section.size > 72, start.pointee == 0xf1 else { return nil }
    return Lookups(
      InputBytes(UnsafeBufferPointer(start: start, count: section.size)),
      text: (image.text_address, textEnd(start)))
  }

  /// The size of the text, as the table's functab ends.
  private func textEnd(_ table: UnsafePointer<UInt8>) -> Int {
    let table = UnsafeRawPointer(table)
    let count = Int(table.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    let functab = Int(table.loadUnaligned(fromByteOffset: 64, as: UInt64.self))
    return Int(table.loadUnaligned(fromByteOffset: functab + count * 8, as: UInt32.self))
  }
}
