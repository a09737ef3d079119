import GoMeta
import GoMetaHeader

// What calls result in: errors, bytes and lists of texts. They never change, so any thread may read
// them.

final class ErrorObject: Sendable {
  let status: gometa_status
  let message: CText
  let reason: CText
  let place: Failure.Place
  let file: CText?
  let symbol: CText?

  init(_ failure: Failure) {
    status = failure.status
    message = CText(failure.message)
    reason = CText(failure.reason)
    place = failure.place
    // An empty name is none.
    file = failure.place.file.flatMap { $0.isEmpty ? nil : CText($0) }
    symbol = failure.place.symbol.flatMap { $0.isEmpty ? nil : CText($0) }
  }
}

@c @implementation
public func gometa_error_status(_ error: OpaquePointer?) -> gometa_status {
  Handles.errors.find(error)?.status ?? GOMETA_ERROR_HANDLE
}

@c @implementation
public func gometa_error_message(_ error: OpaquePointer?) -> UnsafePointer<CChar>? {
  Handles.errors.find(error)?.message.start ?? CText.empty
}

@c @implementation
public func gometa_error_reason(_ error: OpaquePointer?) -> UnsafePointer<CChar>? {
  Handles.errors.find(error)?.reason.start ?? CText.empty
}

@c @implementation
public func gometa_error_position(
  _ error: OpaquePointer?, _ position: UnsafeMutablePointer<gometa_position>?
) -> gometa_status {
  guard let position else { return GOMETA_ERROR_NULL }
  position.initialize(to: gometa_position())
  guard let error = Handles.errors.find(error) else { return GOMETA_ERROR_HANDLE }
  position.initialize(
    to: gometa_position(
      file: error.file?.start, symbol: error.symbol?.start,
      declaration: UInt32(clamping: error.place.declaration),
      line: UInt32(clamping: error.place.line), column: UInt32(clamping: error.place.column)))
  return GOMETA_OK
}

@c @implementation
public func gometa_error_dispose(_ error: OpaquePointer?) -> gometa_status {
  Handles.errors.dispose(error)
}

final class Buffer: @unchecked Sendable {
  let bytes: UnsafeBufferPointer<UInt8>

  init(_ bytes: [UInt8]) {
    // One more, so that there is an address for no bytes, too.
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count + 1)
    _ = memory.initialize(from: bytes)
    self.bytes = UnsafeBufferPointer(rebasing: memory[..<bytes.count])
  }

  deinit { bytes.deallocate() }
}

@c @implementation
public func gometa_buffer_bytes(_ buffer: OpaquePointer?) -> UnsafePointer<UInt8>? {
  Handles.buffers.find(buffer)?.bytes.baseAddress
}

@c @implementation
public func gometa_buffer_size(_ buffer: OpaquePointer?) -> Int {
  Handles.buffers.find(buffer)?.bytes.count ?? 0
}

@c @implementation
public func gometa_buffer_write(
  _ buffer: OpaquePointer?, _ path: UnsafePointer<CChar>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let buffer = try Handles.buffers.object(buffer, "buffer")
    let path = try text(path, "path")
    do throws(FileError) { try Files.write(Array(buffer.bytes), to: path) } catch {
      throw Failure(error)
    }
  }
}

@c @implementation
public func gometa_buffer_dispose(_ buffer: OpaquePointer?) -> gometa_status {
  Handles.buffers.dispose(buffer)
}

final class TextList: Sendable {
  let texts: [CText]
  init(_ texts: [String]) { self.texts = texts.map { CText($0) } }
}

@c @implementation
public func gometa_texts_count(_ texts: OpaquePointer?) -> Int {
  Handles.texts.find(texts)?.texts.count ?? 0
}

@c @implementation
public func gometa_texts_at(_ texts: OpaquePointer?, _ index: Int) -> UnsafePointer<CChar>? {
  guard let list = Handles.texts.find(texts)?.texts, list.indices.contains(index) else {
    return nil
  }
  return list[index].start
}

@c @implementation
public func gometa_texts_dispose(_ texts: OpaquePointer?) -> gometa_status {
  Handles.texts.dispose(texts)
}
