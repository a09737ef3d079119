extension CallFrameIndex {
  /// Where one entry of a section stands.
  struct Entry {
    /// Of its length.
    var start: Int
    /// Behind the number that tells what it is.
    var contents: Int
    var end: Int
    /// Where the common entry stands; −1 when this is one.
    var common: Int
  }

  /// Lists a section's functions. A common entry stands before the functions that refer to it; in
  /// `.debug_frame` it may stand behind, in which case all common entries are read first.
  mutating func readFunctions(of section: CallFrameError.Section) throws(CallFrameError) {
    let input = bytes(of: section)
    guard input.count > 0 else { return }
    guard input.count <= UInt32.max else {
      throw CallFrameError(section: section, offset: 0, problem: .sectionTooLarge)
    }
    let first = (common: commons.count, function: functions.count)
    // Most entries have a few instructions.
    reserve(input.count / 64)
    guard try !readEntries(input.bytes, section, from: first.common, readsCommon: true) else {
      return
    }
    removeFunctions(from: first.function)
    commons.removeLast(commons.count &- first.common)
    var offset = 0
    while let entry = try Self.entry(in: input.bytes, section, from: offset) {
      offset = entry.end
      if entry.common < 0 { commons.append(try common(in: input.bytes, section, entry)) }
    }
    _ = try readEntries(input.bytes, section, from: first.common, readsCommon: false)
  }

  /// - Returns: whether every common entry stood before its functions.
  private mutating func readEntries(
    _ bytes: RawSpan, _ section: CallFrameError.Section, from first: Int, readsCommon: Bool
  ) throws(CallFrameError) -> Bool {
    var offset = 0
    var common = first
    while let entry = try Self.entry(in: bytes, section, from: offset) {
      offset = entry.end
      guard entry.common >= 0 else {
        if readsCommon { commons.append(try self.common(in: bytes, section, entry)) }
        continue
      }
      if common >= commons.count || commons[common].offset != entry.common {
        guard let place = place(ofCommon: entry.common, from: first) else {
          if readsCommon, entry.common > entry.start { return false }
          throw CallFrameError(
            section: section, offset: entry.start, problem: .noCommonEntry(entry.common))
        }
        common = place
      }
      if let function = try function(in: bytes, section, entry, common) { append(function) }
    }
    return true
  }

  /// The next entry of a section; nil at its end.
  @inline(__always)
  private static func entry(
    in bytes: RawSpan, _ section: CallFrameError.Section, from offset: Int
  ) throws(CallFrameError) -> Entry? {
    var start = offset
    while start < bytes.byteCount {
      var cursor = CallFrameCursor(bytes, section, at: start)
      var length = UInt64(try cursor.read(UInt32.self))
      let is64Bit = length == 0xffff_ffff
      if is64Bit { length = try cursor.read(UInt64.self) }
      if length == 0 {
        // Ends `.eh_frame`, and means nothing in the other.
        if section == .ehFrame { return nil }
        start = cursor.offset
        continue
      }
      let body = cursor.offset
      guard length <= UInt64(truncatingIfNeeded: bytes.byteCount &- body),
        length >= (is64Bit && section == .debugFrame ? 8 : 4),
        is64Bit || length < 0xffff_fff0
      else { throw cursor.error(.badLength, at: start) }
      let end = body &+ Int(truncatingIfNeeded: length)
      // The number is of four bytes in .eh_frame, whatever the format (LSB core).
      let isLong = is64Bit && section == .debugFrame
      let id = isLong ? try cursor.read(UInt64.self) : UInt64(try cursor.read(UInt32.self))
      var entry = Entry(start: start, contents: cursor.offset, end: end, common: -1)
      switch section {
      case .debugFrame:
        if id != (isLong ? .max : 0xffff_ffff) { entry.common = Int(clamping: id) }
      case .ehFrame:
        // Counts back from itself.
        if id != 0 {
          entry.common = body &- Int(truncatingIfNeeded: id)
          if entry.common < 0 { throw cursor.error(.noCommonEntry(entry.common), at: start) }
        }
      }
      return entry
    }
    return nil
  }

  private func place(ofCommon offset: Int, from first: Int) -> Int? {
    var low = first
    var high = commons.count
    while low < high {
      let middle = (low &+ high) / 2
      if commons[middle].offset < offset { low = middle &+ 1 } else { high = middle }
    }
    return low < commons.count && commons[low].offset == offset ? low : nil
  }

  /// Reads the entry of one function; nil when a linker left the function out.
  @inline(__always)
  private func function(
    in bytes: RawSpan, _ section: CallFrameError.Section, _ entry: Entry, _ index: Int
  ) throws(CallFrameError) -> Function? {
    let common = commons[index]
    let part = bytes.extracting(0..<entry.end)
    var cursor = CallFrameCursor(part, section, at: entry.contents)
    let base = section == .ehFrame ? ehFrameAddress : 0
    let address = try cursor.readPointer(
      common.pointerEncoding, addressSize: common.addressSize, base: base)
    let size = try cursor.readValue(common.pointerEncoding, addressSize: common.addressSize)
    var hasTable = false
    if common.hasData {
      let length = try cursor.readULEB()
      let data = cursor.offset
      guard length <= UInt64(truncatingIfNeeded: entry.end &- data) else {
        throw cursor.error(.badLength, at: data)
      }
      if let encoding = common.tableEncoding, length > 0 {
        hasTable = try cursor.readValue(encoding, addressSize: common.addressSize) != 0
      }
      try cursor.seek(to: data &+ Int(truncatingIfNeeded: length))
    }
    // What linkers write for functions that they drop: 0, or −1 and −2 (lld).
    let last: UInt64 = common.addressSize == 8 ? .max : 0xffff_ffff
    guard size != 0, address != 0, address < last &- 1 else { return nil }
    guard size <= UInt32.max, address <= last &- size else {
      throw cursor.error(.badRange(size), at: entry.contents)
    }
    return Function(
      address: address, size: UInt32(truncatingIfNeeded: size),
      instructions: cursor.offset..<entry.end, common: index, hasTable: hasTable)
  }
}
