import GoRelease
import GoTypes

/// A struct that the compiler makes up: fields at offsets that follow no rule of the language.
struct MadeUpStruct {
  struct Field {
    var name: String
    var type: DescribedType
    /// In bytes.
    var offset: Int64
  }

  var fields: [Field]
  /// In bytes.
  var size: Int64
  /// In bytes; 0 where the compiler never computed one.
  var alignment: Int64
}

/// A map's keys and values as its buckets hold them.
struct MapEntries {
  var key: GoType
  var value: GoType
  var keySize: Int64
  var valueSize: Int64

  init(
    key: GoType, value: GoType, _ rule: TypeRules.MapRule, _ universe: Universe
  ) throws(LayoutError) {
    self.key = key
    self.value = value
    keySize = try universe.layout(of: key).size
    valueSize = try universe.layout(of: value).size
    if keySize > rule.longestInline { (self.key, keySize) = (.pointer(key), 8) }
    if valueSize > rule.longestInline { (self.value, valueSize) = (.pointer(value), 8) }
  }
}

extension DescriptorBuilder {
  /// The fields of a bucket or header (cmd/gc/reflect.c, `mapbucket` and `hmap`); nil for types
  /// that are no made-up structs.
  func madeUpStruct(_ type: DescribedType) throws(DescriptorError) -> MadeUpStruct? {
    if let structs = release.typeRules.maps.structs {
      return try structOfAllFields(type, structs)
    }
    switch type {
    case .mapBucket(let key, let value):
      guard case .collectorFields(let sizes) = release.typeRules.maps else { return nil }
      return try laidOut(type) { () throws(LayoutError) in
        let entries = try MapEntries(
          key: key, value: value, .collectorFields(sizes), universe)
        // The bytes of hashes at the start are no field: the collector passes them over.
        let overflow = sizes.entries
        let keys = overflow + 8
        let values = keys + sizes.entries * entries.keySize
        return MadeUpStruct(
          fields: [
            .init(
              name: "overflow", type: .overflowPointer(key: key, value: value), offset: overflow),
            .init(name: "keys", type: .mapArray(element: entries.key), offset: keys),
            .init(name: "values", type: .mapArray(element: entries.value), offset: values),
          ], size: values + sizes.entries * entries.valueSize, alignment: 0)
      }
    case .mapHeader(let key, let value):
      guard case .collectorFields(let sizes) = release.typeRules.maps else { return nil }
      let bucket = DescribedType.pointer(.mapBucket(key: key, value: value))
      return MadeUpStruct(
        fields: [
          .init(name: "buckets", type: bucket, offset: sizes.buckets),
          .init(name: "oldbuckets", type: bucket, offset: sizes.oldBuckets),
        ], size: sizes.header, alignment: 0)
    case .type, .withoutAlgorithms, .mapIterator, .mapArray, .overflowPointer, .pointer, .slice,
      .array:
      return nil
    }
  }

  /// A bucket's text where the struct is written out. The compiler opens one type at most five
  /// times within itself: the overflow field's pointer, which is opened before the bucket where it
  /// is written for its own sake, is then cut where the bucket would be.
  func writtenOutBucket(
    key: GoType, value: GoType, _ qualifier: TypeQualifier, cutsPointer: Bool
  ) -> String {
    guard
      let entries = try? MapEntries(key: key, value: value, release.typeRules.maps, universe)
    else { return "" }
    let rest =
      "; keys \(text(of: .mapArray(element: entries.key), qualifier))"
      + "; values \(text(of: .mapArray(element: entries.value), qualifier)) }"
    let open = "struct { overflow "
    return String(repeating: open + "*", count: 4) + open + (cutsPointer ? "" : "*") + "<...>"
      + String(repeating: rest, count: 5)
  }
}
