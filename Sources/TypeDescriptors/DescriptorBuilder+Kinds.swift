import GoRelease
import GoTypes
import Symbols

/// What follows a descriptor's common part: the kind's own fields, and the array that a slice among
/// them (or a count) refers to.
struct DescriptorTail {
  var fixed = DescriptorBytes()
  var array = DescriptorBytes()
}

/// A type as its descriptor and the linker know it.
struct TypeTexts {
  /// What reflection prints.
  var string: String
  var link: String
  /// The descriptor's symbol.
  var symbol: String
}

extension DescriptorBuilder {
  /// A whole descriptor: common part, the kind's own fields, uncommon data and the kind's arrays in
  /// the release's order, methods (reflectdata.writeType; internal/abi.Type.DescriptorSize reads
  /// the same order).
  mutating func descriptor(
    of type: DescribedType
  ) throws(DescriptorError) -> DescriptorSet.Descriptor {
    let texts = texts(of: type)
    let layout = try layout(of: type)
    var methods: [MethodSetEntry] = []
    if case .type(let type) = type {
      methods = self.methods(of: type)
      addInterfaceCode(of: type)
    }
    let hasUncommon = isNamed(type) || !methods.isEmpty
    let precedes = release.typeRules.uncommonPrecedesArrays
    let fixedSize = release.types.common.size + fixedSize(of: type)
    let tail = try tail(
      of: type, texts,
      arrayOffset: fixedSize + (hasUncommon && precedes ? release.types.uncommon.size : 0))
    let arraySize = tail.array.bytes.count
    let uncommonOffset = hasUncommon ? precedes ? fixedSize : fixedSize + arraySize : nil

    var descriptor = DescriptorBytes()
    descriptor.append(try common(type, texts, layout, uncommonOffset: uncommonOffset))
    descriptor.append(tail.fixed)
    if !precedes { descriptor.append(tail.array) }
    if let uncommonOffset, case .type(let type) = type {
      descriptor.append(
        uncommon(type, texts, methods, offset: uncommonOffset, arraySize: arraySize))
    }
    if precedes { descriptor.append(tail.array) }
    if case .type(let type) = type {
      for method in methods { descriptor.append(try record(of: method, in: type, layout)) }
    }
    let symbol = Symbol(
      name: texts.symbol, bytes: descriptor.bytes,
      relocations: descriptor.relocations.sorted { $0.offset < $1.offset },
      alignment: symbolAlignment(size: descriptor.bytes.count),
      binding: mayRepeat(type) ? .weak : .global)
    return DescriptorSet.Descriptor(
      type: type, string: texts.string, symbol: symbol, isDuplicable: isDuplicable(type),
      isTypelink: isTypelink(type), isHidden: isWithoutAlgorithm(type))
  }

  private func texts(of type: DescribedType) -> TypeTexts {
    let link = text(of: type, .packagePath)
    return TypeTexts(
      string: text(of: type, .packageName), link: link,
      symbol: symbolName(of: type, link: link))
  }

  /// Whether several objects may define the type's descriptor: every unnamed type's, except that of
  /// a pointer to a type with a name, which stands beside it (cmd/gc/reflect.c, `dtypesym`).
  private func mayRepeat(_ type: DescribedType) -> Bool {
    if release.typeRules.namedTypesMayRepeat { return true }
    guard case .type(let type) = type else { return true }
    if case .pointer(let element) = type { return !isNamed(element) }
    return !isNamed(type)
  }

  private func fixedSize(of type: DescribedType) -> Int {
    let types = release.types
    switch type {
    case .type(let type), .withoutAlgorithms(let type):
      return fixedSize(of: universe.underlying(type) ?? type)
    case .mapArray, .array: return types.array.size
    case .pointer, .overflowPointer: return types.pointer.size
    case .slice: return types.slice.size
    case .mapBucket, .mapHeader, .mapIterator: return types.structure.size
    }
  }

  private func fixedSize(of type: GoType) -> Int {
    let types = release.types
    return switch type {
    case .basic, .named: 0
    case .pointer: types.pointer.size
    case .slice: types.slice.size
    case .array: types.array.size
    case .channel: types.channel.size
    case .function: types.function.size
    case .interface: types.interface.size
    case .structure: types.structure.size
    case .map: types.map.size
    }
  }

  /// - Parameter arrayOffset: where in the descriptor the array will lie.
  private mutating func tail(
    of type: DescribedType, _ texts: TypeTexts, arrayOffset: Int
  ) throws(DescriptorError) -> DescriptorTail {
    switch type {
    case .withoutAlgorithms(.structure(let structure)):
      var tail = DescriptorTail()
      try append(
        structure, membersOf: structure.madeUpFieldTypes, of: .structure(structure), texts,
        arrayOffset, to: &tail)
      return tail
    case .type(let goType), .withoutAlgorithms(let goType):
      return try tail(
        of: universe.underlying(goType) ?? goType, in: goType, texts, arrayOffset: arrayOffset)
    case .mapArray(let element): return tail(ofArray: 8, .type(element))
    case .array(let length, let element): return tail(ofArray: length, element)
    case .slice(let element): return tail(ofSlice: element)
    case .pointer(let element): return tail(pointingTo: element)
    case .overflowPointer(let key, let value):
      return tail(pointingTo: .mapBucket(key: key, value: value))
    case .mapBucket, .mapHeader, .mapIterator:
      guard let structure = try madeUpStruct(type) else { throw unknownType(type) }
      return tail(of: structure, texts, arrayOffset: arrayOffset)
    }
  }

  private mutating func tail(ofArray length: Int64, _ element: DescribedType) -> DescriptorTail {
    var tail = DescriptorTail()
    var record = Record(release.types.array)
    record.set(.element, referenceTo: symbol(of: element))
    record.set(.slice, referenceTo: symbol(of: element.slice))
    record.set(.length, length)
    tail.fixed.append(record)
    return tail
  }

  private mutating func tail(ofSlice element: DescribedType) -> DescriptorTail {
    var tail = DescriptorTail()
    var record = Record(release.types.slice)
    record.set(.element, referenceTo: symbol(of: element))
    tail.fixed.append(record)
    return tail
  }

  private mutating func tail(pointingTo element: DescribedType) -> DescriptorTail {
    var tail = DescriptorTail()
    var record = Record(release.types.pointer)
    record.set(.element, referenceTo: symbol(of: element))
    tail.fixed.append(record)
    return tail
  }

  /// - Parameters:
  ///   - type: the type without its name.
  ///   - described: the type itself.
  private mutating func tail(
    of type: GoType, in described: GoType, _ texts: TypeTexts, arrayOffset: Int
  ) throws(DescriptorError) -> DescriptorTail {
    var tail = DescriptorTail()
    switch type {
    case .basic, .named: break
    case .pointer(let element): return self.tail(pointingTo: .type(element))
    case .slice(let element): return self.tail(ofSlice: .type(element))
    case .array(let length, let element): return self.tail(ofArray: length, .type(element))
    case .channel(let direction, let element):
      var record = Record(release.types.channel)
      record.set(.element, referenceTo: symbol(of: element))
      record.set(.direction, direction == .receive ? 1 : direction == .send ? 2 : 3)
      tail.fixed.append(record)
    case .function(let signature):
      append(signature, texts, arrayOffset, to: &tail)
    case .interface(let interface):
      append(interface, of: described, texts, arrayOffset, to: &tail)
    case .structure(let structure):
      try append(
        structure, membersOf: structure.fields.map { .type($0.type) }, of: described, texts,
        arrayOffset, to: &tail)
    case .map(let key, let value):
      tail.fixed.append(try map(key: key, value: value, in: described))
    }
    return tail
  }

  private mutating func append(
    _ signature: Signature, _ texts: TypeTexts, _ arrayOffset: Int, to tail: inout DescriptorTail
  ) {
    let rules = release.typeRules
    let (inCount, outCount) = (signature.parameters.count, signature.results.count)
    var record = Record(release.types.function)
    if record.has(.inCount), inCount > Int(UInt16.max) || outCount > Int(Int16.max) {
      fault = .tooMany(
        type: texts.string, what: "parameters, or \(Int16.max) results,",
        limit: Int(UInt16.max))
    }
    record.set(.inCount, inCount)
    record.set(
      .outCount,
      UInt16(truncatingIfNeeded: outCount) | (signature.isVariadic ? rules.variadicBit : 0))
    record.set(.isVariadic, signature.isVariadic ? 1 : 0)
    record.set(.parameters, sliceAt: texts.symbol, addend: Int64(arrayOffset), count: inCount)
    record.set(
      .results, sliceAt: texts.symbol, addend: Int64(arrayOffset + 8 * inCount), count: outCount)
    tail.fixed.append(record)
    for type in signature.parameters + signature.results {
      tail.array.relocations.append(
        Relocation(offset: tail.array.bytes.count, kind: .address, target: symbol(of: type)))
      tail.array.bytes += [UInt8](repeating: 0, count: 8)
    }
  }

  private mutating func append(
    _ interface: InterfaceType, of type: GoType, _ texts: TypeTexts, _ arrayOffset: Int,
    to tail: inout DescriptorTail
  ) {
    var package: String?
    if case .named(let name) = type, !name.packagePath.isEmpty { package = name.packagePath }
    var record = Record(release.types.interface)
    if let package, record.has(.packagePath) {
      record.set(.packagePath, referenceTo: symbol(ofImportPath: package))
    }
    record.set(
      .methods, sliceAt: texts.symbol, addend: Int64(arrayOffset),
      count: interface.methods.count)
    tail.fixed.append(record)
    for method in notation.sorted(interface.methods) {
      var entry = Record(release.types.interfaceMethod)
      let foreign = !method.isExported && method.packagePath != package
      let methodName = NameData(
        name: method.name, packagePath: foreign ? method.packagePath : nil,
        isExported: method.isExported)
      entry.set(.name, referenceTo: symbol(of: methodName))
      if entry.has(.packagePath), !method.isExported {
        entry.set(.packagePath, referenceTo: symbol(ofImportPath: method.packagePath))
      }
      entry.set(.type, referenceTo: symbol(of: .function(method.signature)))
      tail.array.append(entry)
    }
  }

  private mutating func append(
    _ structure: StructType, membersOf types: [DescribedType], of type: GoType,
    _ texts: TypeTexts, _ arrayOffset: Int, to tail: inout DescriptorTail
  ) throws(DescriptorError) {
    let offsets = try laidOut(.type(type)) { () throws(LayoutError) in
      try universe.fieldOffsets(of: structure)
    }
    var record = Record(release.types.structure)
    // All unexported fields of a struct come from one package, which stands here for all of them.
    let package = package(of: structure, type)
    if record.has(.packagePath), let package {
      record.set(.packagePath, referenceTo: symbol(ofImportPath: package))
    }
    record.set(
      .fields, sliceAt: texts.symbol, addend: Int64(arrayOffset),
      count: structure.fields.count)
    tail.fixed.append(record)
    for (index, field) in structure.fields.enumerated() {
      tail.array.append(member(field, types[index], of: package, offset: offsets[index]))
    }
  }

  private mutating func member(
    _ field: StructType.Field, _ type: DescribedType, of package: String?, offset: Int64
  ) -> Record<TypeLayouts.StructMemberField> {
    var record = Record(release.types.structMember)
    record.set(.type, referenceTo: symbol(of: type))
    record.set(.offset, offset)
    switch release.typeRules.names {
    case .records:
      record.set(.name, referenceTo: symbol(of: name(of: field, in: package)))
    case .strings:
      // An embedded field has no name of its own; its type's tells.
      if !field.isEmbedded { record.set(.name, referenceTo: symbol(ofString: field.name)) }
      if let path = packagePath(of: field) {
        record.set(.packagePath, referenceTo: symbol(ofImportPath: path))
      }
      if field.hasTagLiteral { record.set(.tag, referenceTo: symbol(ofString: field.tag)) }
    }
    return record
  }

  /// The import path in a field's record where names are strings. An embedded predeclared type has
  /// that of the package being compiled, whoever wrote the struct (cmd/gc/reflect.c, `dtypesym`);
  /// where several are written at once, the struct's own is the better guess.
  private func packagePath(of field: StructType.Field) -> String? {
    guard field.isEmbedded else { return field.isExported ? nil : field.packagePath }
    guard isPredeclared(field.type) else { return nil }
    if definedPackages.count == 1, let compiled = definedPackages.first { return compiled }
    return field.packagePath
  }

  /// Whether the type is one that no package declares.
  func isPredeclared(_ type: GoType) -> Bool {
    switch type {
    case .basic(let kind): kind != .unsafePointer
    case .named(let name): name.packagePath.isEmpty
    default: false
    }
  }
}
