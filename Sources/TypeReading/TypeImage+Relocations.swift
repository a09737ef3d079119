import MachineCode
import Symbols

extension TypeImage {
  /// An object's relocations. What refers to a section refers to a place in it: the symbol there is
  /// found by its address.
  static func staticFixups(
    _ object: ObjectFile, _ symbols: TypeSymbols, start: (Int) -> UInt64?
  ) throws(ObjectFileError) -> [UInt64: Fixup] {
    var fixups: [UInt64: Fixup] = [:]
    for section in object.sections
    where section.flags.contains(.alloc) && !section.flags.contains(.execinstr) {
      guard let base = start(section.index) else { continue }
      for relocation in try object.relocations(for: section) {
        let kind = Fixup.Kind(relocation.type, object.architecture)
        guard kind != .absolute(0), relocation.symbolIndex < symbols.targets.count else { continue }
        var target = symbols.targets[relocation.symbolIndex]
        // A distance is measured from the field, of whatever is near it.
        if target.symbol == nil, let address = target.address, case .absolute = kind {
          target = symbols.reference(to: address &+ UInt64(bitPattern: relocation.addend))
        } else {
          target.addend = relocation.addend
          target.address = target.address.map { $0 &+ UInt64(bitPattern: relocation.addend) }
        }
        fixups[base &+ relocation.offset] = Fixup(
          kind: kind, type: relocation.type, target: target)
      }
    }
    return fixups
  }

  /// A linked file's relocations for the dynamic linker.
  static func dynamicFixups(
    _ object: ObjectFile, _ symbols: TypeSymbols
  ) throws(ObjectFileError) -> [UInt64: Fixup] {
    let (relative, symbolic): (UInt32, UInt32) =
      switch object.architecture {
      case .x86_64: (8, 1)  // R_X86_64_RELATIVE, R_X86_64_64
      case .arm64: (1027, 257)  // R_AARCH64_RELATIVE, R_AARCH64_ABS64
      }
    var fixups: [UInt64: Fixup] = [:]
    let table = object.dynamicSymbols.tableSection
    for section in object.sections
    where section.type == .rela && section.flags.contains(.alloc)
      && (section.link == table || section.link == 0)
    {
      let bytes = try object.contents(of: section)
      func word(_ offset: Int) -> UInt64 {
        let first = bytes.startIndex + offset
        return bytes[first..<first + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
      }
      // Elf64_Rela: r_offset, r_info (symbol high, type low), r_addend.
      for offset in stride(from: 0, through: bytes.count - 24, by: 24) {
        let type = UInt32(truncatingIfNeeded: word(offset + 8))
        let addend = word(offset + 16)
        var target: TypeReference?
        if type == relative {
          target = symbols.reference(to: addend)
        } else if type == symbolic, let index = Int(exactly: word(offset + 8) >> 32),
          index < object.dynamicSymbols.count
        {
          let symbol = object.dynamicSymbols[index]
          let isDefined = symbol.sectionIndex != .undefined
          target = TypeReference(
            symbol: symbol.name, addend: Int64(bitPattern: addend),
            address: isDefined ? symbol.value &+ addend : nil)
        }
        if let target {
          fixups[word(offset)] = Fixup(kind: .absolute(8), type: type, target: target)
        }
      }
    }
    return fixups
  }
}

extension TypeImage.Fixup.Kind {
  /// A relocation's number (x86-64 psABI, table 4.9; AArch64 ELF ABI, "Static Data relocations").
  /// An absolute one of no bytes does nothing.
  init(_ type: UInt32, _ architecture: Architecture) {
    self =
      switch (architecture, type) {
      case (.x86_64, 0), (.arm64, 0), (.arm64, 256): .absolute(0)  // …_NONE
      case (.x86_64, 1), (.arm64, 257): .absolute(8)  // R_X86_64_64, R_AARCH64_ABS64
      case (.x86_64, 10), (.x86_64, 11), (.arm64, 258): .absolute(4)  // …_32, _32S, …_ABS32
      case (.x86_64, 2), (.arm64, 261): .relative(4)  // …_PC32, …_PREL32
      case (.x86_64, 24), (.arm64, 260): .relative(8)  // …_PC64, …_PREL64
      default: .other
      }
  }
}
