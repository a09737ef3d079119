extension CallFrameIndex {
  /// Reads an entry of common information (a CIE), and runs its instructions.
  func common(
    in bytes: RawSpan, _ section: CallFrameError.Section, _ entry: Entry
  ) throws(CallFrameError) -> CallFrameCommon {
    var common = CallFrameCommon(section: section, offset: entry.start)
    let part = bytes.extracting(0..<entry.end)
    var cursor = CallFrameCursor(part, section, at: entry.contents)
    let version = try cursor.readByte()
    guard version == 1 || version == 3 || (section == .debugFrame && (4...5).contains(version))
    else { throw cursor.error(.unknownVersion(version), at: entry.contents) }
    let augmentation = try cursor.skipString()
    if version >= 4 {
      let place = cursor.offset
      common.addressSize = try cursor.readByte()
      let segment = try cursor.readByte()
      guard common.addressSize == 8 || common.addressSize == 4, segment == 0 else {
        throw cursor.error(.unknownAddressSize(common.addressSize, segment: segment), at: place)
      }
    }
    let place = cursor.offset
    guard let codeAlignment = UInt32(exactly: try cursor.readULEB()) else {
      throw cursor.error(.badAlignment, at: place)
    }
    common.codeAlignment = codeAlignment
    common.dataAlignment = try cursor.readSLEB()
    // The register of the return address; one byte in version 1 (DWARF 2 §7.23).
    common.returnRegister =
      version == 1 ? UInt64(try cursor.readByte()) : try cursor.readULEB()
    try readAugmentation(part, augmentation, &cursor, &common)
    let base = section == .ehFrame ? ehFrameAddress : 0
    let program = CallFrameProgram(architecture, common, base: base, start: 0, size: 0)
    var remembered: [CallFrameState] = []
    var rows = [CallFrameRow(offset: 0, value: CallFrameRow.unknown)]
    var span = rows.mutableSpan
    _ = try program.run(part, from: cursor.offset, &common.initial, &span, &remembered)
    return common
  }

  /// Reads what the letters of an augmentation say (LSB core, "The Common Information Entry
  /// Format"; B and G are of arm64: signed return addresses, tagged frames).
  private func readAugmentation(
    _ bytes: RawSpan, _ letters: Range<Int>, _ cursor: inout CallFrameCursor,
    _ common: inout CallFrameCommon
  ) throws(CallFrameError) {
    var end = cursor.offset
    for place in letters {
      let letter = bytes.codeByte(at: place)
      switch letter {
      case UInt8(ascii: "z") where place == letters.lowerBound:
        common.hasData = true
        let length = try cursor.readULEB()
        guard length <= UInt64(truncatingIfNeeded: bytes.byteCount &- cursor.offset) else {
          throw cursor.error(.badLength, at: cursor.offset)
        }
        end = cursor.offset &+ Int(truncatingIfNeeded: length)
      case UInt8(ascii: "L") where common.hasData:
        let encoding = CallFramePointer(rawValue: try cursor.readByte())
        common.tableEncoding = encoding == .omitted ? nil : encoding
      case UInt8(ascii: "P") where common.hasData:
        let encoding = CallFramePointer(rawValue: try cursor.readByte())
        _ = try cursor.readValue(encoding, addressSize: common.addressSize)
      case UInt8(ascii: "R") where common.hasData:
        common.pointerEncoding = CallFramePointer(rawValue: try cursor.readByte())
      case UInt8(ascii: "S"), UInt8(ascii: "B"), UInt8(ascii: "G"): break
      default:
        // The length of the data lets what is not known be passed over, but not what it means.
        throw cursor.error(.unknownAugmentation, at: place)
      }
    }
    if common.hasData { try cursor.seek(to: end) }
  }
}
