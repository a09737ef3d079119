/// Finds the section that a sequence's code is in.
///
/// A relocatable object says so by the relocation at the operand of DW_LNE_set_address; a linked
/// one by the address itself.
struct SequenceSections {
  private let object: ObjectFile
  /// The relocations of `.debug_line`, sorted by offset; empty in linked files.
  private let relocations: [ObjectFile.Relocation]
  /// In linked files, what takes up addresses, sorted by address.
  private let mapped: [MappedSection]

  init(_ object: ObjectFile, lines: ObjectFile.Section?) throws(ObjectFileError) {
    self.object = object
    guard object.kind != .relocatable else {
      relocations = try lines.map(object.relocations) ?? []
      mapped = []
      return
    }
    relocations = []
    mapped = object.sections
      .filter { $0.flags.contains(.alloc) && !$0.flags.contains(.tls) && $0.size > 0 }
      .map { MappedSection(address: $0.address, size: $0.size, index: $0.index) }
      .sorted { $0.address < $1.address }
  }

  /// The section of the address that stands in `.debug_line` at `operand`; nil when that code is
  /// not in the file, as when a linker discarded it.
  func section(operand: Int, address: UInt64) -> Int? {
    guard object.kind == .relocatable else {
      let next = mapped.partitioningIndex { $0.address > address }
      guard next > 0 else { return nil }
      let candidate = mapped[next &- 1]
      return address &- candidate.address < candidate.size ? candidate.index : nil
    }
    let place = relocations.partitioningIndex { $0.offset >= UInt64(operand) }
    guard place < relocations.count, relocations[place].offset == UInt64(operand),
      relocations[place].symbolIndex != 0,
      case .section(let section) = object.symbols.sectionIndex(
        at: relocations[place].symbolIndex)
    else {
      return nil
    }
    return section
  }
}

/// A section without its name, which would be retained and released at each step of a search.
private struct MappedSection {
  var address: UInt64
  var size: UInt64
  var index: Int
}

extension RandomAccessCollection where Index == Int {
  /// The first index whose element, like all after it, meets the condition; `endIndex` when none
  /// does.
  @inline(__always)
  func partitioningIndex(where condition: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low &+ (high &- low) / 2
      if condition(self[middle]) { high = middle } else { low = middle &+ 1 }
    }
    return low
  }
}
