/// The tables of `.debug_abbrev` (DWARF 5 §7.5.3) that have been needed, each read once.
struct AbbreviationCache {
  struct Table {
    /// Its part of `abbreviations`, in order of code; `codes` has the codes of that part.
    var first: Int
    var count: Int
    /// Code `n` stands at place `n - 1`, as all known producers number them.
    var isDense: Bool
  }

  private(set) var abbreviations: [Abbreviation] = []
  private(set) var codes: [UInt64] = []
  private(set) var steps: [AbbreviationStep] = []
  private(set) var constants: [UInt64] = []
  private var tables: [Key: Table] = [:]
  /// The bytes read so far: tables that overlap could make that any multiple of the section.
  private var bytesRead = 0

  /// A table and what the size of forms depends on besides.
  private struct Key: Hashable {
    var offset: UInt64
    var encoding: UInt8
  }

  /// The table at an offset of `section`, for units in one encoding.
  ///
  /// Tables of honest files do not overlap: when more has been kept than the section could hold,
  /// everything is dropped. Places that were handed out before are then void; `generation` tells.
  mutating func table(
    at offset: UInt64, _ encoding: DWARFEncoding, in section: InputBytes
  ) throws(DebugInfoError) -> Table {
    let key = Key(
      offset: offset, encoding: (encoding.is64Bit ? 1 : 0) | (encoding.version <= 2 ? 2 : 0))
    if let table = tables[key] { return table }
    // An attribute of two bytes becomes two steps at most, in each of two encodings.
    if steps.count &+ abbreviations.count > 3 &* (section.count &+ 64) { removeAll() }
    guard bytesRead <= 16 &* (section.count &+ 64) else {
      throw .tooMuch(
        section: DebugInfoSection.abbrev.name, offset: Int(clamping: offset),
        what: "the tables of units are")
    }
    let table = try read(offset, encoding, section)
    tables[key] = table
    return table
  }

  /// Changes when places in the tables become void.
  private(set) var generation = 0

  private mutating func removeAll() {
    abbreviations.removeAll(keepingCapacity: true)
    codes.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    constants.removeAll(keepingCapacity: true)
    tables.removeAll(keepingCapacity: true)
    generation &+= 1
  }

  private mutating func read(
    _ offset: UInt64, _ encoding: DWARFEncoding, _ section: InputBytes
  ) throws(DebugInfoError) -> Table {
    var cursor = EntryCursor(section.bytes, at: Int(clamping: offset), .abbrev)
    var table = Table(first: abbreviations.count, count: 0, isDense: true)
    while true {
      let code = try cursor.readULEB()
      guard code != 0 else { break }
      let abbreviation = try readAbbreviation(&cursor, encoding)
      table.count &+= 1
      if code != UInt64(table.count) { table.isDense = false }
      abbreviations.append(abbreviation)
      codes.append(code)
    }
    bytesRead &+= cursor.offset &- Int(clamping: offset)
    if !table.isDense { try sort(table, offset) }
    return table
  }

  /// Puts a table in order of code.
  private mutating func sort(_ table: Table, _ offset: UInt64) throws(DebugInfoError) {
    let part = table.first..<table.first &+ table.count
    let order = part.sorted { codes[$0] < codes[$1] }
    let sortedCodes = order.map { codes[$0] }
    for (code, next) in zip(sortedCodes, sortedCodes.dropFirst()) where code == next {
      throw .duplicateAbbreviation(
        section: DebugInfoSection.abbrev.name, offset: Int(clamping: offset), code: code)
    }
    abbreviations.replaceSubrange(part, with: order.map { abbreviations[$0] })
    codes.replaceSubrange(part, with: sortedCodes)
  }

  /// Reads an abbreviation behind its code.
  private mutating func readAbbreviation(
    _ cursor: inout EntryCursor, _ encoding: DWARFEncoding
  ) throws(DebugInfoError) -> Abbreviation {
    let tag = try cursor.readULEB()
    var abbreviation = Abbreviation()
    abbreviation.hasChildren = try cursor.readByte() != 0
    abbreviation.firstStep = UInt32(truncatingIfNeeded: steps.count)
    let isFunction = tag == DWARFTag.subprogram || tag == DWARFTag.entryPoint
    let isRead = isFunction || tag == DWARFTag.inlinedSubroutine
    var isLeaf = DWARFTag.isLeaf(tag)
    var hasCode = false
    let attributes = cursor.offset
    // The bytes of fixed size since the last step, and whether all before are.
    var size: UInt32 = 0
    var isFixed = true
    while let attribute = try readAttribute(&cursor) {
      switch attribute.name {
      case DWARFAttribute.sibling where isFixed: abbreviation.setSibling(attribute.form, at: size)
      case DWARFAttribute.declaration where isFunction: isLeaf = true
      case DWARFAttribute.lowPC, DWARFAttribute.ranges: hasCode = true
      default: break
      }
      let form = attribute.form.passing(encoding)
      size &+= form.size
      if form.operation != .none || size >= 0x1000_0000 {
        steps.append(AbbreviationStep(form.operation, behind: size))
        (size, isFixed) = (0, false)
      }
    }
    abbreviation.tail = size
    abbreviation.firstReadingStep = UInt32(truncatingIfNeeded: steps.count)
    if isFunction {
      abbreviation.kind = hasCode && tag == DWARFTag.subprogram ? .subprogram : .codeless
    } else if isRead {
      abbreviation.kind = .inlined
    }
    abbreviation.action =
      if isLeaf, !hasCode, abbreviation.hasChildren,
        abbreviation.siblingOffset != Abbreviation.noSibling
      {
        .jump
      } else {
        switch abbreviation.kind {
        case .plain: .skip
        case .codeless, .subprogram: .stop
        case .inlined: .stopInFunctions
        }
      }
    if isRead {
      let end = cursor.offset
      try cursor.seek(to: attributes)
      try appendReadingSteps(&cursor, tag, encoding)
      try cursor.seek(to: end)
    }
    abbreviation.endStep = UInt32(truncatingIfNeeded: steps.count)
    return abbreviation
  }

  /// Adds the steps that read what is needed of entries with the attributes at the cursor.
  private mutating func appendReadingSteps(
    _ cursor: inout EntryCursor, _ tag: UInt64, _ encoding: DWARFEncoding
  ) throws(DebugInfoError) {
    var known: UInt16 = 0
    var size: UInt32 = 0
    while let attribute = try readAttribute(&cursor) {
      // Of an attribute that is there twice the first counts.
      if let slot = EntrySlot(attribute.name, tag: tag), known & 1 &<< UInt16(slot.rawValue) == 0 {
        known |= 1 &<< UInt16(slot.rawValue)
        if attribute.form == .implicitConst {
          steps.append(AbbreviationStep(constant: constants.count, for: slot))
          constants.append(UInt64(bitPattern: attribute.constant))
        } else {
          steps.append(AbbreviationStep(reading: attribute.form, for: slot, behind: size))
          size = 0
        }
        continue
      }
      let form = attribute.form.passing(encoding)
      size &+= form.size
      if form.operation != .none || size >= 0x1000_0000 {
        steps.append(AbbreviationStep(form.operation, behind: size))
        size = 0
      }
    }
    if size > 0 { steps.append(AbbreviationStep(.none, behind: size)) }
  }

  private struct Attribute {
    var name: UInt64
    var form: DWARFForm
    var constant: Int64 = 0
  }

  /// The next attribute of an abbreviation; nil at its end.
  private func readAttribute(_ cursor: inout EntryCursor) throws(DebugInfoError) -> Attribute? {
    let name = try cursor.readULEB()
    let offset = cursor.offset
    let code = try cursor.readULEB()
    if name == 0, code == 0 { return nil }
    guard let form = DWARFForm(rawValue: code) else {
      throw .unknownForm(section: cursor.section.name, offset: offset, form: code)
    }
    var attribute = Attribute(name: name, form: form)
    if form == .implicitConst { attribute.constant = try cursor.readSLEB() }
    return attribute
  }
}

extension Abbreviation {
  /// Notes where DW_AT_sibling stands, if it can be found without reading what is before it.
  fileprivate mutating func setSibling(_ form: DWARFForm, at offset: UInt32) {
    guard offset < Self.noSibling, siblingOffset == Self.noSibling else { return }
    switch form {
    case .ref1: siblingSize = 1
    case .ref2: siblingSize = 2
    case .ref4: siblingSize = 4
    case .ref8: siblingSize = 8
    case .refUdata: siblingSize = 0
    default: return
    }
    siblingOffset = UInt16(offset)
  }
}
