/// The contents of a compressed section: SHF_COMPRESSED (generic ELF specification, "Compressed
/// Sections"), or GNU's older `.zdebug_` sections, told by their names alone.
struct CompressedContents {
  enum Format {
    case zlib
    case zstd
  }

  /// How many times the size of what is stored the contents may have. Deflate reaches 1032 at most
  /// (258 bytes from 2 bits); Zstandard could say more in runs of one byte, which debug sections do
  /// not consist of.
  static let maximumExpansion = 1032
  /// Contents up to this size, in bytes, may be compressed by any factor.
  static let smallSize = 65_536

  let name: String
  let format: Format
  /// The size of the contents as the section states it, in bytes; possible for what is stored.
  let size: Int
  /// Where the compressed bytes start in the section.
  let headerSize: Int
  let stored: InputBytes

  static func isCompressed(_ section: ObjectFile.Section) -> Bool {
    section.flags.contains(.compressed) || section.name.hasPrefix(".zdebug_")
  }

  /// nil when the section is not compressed.
  init?(_ section: ObjectFile.Section, _ stored: InputBytes) throws(ObjectFileError) {
    guard Self.isCompressed(section), section.type != .nobits else { return nil }
    name = section.name
    self.stored = stored
    let header = stored.bytes
    let stated: UInt64
    if section.flags.contains(.compressed) {
      typealias Layout = ELFLayout.CompressionHeader
      guard let type = header.load(at: Layout.type, as: UInt32.self),
        let size = header.load(at: Layout.contentSize, as: UInt64.self),
        header.byteCount >= Layout.size
      else {
        throw .compression(
          section: name, offset: 0, what: "its compression header does not fit in it")
      }
      switch type {
      case 1: format = .zlib
      case 2: format = .zstd
      default:
        throw .compression(
          section: name, offset: Layout.type,
          what: "compression type \(type) is neither zlib (1) nor Zstandard (2)")
      }
      (stated, headerSize) = (size, Layout.size)
    } else {
      // "ZLIB", then the size as a big-endian number.
      guard header.load(at: 0, as: UInt32.self) == 0x4249_4c5a,
        let size = header.load(at: 4, as: UInt64.self)
      else {
        throw .compression(
          section: name, offset: 0, what: "it does not start with ZLIB and a size")
      }
      (format, stated, headerSize) = (.zlib, size.byteSwapped, 12)
    }
    let limit = max(
      (stored.count &- headerSize).multipliedReportingOverflow(by: Self.maximumExpansion)
        .partialValue, Self.smallSize)
    guard let size = Int(exactly: stated), size <= limit else {
      throw .compression(
        section: name, offset: section.flags.contains(.compressed) ? 8 : 4,
        what: "\(stated) bytes of contents cannot come from \(stored.count &- headerSize)")
    }
    self.size = size
  }

  /// The contents, in memory of their own.
  func decompressed() throws(ObjectFileError) -> InputBytes {
    let result = try InputBytes(count: size) { buffer throws(ObjectFileError) in
      unsafe try decompress(into: buffer)
    }
    guard let result else { throw noRoom }
    return result
  }

  var noRoom: ObjectFileError {
    .compression(section: name, offset: 0, what: "there is no memory for \(size) bytes of contents")
  }
}
