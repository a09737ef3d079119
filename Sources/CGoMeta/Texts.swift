import GoMetaHeader

/// A text that callers are lent, in memory that stays where it is.
final class CText: @unchecked Sendable {
  let start: UnsafePointer<CChar>

  init(_ text: String) {
    let count = text.utf8.count
    let memory = UnsafeMutablePointer<CChar>.allocate(capacity: count + 1)
    for (index, byte) in text.utf8.enumerated() {
      // A zero byte would end the text.
      (memory + index).initialize(to: CChar(bitPattern: byte == 0 ? UInt8(ascii: " ") : byte))
    }
    (memory + count).initialize(to: 0)
    start = UnsafePointer(memory)
  }

  deinit { start.deallocate() }

  /// "", for what has no text.
  static var empty: UnsafePointer<CChar> {
    let text: StaticString = ""
    return UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
  }
}

/// A required text.
func text(
  _ argument: UnsafePointer<CChar>?, _ name: @autoclosure () -> String
) throws(Failure) -> String {
  guard let argument else { throw .null(name()) }
  guard let text = String(validatingCString: argument) else {
    throw Failure(GOMETA_ERROR_UTF8, "\(name()) is not valid UTF-8")
  }
  return text
}

/// A text that may be NULL.
func optionalText(
  _ argument: UnsafePointer<CChar>?, _ name: @autoclosure () -> String
) throws(Failure) -> String? {
  argument == nil ? nil : try text(argument, name())
}

/// An array of texts; NULL will do for none.
func texts(
  _ argument: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int, _ name: String
) throws(Failure) -> [String] {
  var result: [String] = []
  for item in try array(argument, count, name).enumerated() {
    result.append(try text(item.element, "\(name)[\(item.offset)]"))
  }
  return result
}

/// An array that C gives as a start and a count.
func array<Element>(
  _ start: UnsafePointer<Element>?, _ count: Int, _ name: String
) throws(Failure) -> UnsafeBufferPointer<Element> {
  // Half of the address space and more is no array, but a negative number.
  guard count >= 0 else {
    throw Failure(GOMETA_ERROR_OPTION, "\(name): \(UInt(bitPattern: count)) items")
  }
  guard start != nil || count == 0 else { throw .null(name) }
  return UnsafeBufferPointer(start: start, count: count)
}
