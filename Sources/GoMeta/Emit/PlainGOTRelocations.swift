import MachineCode
import Symbols

/// Loads of an address from the global offset table, marked in a way that linkers older than the
/// marks know.
///
/// Assemblers mark such loads as relaxable (R_X86_64_GOTPCRELX, 41, and R_X86_64_REX_GOTPCRELX, 42;
/// x86-64 psABI, "Linker optimization", since 2015). The plain form R_X86_64_GOTPCREL (9) asks for
/// the same address.
enum PlainGOTRelocations {
  static func apply(to object: inout [UInt8]) throws(ObjectFileError) {
    let file = try ObjectFile(object)
    guard file.architecture == .x86_64 else { return }
    for table in file.sections where table.type == .rela {
      // Elf64_Rela: offset u64, then the type in the low half of info, symbol, addend.
      for entry in stride(from: table.fileRange.lowerBound, to: table.fileRange.upperBound, by: 24)
      where entry + 24 <= table.fileRange.upperBound {
        let type = object[entry + 8..<entry + 12]
        if type.elementsEqual([41, 0, 0, 0]) || type.elementsEqual([42, 0, 0, 0]) {
          object[entry + 8] = 9
        }
      }
    }
  }
}
