/// Makes the debug sections of an object: those of a linked image without compression in place, the
/// others in memory of their own, decompressed and relocated.
struct DebugSectionReader {
  private let object: ObjectFile
  /// By kind: the sections that hold its pieces, in the order of the section header table, as
  /// linkers join them.
  private var pieces: [[Int]] = Array(repeating: [], count: DebugSectionKind.allCases.count)
  /// By section index: where the piece starts, which symbols in it count from.
  private var bases: [UInt64]
  private let ehFrameAddress: UInt64

  init(_ object: ObjectFile, _ layout: CodeLayout) throws(CodeInputError) {
    self.object = object
    bases = layout.bases
    var stored = 0
    for section in object.sections {
      guard let kind = DebugSectionKind(section) else { continue }
      pieces[kind.rawValue].append(section.index)
      stored &+= section.fileRange.count
    }
    // Else a small file could claim any number of copies of a large section.
    guard stored <= object.bytes.count else {
      throw .section(".debug_*", what: "the debug sections share bytes of the file")
    }
    let ehFrame = pieces[DebugSectionKind.ehFrame.rawValue].first.map { object.sections[$0] }
    if object.kind == .relocatable {
      // Behind the code, so that a distance between the two fits its field.
      ehFrameAddress = (layout.end &+ 15) & ~15
      try place()
    } else {
      ehFrameAddress = ehFrame?.address ?? 0
      guard pieces[DebugSectionKind.ehFrame.rawValue].count <= 1 else {
        throw .section(DebugSectionKind.ehFrame.name, what: "an image has one of them")
      }
    }
  }

  /// Gives every piece its place behind the pieces before.
  private mutating func place() throws(CodeInputError) {
    for kind in DebugSectionKind.allCases {
      var position: UInt64 = kind == .ehFrame ? ehFrameAddress : 0
      for index in pieces[kind.rawValue] {
        bases[index] = position
        position &+= try size(of: index)
      }
    }
  }

  private func size(of index: Int) throws(CodeInputError) -> UInt64 {
    do throws(ObjectFileError) {
      return try object.contentSize(of: object.sections[index])
    } catch { throw .object(error) }
  }

  func read() throws(CodeInputError) -> DebugSections {
    var sections = DebugSections()
    sections.ehFrameAddress = ehFrameAddress
    let relocator = Relocator(
      object: object, bases: bases, undefinedIsZero: true, allowsRelative: true)
    for kind in DebugSectionKind.allCases where !pieces[kind.rawValue].isEmpty {
      do throws(ObjectFileError) {
        sections[keyPath: kind.field] = try contents(of: pieces[kind.rawValue], relocator)
      } catch { throw .object(error) }
    }
    return sections
  }

  /// The pieces' contents, joined.
  private func contents(
    of pieces: [Int], _ relocator: Relocator
  ) throws(ObjectFileError) -> InputBytes {
    let isRelocatable = object.kind == .relocatable
    if pieces.count == 1, let only = pieces.first {
      let section = object.sections[only]
      let isRelocated = isRelocatable && object.relocationSections[only] != nil
      if !isRelocated { return try object.contents(of: section) }
    }
    var total: UInt64 = 0
    for index in pieces { total &+= try object.contentSize(of: object.sections[index]) }
    let joined = try InputBytes(count: Int(clamping: total)) {
      buffer throws(ObjectFileError) in
      var start = 0
      for index in pieces {
        let section = object.sections[index]
        let end = start &+ Int(clamping: try object.contentSize(of: section))
        let part = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[start..<end])
        unsafe try object.copyContents(of: section, to: part)
        if isRelocatable {
          unsafe try relocator.relocate(part, of: section, at: bases[index])
        }
        start = end
      }
    }
    guard let joined else {
      throw .compression(
        section: object.sections[pieces[0]].name, offset: 0,
        what: "there is no memory for \(total) bytes of contents")
    }
    return joined
  }
}

extension ObjectFile {
  /// Fills a buffer of `contentSize(of:)` bytes with the section's contents.
  func copyContents(
    of section: Section, to buffer: UnsafeMutableRawBufferPointer
  ) throws(ObjectFileError) {
    let stored = try storedBytes(of: section)
    if let compressed = try CompressedContents(section, stored) {
      unsafe try compressed.decompress(into: buffer)
    } else {
      stored.bytes.withUnsafeBytes { unsafe buffer.copyMemory(from: $0) }
    }
  }
}
