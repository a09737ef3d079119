import GoRelease
import GoTypes
import Symbols

/// What the collector is told about a type.
struct GCData {
  enum Form {
    case mask
    /// A program of bits.
    case program
    /// A word that is zero until the runtime has made the mask, and then points to it.
    case onDemand
    /// A program of words.
    case pointerProgram
  }

  var form: Form
  var symbol: String
  /// In bytes: how far the collector looks. A program may tell more words than hold pointers.
  var pointerBytes: Int64
}

extension DescriptorBuilder {
  mutating func gcData(
    of type: DescribedType, _ layout: TypeLayout, link: String
  ) throws(DescriptorError) -> GCData {
    switch release.typeRules.gcData {
    case .masks(let padding, let longest):
      if let mask = try mask(of: type, layout, padding: padding, longest: longest) {
        return GCData(form: .mask, symbol: symbol(of: mask), pointerBytes: layout.pointerBytes)
      }
      if release.typeRules.flags.gcMaskOnDemand != 0 {
        return GCData(
          form: .onDemand, symbol: maskWord(link), pointerBytes: layout.pointerBytes)
      }
      return try bitProgram(of: type, link: link)
    case .pointerPrograms:
      return GCData(
        form: .pointerProgram, symbol: symbol(ofProgramOf: type),
        pointerBytes: layout.pointerBytes)
    }
  }

  /// The word that the runtime keeps a mask in (reflectdata.dgcptrmaskOnDemand).
  private mutating func maskWord(_ link: String) -> String {
    let name = release.typeRules.symbolPrefix + ".gcmask." + link
    maskWords[name] = Symbol(
      name: name, bytes: [UInt8](repeating: 0, count: 8), alignment: 8)
    return name
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
  /// (cmd/compile/internal/gc/reflect.go, `dgcprog`, Go 1.8; reflectdata.dgcprog up to Go 1.23).
  private mutating func bitProgram(
    of type: DescribedType, link: String
  ) throws(DescriptorError) -> GCData {
    let values = try memoryType(of: type)
    let program = try laidOut(type) { () throws(LayoutError) in
      try GCBitProgram(
        of: values, in: universe,
        includesInterfaceTypes: release.typeRules.interfaceTypesArePointers)
    }
    guard let program else {
      throw .unsupported(
        type: text(of: type, .packageName),
        what: "its GC program is longer than \(GCBitProgram.longest) bytes; put some of its fields "
          + "behind a pointer")
    }
    let name = release.typeRules.symbolPrefix + ".gcprog." + link
    let encoded = program.encoded
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt32(encoded.count))
    bytes += encoded
    // The compiler takes a symbol that is known by its contents for numbers of their size
    // (cmd/internal/obj/objfile.go, `Sym`).
    let alignment = min(8, 1 << bytes.count.trailingZeroBitCount)
    add(mask: Symbol(name: name, bytes: bytes, alignment: alignment, binding: .weak))
    return GCData(form: .program, symbol: name, pointerBytes: program.wordCount * 8)
  }

  /// A type of the program whose values lie in memory as those of the type do.
  func memoryType(of type: DescribedType) throws(DescriptorError) -> GoType {
    if let goType = type.goType { return goType }
    switch type {
    case .pointer, .overflowPointer: return .basic(.unsafePointer)
    case .slice: return .slice(.basic(.uint8))
    case .array(let length, let element):
      return .array(length: length, element: try memoryType(of: element))
    case .type, .withoutAlgorithms, .mapArray, .mapBucket, .mapHeader, .mapIterator: break
    }
    // Only releases whose made-up structs are laid out as all structs are have masks.
    guard let structure = try madeUpStruct(type) else { throw unknownType(type) }
    var fields: [StructType.Field] = []
    for field in structure.fields {
      fields.append(StructType.Field(name: field.name, type: try memoryType(of: field.type)))
    }
    return .structure(StructType(fields: fields))
  }
}
