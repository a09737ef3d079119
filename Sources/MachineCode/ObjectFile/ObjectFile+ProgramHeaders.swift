extension ObjectFile {
  /// An entry of the program header table: what a loader maps or looks up.
  public struct ProgramHeader: Sendable, Equatable {
    /// Its place in the table.
    public let index: Int
    public let type: Kind
    public let isExecutable: Bool
    /// The virtual address of its first byte.
    public let address: UInt64
    /// In memory, in bytes: behind those of `fileRange` zeros follow.
    public let size: UInt64
    public let fileRange: Range<Int>

    /// `p_type`.
    public struct Kind: RawRepresentable, Sendable, Hashable {
      public var rawValue: UInt32

      public init(rawValue: UInt32) { self.rawValue = rawValue }

      public static let load = Kind(rawValue: 1)
      public static let dynamic = Kind(rawValue: 2)
    }
  }

  /// The program headers, in the order of their table; none in relocatable files.
  ///
  /// Read when asked for: only files without section headers need them.
  public func programHeaders() throws(ObjectFileError) -> [ProgramHeader] {
    // Elf64_Ehdr: e_phoff, e_phentsize, e_phnum. Elf64_Phdr: p_type, p_flags, p_offset, p_vaddr,
    // p_paddr, p_filesz, p_memsz, p_align.
    let span = bytes.bytes
    guard let table = span.load(at: 32, as: UInt64.self),
      let entrySize = span.load(at: 54, as: UInt16.self),
      let count = span.load(at: 56, as: UInt16.self), table != 0, count > 0
    else { return [] }
    guard entrySize == 56 else {
      throw .badTable(
        section: "(program headers)", what: "entries of \(entrySize) bytes, not 56")
    }
    var headers: [ProgramHeader] = []
    for index in 0..<Int(count) {
      let start = Int(clamping: table).addingReportingOverflow(56 &* index).partialValue
      guard let type = span.load(at: start, as: UInt32.self),
        let flags = span.load(at: start &+ 4, as: UInt32.self),
        let offset = span.load(at: start &+ 8, as: UInt64.self),
        let address = span.load(at: start &+ 16, as: UInt64.self),
        let stored = span.load(at: start &+ 32, as: UInt64.self),
        let size = span.load(at: start &+ 40, as: UInt64.self)
      else { throw .truncated(what: "a program header", offset: start) }
      guard offset <= UInt64(bytes.count), stored <= UInt64(bytes.count) &- offset else {
        throw .truncated(what: "program segment \(index)", offset: Int(clamping: offset))
      }
      headers.append(
        ProgramHeader(
          index: index, type: .init(rawValue: type), isExecutable: flags & 1 != 0,
          address: address, size: max(size, stored),
          fileRange: Int(offset)..<Int(offset &+ stored)))
    }
    return headers
  }

  /// A segment's bytes as they stand in the file.
  public func contents(of header: ProgramHeader) throws(ObjectFileError) -> InputBytes {
    guard header.fileRange.upperBound <= bytes.count else {
      throw .truncated(
        what: "program segment \(header.index)", offset: header.fileRange.lowerBound)
    }
    return bytes.part(header.fileRange)
  }
}
