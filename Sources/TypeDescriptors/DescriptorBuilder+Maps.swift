import GoRelease
import GoTypes
import Symbols

extension DescriptorBuilder {
  /// The fields of a map type's descriptor.
  ///
  /// - Parameter type: the type itself, which may have a name.
  mutating func map(
    key: GoType, value: GoType, in type: GoType
  ) throws(DescriptorError) -> Record<TypeLayouts.MapField> {
    let storage = DescribedType.mapBucket(key: key, value: value)
    let entries = try entries(of: .type(type), key: key, value: value)
    var record = Record(release.types.map)
    record.set(.key, referenceTo: symbol(of: key))
    record.set(.element, referenceTo: symbol(of: value))
    record.set(.bucket, referenceTo: symbol(of: storage))
    record.set(.group, referenceTo: symbol(of: storage))
    if record.has(.header) {
      record.set(.header, referenceTo: symbol(of: .mapHeader(key: key, value: value)))
    }
    if record.has(.hasher) {
      record.set(.hasher, referenceTo: try hashClosure(of: key))
      // A map that is converted to its underlying type must go on to be hashed alike.
      if case .named = type { require(.type(.map(key: key, value: value))) }
    }
    record.set(.keySize, entries.keySize)
    record.set(.hasIndirectKey, entries.key == key ? 0 : 1)
    record.set(.valueSize, entries.valueSize)
    record.set(.hasIndirectValue, entries.value == value ? 0 : 1)
    let size = try layout(of: storage).size
    record.set(.bucketSize, size)
    record.set(.groupSize, size)
    try setSlots(&record, storage, entries)
    let equality = KeyEquality(of: key, in: universe)
    record.set(.hasReflexiveKey, equality.isReflexive ? 1 : 0)
    record.set(.needsKeyUpdate, equality.hidesDifferences ? 1 : 0)
    if let flags = release.typeRules.maps.structs?.flags {
      var bits: UInt32 = 0
      if entries.key != key { bits |= flags.indirectKey }
      if entries.value != value { bits |= flags.indirectElement }
      if equality.isReflexive { bits |= flags.reflexiveKey }
      if equality.hidesDifferences { bits |= flags.keyUpdate }
      if equality.mightPanic { bits |= flags.hashMightPanic }
      record.set(.flags, bits)
    }
    return record
  }

  /// Where the slots of a group hold keys and elements.
  private func setSlots(
    _ record: inout Record<TypeLayouts.MapField>, _ group: DescribedType, _ entries: MapEntries
  ) throws(DescriptorError) {
    guard record.has(.elementOffset), let slots = try madeUpStruct(group)?.fields.last,
      case .structure(let slot) = entries.slot
    else { return }
    let (stride, offsets) = try laidOut(group) { () throws(LayoutError) in
      (try universe.layout(of: entries.slot).size, try universe.fieldOffsets(of: slot))
    }
    let element = offsets.last ?? 0
    record.set(.slotSize, stride)
    record.set(.elementOffset, element)
    record.set(.keysOffset, slots.offset)
    record.set(.keyStride, stride)
    record.set(.elementsOffset, slots.offset + element)
    record.set(.elementStride, stride)
  }

  /// The fields of a made-up struct. Their names are no identifiers of any package.
  mutating func tail(
    of structure: MadeUpStruct, _ texts: TypeTexts, arrayOffset: Int
  ) -> DescriptorTail {
    var tail = DescriptorTail()
    var record = Record(release.types.structure)
    if record.has(.packagePath) { record.set(.packagePath, referenceTo: symbol(ofImportPath: "")) }
    record.set(
      .fields, sliceAt: texts.symbol, addend: Int64(arrayOffset),
      count: structure.fields.count)
    tail.fixed.append(record)
    for field in structure.fields {
      var member = Record(release.types.structMember)
      let name = NameData(name: field.name, isExported: isExportedName(field.name))
      member.set(.name, referenceTo: symbol(of: name))
      member.set(.type, referenceTo: symbol(of: field.type))
      member.set(.offset, field.offset)
      tail.array.append(member)
    }
    return tail
  }
}

/// What a map has to know of how its keys compare (cmd/compile/internal/gc/reflect.go,
/// `isreflexive` and `needkeyupdate`, Go 1.8; reflectdata `hashMightPanic` in later releases).
private struct KeyEquality {
  /// Every key equals itself, as numbers that are none do not.
  var isReflexive = true
  /// Keys may be equal and yet differ: zeros in sign, strings in where they lie.
  var hidesDifferences = false
  /// A key may hold a value that cannot be hashed.
  var mightPanic = false

  init(of key: GoType, in universe: Universe) {
    var visited: Set<TypeName> = []
    var pending = [key]
    while let type = pending.popLast() {
      if case .named(let name) = type, !visited.insert(name).inserted { continue }
      switch universe.underlying(type) ?? type {
      case .interface:
        isReflexive = false
        hidesDifferences = true
        mightPanic = true
      case .basic(.float32), .basic(.float64), .basic(.complex64), .basic(.complex128):
        isReflexive = false
        hidesDifferences = true
      case .basic(.string): hidesDifferences = true
      case .array(_, let element): pending.append(element)
      case .structure(let structure): pending += structure.fields.map(\.type)
      default: break
      }
    }
  }
}
