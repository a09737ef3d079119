import MachineCode
import Symbols

extension TypeImage {
  /// An object's relocations.
  static func staticFixups(
    _ object: ObjectFile, _ targets: [TypeReference], start: (Int) -> UInt64?
  ) throws(ObjectFileError) -> TypeFixups {
    var fixups = TypeFixups(targets: targets)
    for section in object.sections
    where section.flags.contains(.alloc) && !section.flags.contains(.execinstr) {
      guard let base = start(section.index) else { continue }
      for relocation in try object.relocations(for: section) {
        let kind = TypeFixups.Kind(relocation.type, object.architecture)
        guard kind != .absolute(0), relocation.symbolIndex < targets.count else { continue }
        fixups.append(
          .init(
            kind: kind, type: relocation.type,
            target: .symbol(relocation.symbolIndex, addend: relocation.addend)),
          at: base &+ relocation.offset)
      }
    }
    fixups.sort()
    return fixups
  }

  /// A linked file's relocations for the dynamic linker. Those of the compact form (DT_RELR) leave
  /// addresses in place, which need no more to be read.
  static func dynamicFixups(
    _ object: ObjectFile, _ segments: [Segment]
  ) throws(ObjectFileError) -> TypeFixups {
    let (relative, symbolic): (UInt32, UInt32) =
      switch object.architecture {
      case .x86_64: (8, 1)  // R_X86_64_RELATIVE, R_X86_64_64
      case .arm64: (1027, 257)  // R_AARCH64_RELATIVE, R_AARCH64_ABS64
      }
    let dynamic = DynamicSymbols(object, segments)
    var fixups = TypeFixups(targets: dynamic.references)
    for bytes in try relocationTables(object, segments) {
      // Elf64_Rela: r_offset, r_info (symbol high, type low), r_addend.
      for start in stride(from: bytes.startIndex, through: bytes.endIndex - 24, by: 24) {
        let info = bytes.littleEndian(at: start + 8, 8)
        let type = UInt32(truncatingIfNeeded: info)
        let addend = bytes.littleEndian(at: start + 16, 8)
        var target: TypeFixups.Target?
        if type == relative {
          target = .place(addend)
        } else if type == symbolic, let index = Int(exactly: info >> 32),
          index < dynamic.references.count
        {
          target = .symbol(index, addend: Int64(bitPattern: addend))
        }
        guard let target else { continue }
        fixups.append(
          .init(kind: .absolute(8), type: type, target: target),
          at: bytes.littleEndian(at: start, 8))
      }
    }
    fixups.sort()
    return fixups
  }

  /// The tables of relocations with addends that the dynamic linker applies.
  private static func relocationTables(
    _ object: ObjectFile, _ segments: [Segment]
  ) throws(ObjectFileError) -> [ArraySlice<UInt8>] {
    let table = object.dynamicSymbols.tableSection
    var tables: [ArraySlice<UInt8>] = []
    for section in object.sections
    where section.type == .rela && section.flags.contains(.alloc)
      && (section.link == table || section.link == 0)
    {
      tables.append(ArraySlice(try object.contents(of: section)))
    }
    if object.sections.isEmpty {
      let entries = DynamicSymbols.entries(object, segments)
      if let place = entries[DynamicSymbols.Tag.rela], let size = entries[.relaSize],
        let bytes = DynamicSymbols.bytes(at: place, count: size, segments)
      {
        tables.append(bytes)
      }
    }
    return tables
  }
}
