import GoRelease
import GoTypes
import Symbols

/// What the collector is told about a type.
struct GCData {
  var symbol: String
  /// In bytes: how far the collector looks. A program may tell more words than hold pointers.
  var pointerBytes: Int64
  var isProgram: Bool
}

extension DescriptorBuilder {
  mutating func gcData(
    of type: DescribedType, _ layout: TypeLayout
  ) throws(DescriptorError) -> GCData {
    switch release.typeRules.gcData {
    case .masks(let padding, let longest):
      if let mask = try mask(of: type, layout, padding: padding, longest: longest) {
        return GCData(
          symbol: symbol(of: mask), pointerBytes: layout.pointerBytes, isProgram: false)
      }
      guard release.typeRules.kindFlags.gcProgram != 0 else {
        throw .unsupported(
          type: text(of: type, .packageName),
          what:
            "more than \(longest) pointer words need a mask made on demand, which is not written "
            + "yet; put the values behind a pointer or slice")
      }
      return try bitProgram(of: type)
    case .pointerPrograms:
      return GCData(
        symbol: symbol(ofProgramOf: type), pointerBytes: layout.pointerBytes, isProgram: false)
    }
  }

  /// Nil when the type has more than `longest` words up to its last pointer.
  private func mask(
    of type: DescribedType, _ layout: TypeLayout, padding: Int, longest: Int
  ) throws(DescriptorError) -> PointerMask? {
    guard layout.pointerBytes / 8 <= Int64(longest) else { return nil }
    let values = try memoryType(of: type)
    let words = try laidOut(type) { () throws(LayoutError) in
      try universe.pointerWords(
        of: values, limit: longest,
        includesInterfaceTypes: release.typeRules.interfaceTypesArePointers)
    }
    return words.map { PointerMask(words: $0, padding: padding) }
  }

  /// A program's symbol: its length in 4 bytes, and the program
  /// (cmd/compile/internal/gc/reflect.go, `dgcprog`, Go 1.8).
  private mutating func bitProgram(of type: DescribedType) throws(DescriptorError) -> GCData {
    let values = try memoryType(of: type)
    let program = try laidOut(type) { () throws(LayoutError) in
      try GCBitProgram(of: values, in: universe)
    }
    guard let program else {
      throw .unsupported(
        type: text(of: type, .packageName),
        what: "its GC program is longer than \(GCBitProgram.longest) bytes; put some of its fields "
          + "behind a pointer")
    }
    let name = release.typeRules.symbolPrefix + ".gcprog." + text(of: type, .packagePath)
    let encoded = program.encoded
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt32(encoded.count))
    add(mask: Symbol(name: name, bytes: bytes + encoded, binding: .weak))
    return GCData(symbol: name, pointerBytes: program.wordCount * 8, isProgram: true)
  }

  /// A type of the program whose values lie in memory as those of the type do.
  private func memoryType(of type: DescribedType) throws(DescriptorError) -> GoType {
    if let goType = type.goType { return goType }
    switch type {
    case .pointer, .overflowPointer: return .basic(.unsafePointer)
    case .type, .mapArray, .mapBucket, .mapHeader, .mapIterator: break
    }
    // Only releases whose made-up structs are laid out as all structs are have masks.
    guard let structure = try madeUpStruct(type) else { throw unsupportedMap(type) }
    var fields: [StructType.Field] = []
    for field in structure.fields {
      fields.append(StructType.Field(name: field.name, type: try memoryType(of: field.type)))
    }
    return .structure(StructType(fields: fields))
  }
}
