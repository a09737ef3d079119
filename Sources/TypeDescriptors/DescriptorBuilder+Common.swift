import GoRelease
import GoTypes
import Symbols

/// The bytes of one descriptor as they grow, part after part.
struct DescriptorBytes {
  var bytes: [UInt8] = []
  var relocations: [Relocation] = []

  mutating func append<Name>(_ record: Record<Name>) {
    append(record.bytes, record.relocations)
  }

  mutating func append(_ other: DescriptorBytes) { append(other.bytes, other.relocations) }

  private mutating func append(_ bytes: [UInt8], _ relocations: [Relocation]) {
    let start = self.bytes.count
    self.bytes += bytes
    for var relocation in relocations {
      relocation.offset += start
      self.relocations.append(relocation)
    }
  }
}

extension DescriptorBuilder {
  /// The part that every descriptor begins with (reflectdata.dcommontype).
  ///
  /// - Parameter uncommonOffset: where in the descriptor its uncommon data lies; nil without any.
  mutating func common(
    _ type: DescribedType, _ texts: TypeTexts, _ layout: TypeLayout, uncommonOffset: Int?
  ) throws(DescriptorError) -> Record<TypeLayouts.CommonField> {
    let rules = release.typeRules
    let (link, string) = (texts.link, texts.string)
    var record = Record(release.types.common)
    record.set(.size, layout.size)
    let gcData = try gcData(of: type, layout, link: link)
    record.set(.pointerBytes, gcData.pointerBytes)
    record.set(.hash, TypeHash(linkString: link, string: string, rule: rules.hash).value)
    // The runtime rounds by it (cmd/gc/reflect.c, `dcommontype`).
    guard layout.alignment & (layout.alignment - 1) == 0 else {
      throw .invalidAlignment(type: string, alignment: layout.alignment)
    }
    record.set(.alignment, layout.alignment)
    record.set(.fieldAlignment, layout.alignment)

    var flags: UInt8 = 0
    if let uncommonOffset {
      flags |= rules.flags.uncommon
      record.set(.uncommon, referenceTo: texts.symbol, addend: Int64(uncommonOffset))
    }
    if isNamed(type) { flags |= rules.flags.named }
    if layout.isRegularMemory { flags |= rules.flags.regularMemory }
    if isDirectInterface(layout) { flags |= rules.flags.directInterface }
    if gcData.form == .onDemand { flags |= rules.flags.gcMaskOnDemand }
    switch rules.names {
    case .strings: record.set(.string, referenceTo: symbol(ofString: string))
    case .records:
      // "*T" is stored for T too, so that T and *T share one name.
      var stored = string
      if !string.hasPrefix("*") {
        stored = "*" + string
        flags |= rules.flags.extraStar
      }
      let name = NameData(name: stored, isExported: isExportedString(type))
      record.set(.string, referenceTo: symbol(of: name))
    }
    record.set(.flags, flags)
    var kind = try kindByte(of: type, layout)
    if gcData.form == .program { kind |= rules.kindFlags.gcProgram }
    record.set(.kind, kind)

    switch rules.comparison {
    case .functions(let names):
      if let closure = try equalClosure(of: type, layout, link: link, names) {
        record.set(.equal, referenceTo: closure)
      }
    case .algorithms(let algorithms):
      let (target, addend) = try algorithm(of: type, layout, algorithms)
      record.set(.algorithm, referenceTo: target, addend: addend)
    }
    record.set(.gcData, referenceTo: gcData.symbol)
    setPointerToThis(&record, type)
    return record
  }

  /// A type with a name, and one whose pointer type has methods, brings its pointer type along;
  /// others refer to it if it is there.
  private mutating func setPointerToThis(
    _ record: inout Record<TypeLayouts.CommonField>, _ type: DescribedType
  ) {
    let target = symbolName(of: type.pointer)
    if hasStrongPointer(type) {
      if !isNamedPointer(type) { require(type.pointer) }
      record.set(.pointerToThis, referenceTo: target)
    } else {
      record.set(.pointerToThis, weakReferenceTo: target)
    }
  }

  /// Such a type brings no pointer along where pointers to pointers must be asked for.
  private func isNamedPointer(_ type: DescribedType) -> Bool {
    guard release.typeRules.pointersToPointersMustBeWritten, case .type(.named(let name)) = type,
      case .pointer = universe.underlying(.named(name))
    else { return false }
    return true
  }

  private func hasStrongPointer(_ type: DescribedType) -> Bool {
    guard case .type(let type) = type else { return false }
    guard release.typeRules.names != .strings else {
      if case .pointer = universe.underlying(type) { return false }
      return isNamed(type)
    }
    if isNamed(type) { return true }
    if case .pointer = type { return false }
    return !methods(of: .pointer(type)).isEmpty
  }

  /// Whether an interface holds values of the type itself, not their address.
  func isDirectInterface(_ layout: TypeLayout) -> Bool {
    switch release.typeRules.directValues {
    case .words: layout.size <= 8
    case .pointerShapes: layout.isDirectInterface
    case .pointerWords: layout.isPointerWord
    }
  }

  /// Whether the type has a name: defined and predeclared types.
  func isNamed(_ type: GoType) -> Bool {
    switch type {
    case .named, .basic: true
    default: false
    }
  }

  func isNamed(_ type: DescribedType) -> Bool {
    if case .type(let type) = type { isNamed(type) } else { false }
  }

  /// Whether the name in a descriptor's type string is marked exported: T's own name, for T and *T.
  private func isExportedString(_ type: DescribedType) -> Bool {
    switch type.goType {
    case .named(let name), .pointer(.named(let name)): name.isExported
    case .basic(.unsafePointer), .pointer(.basic(.unsafePointer)): true
    default: false
    }
  }

  private func kindByte(
    of type: DescribedType, _ layout: TypeLayout
  ) throws(DescriptorError) -> UInt8 {
    let flags = release.typeRules.kindFlags
    var byte = kind(of: type)
    if try !hasPointers(type) { byte |= flags.noPointers }
    if isDirectInterface(layout) { byte |= flags.directInterface }
    return byte
  }

  private func kind(of type: DescribedType) -> UInt8 {
    let kinds = release.typeRules.kinds
    switch type {
    case .type(let type), .withoutAlgorithms(let type): return kind(of: type)
    case .mapArray, .array: return kinds.array
    case .mapBucket, .mapHeader, .mapIterator: return kinds.structure
    case .pointer, .overflowPointer: return kinds.pointer
    case .slice: return kinds.slice
    }
  }

  private func kind(of type: GoType) -> UInt8 {
    let kinds = release.typeRules.kinds
    switch universe.underlying(type) ?? type {
    case .basic(let basic): return kinds[basic]
    case .named: return 0
    case .pointer: return kinds.pointer
    case .slice: return kinds.slice
    case .array: return kinds.array
    case .map: return kinds.map
    case .channel: return kinds.channel
    case .function: return kinds.function
    case .structure: return kinds.structure
    case .interface: return kinds.interface
    }
  }
}
