public import Symbols

/// Writes a relocatable ELF64 file of data: sections, the names of places in them, and relocations.
///
/// LLVM's object emission would do as well. This is one pass over the bytes, so that a table of
/// megabytes is written as fast as it is copied, and it needs no LLVM.
public struct ObjectFileWriter: Sendable {
  public let architecture: Architecture
  private var file: [UInt8]
  private var headers: [Header] = [Header()]
  /// Of the sections that were added.
  private var names: [String] = []
  private var sectionNames = ELFStrings()
  private var symbolNames = ELFStrings()
  /// Symbol table entries: those of sections and local definitions, which come first, and the rest.
  private var locals: [ELFSymbol] = [ELFSymbol()]
  private var globals: [ELFSymbol] = []
  /// By name, the place in `globals` of what is defined here or refers elsewhere.
  private var globalIndices: [String: Int] = [:]
  /// Relocations wait until all symbols have their numbers.
  private var pending: [(section: Int, relocations: [Relocation])] = []
  private var localIndices: [String: Int] = [:]
  /// The places of relocation sections, whose link is the symbol table.
  private var relocationSections: [Int] = []

  public init(architecture: Architecture) {
    self.architecture = architecture
    file = [UInt8](repeating: 0, count: ELFLayout.FileHeader.size)
  }

  /// Adds a section behind those that are there. Its relocations' targets are definitions of any
  /// section or symbols of other objects; they are of the kinds `address` (64 bits), `address32` and
  /// `relative32`.
  public mutating func append(_ section: Section) {
    let index = headers.count
    names.append(section.kind.name)
    file.pad(to: max(section.alignment, 1))
    headers.append(
      Header(
        name: sectionNames.offset(of: section.kind.name), type: 1,
        flags: section.kind.access == .readOnly ? 0x2 : 0x3, offset: file.count,
        size: section.bytes.count, alignment: max(section.alignment, 1)))
    file.reserveCapacity(file.count + section.bytes.count + 4096)
    file += section.bytes
    for definition in section.definitions {
      let symbol = ELFSymbol(
        name: symbolNames.offset(of: definition.name), binding: definition.binding,
        section: index, value: UInt64(definition.offset), size: UInt64(definition.size))
      if definition.binding == .local {
        localIndices[definition.name] = locals.count
        locals.append(symbol)
      } else {
        globalIndices[definition.name] = globals.count
        globals.append(symbol)
      }
    }
    if !section.relocations.isEmpty { pending.append((index, section.relocations)) }
  }

  /// The file's bytes.
  public consuming func finish() -> [UInt8] {
    for (section, relocations) in pending { append(relocations, for: section) }
    // Without this note linkers take the object for one that wants an executable stack.
    headers.append(Header(name: sectionNames.offset(of: ".note.GNU-stack"), type: 1))
    file.pad(to: 8)
    let symbols = file.count
    for symbol in locals + globals { symbol.append(to: &file) }
    headers.append(
      Header(
        name: sectionNames.offset(of: ".symtab"), type: 2, offset: symbols,
        size: file.count - symbols, link: headers.count + 1, info: locals.count, alignment: 8,
        entrySize: ELFLayout.Symbol.size))
    for place in relocationSections { headers[place].link = headers.count - 1 }
    headers.append(
      Header(
        name: sectionNames.offset(of: ".strtab"), type: 3, offset: file.count,
        size: symbolNames.bytes.count))
    file += symbolNames.bytes
    let nameOffset = sectionNames.offset(of: ".shstrtab")
    headers.append(
      Header(name: nameOffset, type: 3, offset: file.count, size: sectionNames.bytes.count))
    file += sectionNames.bytes
    file.pad(to: 8)
    file.replaceSubrange(
      0..<ELFLayout.FileHeader.size, with: fileHeader(sectionHeaders: file.count))
    for header in headers { header.append(to: &file) }
    return file
  }

  /// `Elf64_Rela` entries.
  private mutating func append(_ relocations: [Relocation], for section: Int) {
    file.pad(to: 8)
    let start = file.count
    for relocation in relocations {
      let symbol: Int
      if let local = localIndices[relocation.target] {
        symbol = local
      } else if let known = globalIndices[relocation.target] {
        symbol = locals.count + known
      } else {
        globalIndices[relocation.target] = globals.count
        symbol = locals.count + globals.count
        globals.append(
          ELFSymbol(name: symbolNames.offset(of: relocation.target), binding: .global))
      }
      file.append(littleEndian: UInt64(relocation.offset))
      file.append(littleEndian: UInt64(symbol) << 32 | type(of: relocation.kind))
      file.append(littleEndian: relocation.addend)
    }
    headers.append(
      Header(
        name: sectionNames.offset(of: ".rela" + sectionName(section)), type: 4, flags: 0x40,
        offset: start, size: file.count - start, info: section, alignment: 8,
        entrySize: ELFLayout.RelocationWithAddend.size))
    relocationSections.append(headers.count - 1)
  }

  private func sectionName(_ index: Int) -> String { names[index - 1] }

  private func fileHeader(sectionHeaders: Int) -> [UInt8] {
    var header: [UInt8] = ELFLayout.magic
    // 64 bits, little-endian, version 1, System V.
    header += [2, 1, 1, 0] + [UInt8](repeating: 0, count: 8)
    header.append(littleEndian: UInt16(1))  // ET_REL
    header.append(littleEndian: UInt16(architecture == .x86_64 ? 62 : 183))
    header.append(littleEndian: UInt32(1))
    header.append(littleEndian: UInt64(0))
    header.append(littleEndian: UInt64(0))
    header.append(littleEndian: UInt64(sectionHeaders))
    header.append(littleEndian: UInt32(0))
    header.append(littleEndian: UInt16(ELFLayout.FileHeader.size))
    header += [0, 0, 0, 0]
    header.append(littleEndian: UInt16(ELFLayout.SectionHeader.size))
    header.append(littleEndian: UInt16(headers.count))
    header.append(littleEndian: UInt16(headers.count - 1))
    return header
  }

  /// x86-64 psABI, table 4.9; AArch64 ELF ABI, "Static Data relocations".
  private func type(of kind: Relocation.Kind) -> UInt64 {
    switch (architecture, kind) {
    case (.x86_64, .address): 1  // R_X86_64_64
    case (.x86_64, .address32): 10  // R_X86_64_32
    case (.x86_64, _): 2  // R_X86_64_PC32
    case (.arm64, .address): 257  // R_AARCH64_ABS64
    case (.arm64, .address32): 258  // R_AARCH64_ABS32
    case (.arm64, _): 261  // R_AARCH64_PREL32
    }
  }
}

/// An entry of the section header table.
private struct Header {
  var name: UInt32 = 0
  var type: UInt32 = 0
  var flags: UInt64 = 0
  var offset = 0
  var size = 0
  var link = 0
  var info = 0
  var alignment = 0
  var entrySize = 0

  func append(to file: inout [UInt8]) {
    file.append(littleEndian: name)
    file.append(littleEndian: type)
    file.append(littleEndian: flags)
    file.append(littleEndian: UInt64(0))
    file.append(littleEndian: UInt64(offset))
    file.append(littleEndian: UInt64(size))
    file.append(littleEndian: UInt32(link))
    file.append(littleEndian: UInt32(info))
    file.append(littleEndian: UInt64(alignment))
    file.append(littleEndian: UInt64(entrySize))
  }
}

/// An entry of the symbol table.
private struct ELFSymbol {
  var name: UInt32 = 0
  var binding = Symbol.Binding.local
  var section = 0
  var value: UInt64 = 0
  var size: UInt64 = 0

  func append(to file: inout [UInt8]) {
    let (number, visibility): (UInt8, UInt8) =
      switch binding {
      case .local: (0, 0)
      case .hidden: (1, 2)
      case .global: (1, 0)
      case .weak: (2, 0)
      }
    let type: UInt8 = section == 0 ? 0 : 1  // STT_OBJECT
    file.append(littleEndian: name)
    file.append(number << 4 | type)
    file.append(visibility)
    file.append(littleEndian: UInt16(section))
    file.append(littleEndian: value)
    file.append(littleEndian: size)
  }
}

/// A string table, which starts with the empty string.
private struct ELFStrings {
  private(set) var bytes: [UInt8] = [0]

  mutating func offset(of string: String) -> UInt32 {
    let offset = UInt32(truncatingIfNeeded: bytes.count)
    bytes += string.utf8
    bytes.append(0)
    return offset
  }
}
