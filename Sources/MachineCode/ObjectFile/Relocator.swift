import Symbols

/// Applies the relocations of data sections of a relocatable file, in one pass over their tables
/// and without keeping them.
struct Relocator {
  let object: ObjectFile
  /// By section index: the address from which symbols in the section count.
  var bases: [UInt64]
  /// Whether a reference to an undefined or common symbol becomes 0, a tombstone; else it becomes
  /// the addend alone.
  var undefinedIsZero: Bool
  /// Whether a field may count from its own address.
  var allowsRelative: Bool

  /// Relocates the section's contents, which stand at `address`.
  func relocate(
    _ content: UnsafeMutableRawBufferPointer, of section: ObjectFile.Section, at address: UInt64
  ) throws(ObjectFileError) {
    for index in object.relocationSections[section.index, default: []] {
      let table = object.sections[index]
      guard table.type != .crel else { throw .unsupportedRelocationSection(table.name) }
      guard table.link == (object.symbols.tableSection ?? 0) else {
        throw .badTable(section: table.name, what: "its sh_link does not name the symbol table")
      }
      let entries = try object.contents(of: table)
      unsafe try relocate(content, of: section, at: address, table, entries.bytes)
    }
  }

  private func relocate(
    _ content: UnsafeMutableRawBufferPointer, of section: ObjectFile.Section, at address: UInt64,
    _ table: ObjectFile.Section, _ entries: RawSpan
  ) throws(ObjectFileError) {
    typealias Layout = ELFLayout.RelocationWithAddend
    let hasAddends = table.type == .rela
    let entrySize = hasAddends ? Layout.size : ELFLayout.Relocation.size
    guard table.entrySize == UInt64(entrySize), entries.byteCount % entrySize == 0 else {
      throw .badTable(section: table.name, what: "its entries are not of \(entrySize) bytes")
    }
    var start = 0
    while start < entries.byteCount {
      guard let place: UInt64 = entries.load(at: start &+ Layout.offset),
        let type: UInt32 = entries.load(at: start &+ Layout.type),
        let symbolIndex: UInt32 = entries.load(at: start &+ Layout.symbolIndex)
      else { throw .truncated(what: "section \(table.name)", offset: start) }
      let addend: UInt64? = hasAddends ? entries.load(at: start &+ Layout.addend) : nil
      start &+= entrySize
      guard let field = RelocationField(relocationType: type, object.architecture),
        allowsRelative || !field.isRelative
      else {
        throw .unsupportedRelocation(
          section: section.name, offset: Int(clamping: place), type: type)
      }
      guard field.size > 0 else { continue }
      guard place <= UInt64(content.count), UInt64(content.count) &- place >= UInt64(field.size)
      else { throw .relocationOutside(section: section.name, offset: place) }
      guard symbolIndex == 0 || symbolIndex < object.symbols.count else {
        throw .badIndex(
          section: table.name, offset: start &- entrySize, index: UInt64(symbolIndex))
      }
      let offset = Int(truncatingIfNeeded: place)
      let own = unsafe addend ?? Self.load(content, offset, field)
      var value = self.address(of: Int(symbolIndex), plus: own)
      if field.isRelative { value &-= address &+ place }
      guard field.holds(value) else {
        throw .relocationOverflow(section: section.name, offset: offset, value: value)
      }
      unsafe Self.store(value, to: content, offset, size: field.size)
    }
  }

  /// A symbol's address and the addend.
  @inline(__always)
  private func address(of symbolIndex: Int, plus addend: UInt64) -> UInt64 {
    guard symbolIndex != 0 else { return addend }
    let symbol = object.symbols.fields(at: symbolIndex)
    switch object.symbols.sectionIndex(of: symbol, at: symbolIndex) {
    case .undefined, .common: return undefinedIsZero ? 0 : addend
    case .absolute: return symbol.value &+ addend
    case .section(let section): return bases[section] &+ symbol.value &+ addend
    }
  }

  /// The addend that stands in the field (SHT_REL). The field lies in the content.
  private static func load(
    _ content: UnsafeMutableRawBufferPointer, _ offset: Int, _ field: RelocationField
  ) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<field.size {
      unsafe value |= UInt64(content[offset &+ index]) &<< UInt64(8 &* index)
    }
    guard field.range != .unsigned else { return value }
    let unused = UInt64(64 &- 8 &* field.size)
    return UInt64(bitPattern: Int64(bitPattern: value &<< unused) &>> Int64(bitPattern: unused))
  }

  /// The field lies in the content.
  @inline(__always)
  private static func store(
    _ value: UInt64, to content: UnsafeMutableRawBufferPointer, _ offset: Int, size: Int
  ) {
    switch size {
    case 8:
      unsafe content.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt64.self)
    case 4:
      unsafe content.storeBytes(
        of: UInt32(truncatingIfNeeded: value).littleEndian, toByteOffset: offset, as: UInt32.self)
    default:
      for index in 0..<size {
        unsafe content[offset &+ index] = UInt8(truncatingIfNeeded: value &>> UInt64(8 &* index))
      }
    }
  }
}
