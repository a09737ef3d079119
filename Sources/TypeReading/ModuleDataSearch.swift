import GoRelease

/// Finds the moduledata of a linked file, stripped or not.
///
/// Where no symbol or section of that name tells, it is the record whose first word points to a
/// pclntab. Releases with different moduledata share a magic number, so what is found counts only
/// when every field of the release's layout has a value that its linker could have written.
struct ModuleDataSearch {
  typealias Field = ModuleLayouts.ModuleDataField

  let image: TypeImage
  let release: GoRelease
  private var layout: RecordLayout<Field> { release.modules.moduleData }

  init(_ image: TypeImage, _ release: GoRelease) {
    self.image = image
    self.release = release
  }

  /// The address of moduledata; nil where there is none that fits the release.
  func find() -> UInt64? {
    for name in ["local.moduledata", "runtime.firstmoduledata", release.modules.moduleSymbol] {
      if let symbol = image.symbols[name], isKnownPlace(symbol.address) { return symbol.address }
    }
    guard !image.isRelocatable else { return nil }
    if let start = image.start(ofSection: ".go.module"), isKnownPlace(start) { return start }
    let named = namedTables()
    if let found = named.lazy.compactMap({ record(pointingTo: $0) }).first { return found }
    // Without section headers read-only data may share a segment with the code.
    for inCode in [false, true] {
      let found = searchedTables(inCode: inCode).lazy.filter { !named.contains($0) }
      if let record = found.compactMap({ record(pointingTo: $0) }).first { return record }
    }
    return nil
  }

  /// Of older releases a name is enough: there is one layout of each format.
  private func isKnownPlace(_ address: UInt64) -> Bool {
    release.functions == nil ? image.contains(address) : fits(address)
  }

  // MARK: The pclntab

  private func namedTables() -> [UInt64] {
    let sections = [".gopclntab", ".data.rel.ro.gopclntab"].compactMap {
      image.start(ofSection: $0)
    }
    return sections + ["runtime.pclntab"].compactMap { image.symbols[$0]?.address }
  }

  /// Every place that begins as a pclntab does: magic, two zeros, the PC quantum, the pointer size.
  private func searchedTables(inCode: Bool) -> [UInt64] {
    let magic: UInt32 =
      switch release.functionTable {
      case .symbols(let layouts): layouts.magic
      case .lineTable(let layouts): layouts.magic
      }
    var found: [UInt64] = []
    for segment in image.segments where segment.isCode == inCode {
      segment.forEachWord { address, word in
        guard word & 0xffff_ffff == UInt64(magic), word >> 32 & 0xffff == 0, word >> 56 == 8,
          [1, 4].contains(word >> 48 & 0xff), found.count < 64
        else { return }
        found.append(address)
      }
    }
    return found
  }

  // MARK: Moduledata

  /// The record whose first word, of those that fit, holds an address.
  private func record(pointingTo table: UInt64) -> UInt64? {
    guard let first = layout[.pcHeader] ?? layout[.pclntable] else { return nil }
    let shift = UInt64(first.offset)
    for place in image.fixups.places(of: table, in: image) where fits(place &- shift) {
      return place &- shift
    }
    for segment in image.segments where !segment.isCode {
      var found: UInt64?
      segment.forEachWord { address, word in
        if found == nil, word == table, fits(address &- shift) { found = address &- shift }
      }
      if let found { return found }
    }
    return nil
  }

  private func word(_ field: Field, _ index: Int = 0, of module: UInt64) -> UInt64? {
    guard let place = layout[field] else { return nil }
    return image.address(storedAt: module &+ UInt64(place.offset + 8 * index))
  }

  func fits(_ module: UInt64) -> Bool {
    guard image.bytes(at: module, count: layout.size) != nil else { return false }
    switch release.functionTable {
    case .symbols:
      // The table is a word of magic and sizes, the number of functions, and the functions.
      guard let table = word(.pclntable, of: module), image.contains(table) else { return false }
      return word(.ftab, of: module) == table &+ 16
    case .lineTable(let layouts):
      return hasTables(module, layouts) && hasRanges(module) && hasSlices(module)
    }
  }

  /// The tables of the pclntab lie where its header says.
  private func hasTables(_ module: UInt64, _ layouts: FunctionLayouts) -> Bool {
    guard let header = word(.pcHeader, of: module) else { return false }
    func number(_ field: FunctionLayouts.HeaderField) -> UInt64? {
      guard let place = layouts.header[field] else { return nil }
      return image.number(at: header &+ UInt64(place.offset), width: place.width)
    }
    guard number(.magic) == UInt64(layouts.magic), number(.ptrSize) == 8,
      let names = number(.funcnameOffset), let functions = number(.pclnOffset),
      let count = number(.nfunc)
    else { return false }
    return word(.funcnametab, of: module) == header &+ names
      && word(.pclntable, of: module) == header &+ functions
      && word(.ftab, 1, of: module) == count &+ 1
  }

  /// No range ends before it starts, and the types are in the file.
  private func hasRanges(_ module: UInt64) -> Bool {
    let ranges: [(Field, Field)] = [
      (.minpc, .maxpc), (.text, .etext), (.noptrdata, .enoptrdata), (.data, .edata),
      (.bss, .ebss), (.noptrbss, .enoptrbss), (.types, .etypes),
    ]
    for (low, high) in ranges {
      guard let start = word(low, of: module), let end = word(high, of: module), start <= end
      else { return false }
    }
    guard let types = word(.types, of: module), let end = word(.etypes, of: module),
      image.contains(types)
    else { return false }
    for (offset, length) in [(Field.itaboffset, Field.itabsize)] where layout[offset] != nil {
      guard let start = word(offset, of: module), let count = word(length, of: module),
        start <= end &- types, count <= end &- types &- start
      else { return false }
    }
    if layout[.typedesclen] != nil {
      guard let length = word(.typedesclen, of: module), length <= end &- types else {
        return false
      }
    }
    return true
  }

  /// Slices and strings of the file's data, and nothing yet where the runtime will put its own.
  private func hasSlices(_ module: UInt64) -> Bool {
    let fields: [Field] = [
      .funcnametab, .cutab, .filetab, .pctab, .pclntable, .ftab, .textsectmap, .typelinks,
      .itablinks, .ptab, .pluginpath, .pkghashes, .inittasks, .modulename, .modulehashes,
    ]
    for field in fields {
      guard let place = layout[field] else { continue }
      guard let count = word(field, 1, of: module) else { return false }
      if place.width == 24, word(field, 2, of: module) != count { return false }
      if count == 0 { continue }
      guard count <= UInt64(image.storedSize), let start = word(field, of: module),
        image.contains(start)
      else { return false }
    }
    return [Field.gcdatamask, .gcbssmask, .typemap, .next].allSatisfy {
      layout[$0] == nil || word($0, of: module) == 0
    }
  }
}

extension TypeImage.Segment {
  /// Every aligned word as it stands in the file.
  func forEachWord(_ body: (UInt64, UInt64) -> Void) {
    let first = Int(truncatingIfNeeded: (8 &- start & 7) & 7)
    bytes.withUnsafeBytes { buffer in
      guard buffer.count >= 8 else { return }
      for offset in stride(from: first, through: buffer.count - 8, by: 8) {
        let word = buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        body(start &+ UInt64(offset), UInt64(littleEndian: word))
      }
    }
  }
}

extension TypeFixups {
  /// The fields that hold an address.
  func places(of address: UInt64, in image: TypeImage) -> [UInt64] {
    addresses.indices.compactMap { index in
      switch self[index: index].target {
      case .place(let target): return target == address ? addresses[index] : nil
      case .symbol(let symbol, let addend):
        let target = targets[symbol].address.map { $0 &+ UInt64(bitPattern: addend) }
        return target == address ? addresses[index] : nil
      }
    }
  }
}
