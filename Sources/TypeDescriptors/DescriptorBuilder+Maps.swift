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
    guard let sizes = release.typeRules.maps.sizes else { throw unsupportedMap(.type(type)) }
    var record = Record(release.types.map)
    record.set(.key, referenceTo: symbol(of: key))
    record.set(.element, referenceTo: symbol(of: value))
    record.set(.bucket, referenceTo: symbol(of: DescribedType.mapBucket(key: key, value: value)))
    record.set(.header, referenceTo: symbol(of: DescribedType.mapHeader(key: key, value: value)))
    let entries = try laidOut(.type(type)) { () throws(LayoutError) in
      try MapEntries(key: key, value: value, sizes, universe)
    }
    record.set(.keySize, entries.keySize)
    record.set(.hasIndirectKey, entries.key == key ? 0 : 1)
    record.set(.valueSize, entries.valueSize)
    record.set(.hasIndirectValue, entries.value == value ? 0 : 1)
    record.set(.bucketSize, try layout(of: .mapBucket(key: key, value: value)).size)
    let equality = KeyEquality(of: key, in: universe)
    record.set(.hasReflexiveKey, equality.isReflexive ? 1 : 0)
    record.set(.needsKeyUpdate, equality.hidesDifferences ? 1 : 0)
    return record
  }

  /// The fields of a made-up struct. Their names are no identifiers of any package.
  mutating func tail(
    of structure: MadeUpStruct, in type: DescribedType, arrayOffset: Int
  ) -> DescriptorTail {
    var tail = DescriptorTail()
    var record = Record(release.types.structure)
    if record.has(.packagePath) { record.set(.packagePath, referenceTo: symbol(ofImportPath: "")) }
    record.set(
      .fields, sliceAt: symbolName(of: type), addend: Int64(arrayOffset),
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
/// `isreflexive` and `needkeyupdate`, Go 1.8).
private struct KeyEquality {
  /// Every key equals itself, as numbers that are none do not.
  var isReflexive = true
  /// Keys may be equal and yet differ: zeros in sign, strings in where they lie.
  var hidesDifferences = false

  init(of key: GoType, in universe: Universe) {
    var visited: Set<TypeName> = []
    var pending = [key]
    while let type = pending.popLast() {
      if case .named(let name) = type, !visited.insert(name).inserted { continue }
      switch universe.underlying(type) ?? type {
      case .basic(.float32), .basic(.float64), .basic(.complex64), .basic(.complex128), .interface:
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
