internal import CZlib
internal import CZstd

extension CompressedContents {
  /// Fills a buffer of `size` bytes.
  func decompress(into buffer: UnsafeMutableRawBufferPointer) throws(ObjectFileError) {
    guard size > 0 else { return }
    let failure: String? = stored.bytes.withUnsafeBytes { bytes in
      let source = unsafe UnsafeRawBufferPointer(rebasing: bytes[headerSize...])
      return switch format {
      case .zlib: unsafe Self.inflateZlib(source, into: buffer)
      case .zstd: unsafe Self.inflateZstd(source, into: buffer)
      }
    }
    if let failure { throw .compression(section: name, offset: headerSize, what: failure) }
  }

  /// One zlib stream or several behind one another, as linkers that join sections leave them.
  /// Returns what is wrong.
  private static func inflateZlib(
    _ source: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer
  ) -> String? {
    let input = unsafe source.bindMemory(to: Bytef.self)
    let output = unsafe buffer.bindMemory(to: Bytef.self)
    var (read, written) = (0, 0)
    while written < output.count {
      guard let from = input.baseAddress, let to = output.baseAddress,
        read < input.count
      else { break }
      var taken = uLong(input.count &- read)
      var made = uLongf(output.count &- written)
      let status = unsafe uncompress2(to + written, &made, from + read, &taken)
      switch status {
      case Z_OK: break
      case Z_MEM_ERROR: return "zlib has no memory"
      default:
        return "its zlib stream is damaged, or not of \(output.count) bytes"
      }
      guard taken > 0 else { return "its zlib stream is empty" }
      read &+= Int(taken)
      written &+= Int(made)
    }
    guard written == output.count else {
      return "\(written) bytes come out of it, not \(output.count)"
    }
    return nil
  }

  /// One Zstandard frame or several, each with its content size. Returns what is wrong.
  private static func inflateZstd(
    _ source: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer
  ) -> String? {
    var offset = 0
    var total: UInt64 = 0
    while offset < source.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: source[offset...])
      let size = unsafe ZSTD_getFrameContentSize(rest.baseAddress, rest.count)
      // ZSTD_CONTENTSIZE_UNKNOWN and ZSTD_CONTENTSIZE_ERROR are -1 and -2.
      guard size < UInt64.max &- 1 else {
        return "Zstandard frame at \(hex(offset)) is damaged or does not state its content size"
      }
      let length = unsafe ZSTD_findFrameCompressedSize(rest.baseAddress, rest.count)
      guard ZSTD_isError(length) == 0, length > 0, length <= rest.count else {
        return "Zstandard frame at \(hex(offset)) is damaged"
      }
      let (sum, overflow) = total.addingReportingOverflow(size)
      guard !overflow else { return "its Zstandard frames state too large sizes" }
      total = sum
      offset &+= length
    }
    guard total == UInt64(buffer.count) else {
      return "its Zstandard frames hold \(total) bytes, not \(buffer.count)"
    }
    let written = unsafe ZSTD_decompress(
      buffer.baseAddress, buffer.count, source.baseAddress, source.count)
    guard ZSTD_isError(written) == 0, written == buffer.count else {
      return "its Zstandard frames are damaged"
    }
    return nil
  }
}
