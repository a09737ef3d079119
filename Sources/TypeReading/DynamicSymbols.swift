import MachineCode

/// The symbols that a linked file's relocations refer to: of its table of them, or, in a file
/// without section headers, found as the dynamic linker does, by what PT_DYNAMIC says.
struct DynamicSymbols {
  /// By the index in the table.
  let references: [TypeReference]

  /// `d_tag` of an entry (System V ABI, "Dynamic Section").
  enum Tag: UInt64 {
    case stringTable = 5
    case symbolTable = 6
    case rela = 7
    case relaSize = 8
    case stringSize = 10
  }

  init(_ object: ObjectFile, _ segments: [TypeImage.Segment]) {
    if !object.sections.isEmpty {
      references = object.dynamicSymbols.map { symbol in
        TypeReference(
          symbol: symbol.name, addend: 0,
          address: symbol.sectionIndex == .undefined ? nil : symbol.value)
      }
      return
    }
    let entries = Self.entries(object, segments)
    // Nothing says how long the table is; linkers put the names right behind it.
    guard let place = entries[.symbolTable], let names = entries[.stringTable],
      let size = entries[.stringSize], names > place,
      let table = Self.bytes(at: place, count: names &- place, segments),
      let strings = Self.bytes(at: names, count: size, segments)
    else {
      references = []
      return
    }
    var references: [TypeReference] = []
    // Names may share bytes; without a limit they could take the square of the file's size.
    var budget = 4 &* strings.count &+ 4096
    // Elf64_Sym: st_name, st_info, st_other, st_shndx, st_value, st_size.
    for start in stride(from: table.startIndex, through: table.endIndex - 24, by: 24) {
      guard let offset = Int(exactly: table.littleEndian(at: start, 4)), offset < strings.count
      else { break }
      let rest = strings.dropFirst(offset)
      let name = rest.prefix(budget).prefix { $0 != 0 }
      budget -= name.count
      let section = table.littleEndian(at: start + 6, 2)
      references.append(
        TypeReference(
          symbol: String(decoding: name, as: UTF8.self), addend: 0,
          address: section == 0 ? nil : table.littleEndian(at: start + 8, 8)))
    }
    self.references = references
  }

  /// The entries of PT_DYNAMIC that are of use here.
  static func entries(
    _ object: ObjectFile, _ segments: [TypeImage.Segment]
  ) -> [Tag: UInt64] {
    guard let headers = try? object.programHeaders(),
      let header = headers.first(where: { $0.type == .dynamic }),
      let bytes = try? ArraySlice(object.contents(of: header))
    else { return [:] }
    var entries: [Tag: UInt64] = [:]
    for start in stride(from: bytes.startIndex, through: bytes.endIndex - 16, by: 16) {
      let number = bytes.littleEndian(at: start, 8)
      if number == 0 { break }
      if let tag = Tag(rawValue: number) { entries[tag] = bytes.littleEndian(at: start + 8, 8) }
    }
    return entries
  }

  static func bytes(
    at address: UInt64, count: UInt64, _ segments: [TypeImage.Segment]
  ) -> ArraySlice<UInt8>? {
    guard let segment = segments.last(where: { $0.start <= address }),
      let offset = Int(exactly: address &- segment.start), let count = Int(exactly: count),
      offset <= segment.bytes.count, count <= segment.bytes.count - offset
    else { return nil }
    return segment.bytes.dropFirst(offset).prefix(count)
  }
}
