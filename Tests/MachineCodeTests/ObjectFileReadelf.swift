import Foundation
import MachineCode

/// What `readelf -W` prints, in a form to compare with.
enum Readelf {
  struct Relocation: Equatable {
    var offset: UInt64
    var symbolIndex: Int
    var type: UInt32
    /// nil without a symbol: readelf then prints it in other ways.
    var addend: Int64?
  }

  /// A line of `readelf -S` for each section: what stands there, separated by spaces.
  static func sections(_ folder: ObjectFileFolder) throws -> [String] {
    try ObjectFileTool.readelf.run(["-SW", "sample"], in: folder.url).split(separator: "\n")
      .compactMap { line in
        let text = line.drop { $0 == " " }
        guard text.hasPrefix("["), let close = text.firstIndex(of: "]"),
          Int(text[text.index(after: text.startIndex)..<close].drop { $0 == " " }) != nil
        else {
          return nil
        }
        var fields = text[text.index(after: close)...].split(separator: " ")
        // Where NOBITS and null sections would start is of no use: ObjectFile does not say it.
        if let place = fields.firstIndex(where: { $0 == "NOBITS" || $0 == "NULL" }) {
          fields.remove(at: place + 2)
        }
        return fields.joined(separator: " ")
      }
  }

  static func describe(_ section: ObjectFile.Section) -> String {
    let types: [UInt32: String] = [
      0: "NULL", 1: "PROGBITS", 2: "SYMTAB", 3: "STRTAB", 4: "RELA", 5: "HASH", 6: "DYNAMIC",
      7: "NOTE", 8: "NOBITS", 9: "REL", 11: "DYNSYM", 14: "INIT_ARRAY", 15: "FINI_ARRAY",
      17: "GROUP", 18: "SYMTAB_SHNDX", 19: "RELR", 0x7000_0001: "X86_64_UNWIND",
      0x6fff_fff6: "GNU_HASH", 0x6fff_fffd: "VERDEF",
      0x6fff_fffe: "VERNEED", 0x6fff_ffff: "VERSYM", 0x6fff_4c03: "LLVM_ADDRSIG",
    ]
    let letters: [(ObjectFile.SectionFlags, String)] = [
      (.write, "W"), (.alloc, "A"), (.execinstr, "X"), (.merge, "M"), (.strings, "S"),
      (.infoLink, "I"), (.linkOrder, "L"), (.group, "G"), (.tls, "T"), (.compressed, "C"),
      (.gnuRetain, "R"), (.exclude, "E"),
      (ObjectFile.SectionFlags(rawValue: 0x2000_0000), "p"),  // SHF_AARCH64_PURECODE
    ]
    let isInFile = section.type != .nobits && section.type != .null
    let fields = [
      section.name,
      types[section.type.rawValue] ?? "0x\(String(section.type.rawValue, radix: 16))",
      digits(section.address, 16),
      isInFile ? digits(UInt64(section.fileRange.lowerBound), 6) : "", digits(section.size, 6),
      digits(section.entrySize, 2),
      letters.filter { section.flags.contains($0.0) }.map(\.1).joined(),
      "\(section.link)", "\(section.info)", "\(section.alignment)",
    ]
    return fields.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// By the table's name, a line for each symbol.
  static func symbols(_ folder: ObjectFileFolder) throws -> [String: [String]] {
    var tables: [String: [String]] = [:]
    var table = ""
    for line in try ObjectFileTool.readelf.run(["-sW", "sample"], in: folder.url)
      .split(separator: "\n")
    {
      if line.hasPrefix("Symbol table '") {
        table = String(line.split(separator: "'")[1])
      } else if line.drop(while: { $0 == " " }).first?.isNumber == true {
        // Versions follow an @ in the dynamic table; a few symbols have notes in brackets.
        var fields = line.split(separator: " ").map(String.init)
        if table == ".dynsym", fields.count > 7 {
          fields[7] = String(fields[7].split(separator: "@")[0])
          fields.removeLast(fields.count - 8)
        }
        tables[table, default: []].append(fields.joined(separator: " "))
      }
    }
    return tables
  }

  static func describe(_ symbol: ObjectFile.Symbol, _ sections: [ObjectFile.Section]) -> String {
    let types: [ObjectFile.SymbolType: String] = [
      .none: "NOTYPE", .object: "OBJECT", .function: "FUNC", .section: "SECTION", .file: "FILE",
      .common: "COMMON", .tls: "TLS", .gnuIndirectFunction: "IFUNC",
    ]
    let bindings: [ObjectFile.SymbolBinding: String] = [
      .local: "LOCAL", .global: "GLOBAL", .weak: "WEAK", .gnuUnique: "UNIQUE",
    ]
    var name = symbol.name
    let place: String
    switch symbol.sectionIndex {
    case .undefined: place = "UND"
    case .absolute: place = "ABS"
    case .common: place = "COM"
    case .section(let index):
      place = "\(index)"
      if symbol.type == .section, name.isEmpty { name = sections[index].name }
    }
    let size = symbol.size > 99_999 ? "0x" + String(symbol.size, radix: 16) : "\(symbol.size)"
    let fields = [
      "\(symbol.index):", digits(symbol.value, 16), size, types[symbol.type] ?? "?",
      bindings[symbol.binding] ?? "?", "\(symbol.visibility)".uppercased(), place, name,
    ]
    return fields.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// By the relocation section's name.
  static func relocations(_ folder: ObjectFileFolder) throws -> [String: [Relocation]] {
    var tables: [String: [Relocation]] = [:]
    var table = ""
    for line in try ObjectFileTool.readelf.run(["-rW", "sample"], in: folder.url)
      .split(separator: "\n")
    {
      if line.hasPrefix("Relocation section '") {
        table = String(line.split(separator: "'")[1])
        continue
      }
      let fields = line.split(separator: " ")
      guard fields.count >= 3, fields[0].count == 16, fields[1].count == 16,
        let offset = UInt64(fields[0], radix: 16), let info = UInt64(fields[1], radix: 16)
      else {
        continue
      }
      var addend: Int64?
      if info >> 32 != 0, let last = fields.last.flatMap({ Int64($0, radix: 16) }) {
        addend = fields[fields.count - 2] == "-" ? -last : last
      }
      tables[table, default: []].append(
        Relocation(
          offset: offset, symbolIndex: Int(info >> 32), type: UInt32(truncatingIfNeeded: info),
          addend: addend))
    }
    return tables
  }

  static func relocatedDump(_ folder: ObjectFileFolder, _ section: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for line in try ObjectFileTool.readelf.run(["-R", section, "sample"], in: folder.url)
      .split(separator: "\n") where line.hasPrefix("  0x")
    {
      // "  0x00000010 01020304 05060708 090a0b0c 0d0e0f10 ................"
      let hex = line.dropFirst(13).prefix(35).filter { $0 != " " }
      var rest = Substring(hex)
      while rest.count >= 2, let byte = UInt8(rest.prefix(2), radix: 16) {
        bytes.append(byte)
        rest = rest.dropFirst(2)
      }
    }
    return bytes
  }

  static func digits(_ value: UInt64, _ count: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
