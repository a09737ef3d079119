import GoRelease
import GoTypes
import Symbols

/// The bytes of one descriptor as they grow, part after part.
struct DescriptorBytes {
  var bytes: [UInt8] = []
  var relocations: [Relocation] = []

  mutating func append<Name>(_ record: Record<Name>) {
    let start = bytes.count
    bytes += record.bytes
    for var relocation in record.relocations {
      relocation.offset += start
      relocations.append(relocation)
    }
  }
}

extension DescriptorBuilder {
  /// The part that every descriptor begins with (reflectdata.dcommontype).
  mutating func common(
    _ type: GoType, _ layout: TypeLayout, hasUncommon: Bool
  ) throws(DescriptorError) -> Record<TypeLayouts.CommonField> {
    let rules = release.typeRules
    let link = universe.string(type, qualifier: .packagePath)
    var record = Record(release.types.common)
    record.set(.size, layout.size)
    record.set(.pointerBytes, layout.pointerBytes)
    record.set(.hash, TypeHash(linkString: link, rule: rules.hash).value)
    record.set(.alignment, layout.alignment)
    record.set(.fieldAlignment, layout.alignment)
    record.set(.kind, kind(of: type))

    var flags: UInt8 = 0
    if hasUncommon { flags |= rules.flags.uncommon }
    if isNamed(type) { flags |= rules.flags.named }
    if layout.isRegularMemory { flags |= rules.flags.regularMemory }
    if isDirectInterface(layout) { flags |= rules.flags.directInterface }

    // "*T" is stored for T too, so that T and *T share one name.
    var string = universe.string(type, qualifier: .packageName)
    if !string.hasPrefix("*") {
      string = "*" + string
      flags |= rules.flags.extraStar
    }
    record.set(.flags, flags)
    let name = NameData(name: string, isExported: isExportedString(type))
    record.set(.string, regionOffsetOf: symbol(of: name))

    if layout.isComparable {
      record.set(.equal, addressOf: symbol(of: try equality(of: type)))
    }
    record.set(.gcData, addressOf: symbol(of: try mask(of: type, layout)))
    try setPointerToThis(&record, type)
    return record
  }

  private mutating func setPointerToThis(
    _ record: inout Record<TypeLayouts.CommonField>, _ type: GoType
  ) throws(DescriptorError) {
    let pointer = GoType.pointer(type)
    let target = TypeSymbol.name(linkString: universe.string(pointer, qualifier: .packagePath))
    // A type with a name brings its pointer type along; others refer to it if it is there.
    if isNamed(type) {
      require(pointer)
      record.set(.pointerToThis, regionOffsetOf: target)
    } else {
      record.set(.pointerToThis, regionOffsetOf: target, weak: true)
    }
  }

  private func mask(of type: GoType, _ layout: TypeLayout) throws(DescriptorError) -> PointerMask {
    let limit = release.typeRules.longestStaticMask
    do throws(LayoutError) {
      if layout.pointerBytes / 8 <= Int64(limit),
        let words = try universe.pointerWords(of: type, limit: limit)
      {
        return PointerMask(words: words)
      }
    } catch {
      throw .layout(type: universe.string(type, qualifier: .packageName), error)
    }
    throw .unsupported(
      type: universe.string(type, qualifier: .packageName),
      what: "more than \(limit) pointer words need a mask made on demand, which is not written "
        + "yet; put the values behind a pointer or slice")
  }

  private func equality(of type: GoType) throws(DescriptorError) -> EqualitySignature {
    do {
      return try EqualitySignatureBuilder.signature(of: type, in: universe)
    } catch {
      throw .layout(type: universe.string(type, qualifier: .packageName), error)
    }
  }

  /// Whether an interface holds values of the type itself, not their address.
  func isDirectInterface(_ layout: TypeLayout) -> Bool {
    release.typeRules.wordsAreDirect ? layout.isPointerWord : layout.isDirectInterface
  }

  /// Whether the type has a name: defined and predeclared types.
  func isNamed(_ type: GoType) -> Bool {
    switch type {
    case .named, .basic: true
    default: false
    }
  }

  /// Whether the name in a descriptor's type string is marked exported: T's own name, for T and *T.
  private func isExportedString(_ type: GoType) -> Bool {
    switch type {
    case .named(let name), .pointer(.named(let name)): name.isExported
    case .basic(.unsafePointer), .pointer(.basic(.unsafePointer)): true
    default: false
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
