import GoRelease
import GoTypes
import Symbols

extension DescriptorBuilder {
  /// A whole descriptor: common part, the kind's own fields, uncommon data, the kind's arrays,
  /// methods (reflectdata.writeType; internal/abi.Type.DescriptorSize reads the same order).
  mutating func descriptor(of type: GoType) throws(DescriptorError) -> Symbol {
    let layout: TypeLayout
    do { layout = try universe.layout(of: type) } catch {
      throw .layout(type: universe.string(type, qualifier: .packageName), error)
    }
    let methods = try methods(of: type)
    let hasUncommon = isNamed(type) || !methods.isEmpty
    var descriptor = DescriptorBytes()
    descriptor.append(try common(type, layout, hasUncommon: hasUncommon))

    let name = TypeSymbol.name(linkString: universe.string(type, qualifier: .packagePath))
    let fixedSize = release.types.common.size + fixedSize(of: universe.underlying(type) ?? type)
    let arrayOffset = fixedSize + (hasUncommon ? release.types.uncommon.size : 0)
    var array = DescriptorBytes()
    switch universe.underlying(type) ?? type {
    case .basic, .named: break
    case .pointer(let element):
      var record = Record(release.types.pointer)
      record.set(.element, addressOf: symbol(of: element))
      descriptor.append(record)
    case .slice(let element):
      var record = Record(release.types.slice)
      record.set(.element, addressOf: symbol(of: element))
      descriptor.append(record)
    case .array(let length, let element):
      var record = Record(release.types.array)
      record.set(.element, addressOf: symbol(of: element))
      record.set(.slice, addressOf: symbol(of: .slice(element)))
      record.set(.length, length)
      descriptor.append(record)
    case .channel(let direction, let element):
      var record = Record(release.types.channel)
      record.set(.element, addressOf: symbol(of: element))
      record.set(.direction, direction == .receive ? 1 : direction == .send ? 2 : 3)
      descriptor.append(record)
    case .function(let signature):
      append(signature, to: &descriptor, &array)
    case .interface(let interface):
      append(interface, of: type, name, arrayOffset, to: &descriptor, &array)
    case .structure(let structure):
      try append(structure, of: type, name, arrayOffset, to: &descriptor, &array)
    case .map:
      throw .unsupported(
        type: universe.string(type, qualifier: .packageName),
        what: "map types are not written for Go \(release.name) yet; hide the map behind a pointer "
          + "to a type that this module does not describe")
    }
    if hasUncommon {
      descriptor.append(uncommon(type, methods, arraySize: array.bytes.count))
    }
    let start = descriptor.bytes.count
    descriptor.bytes += array.bytes
    descriptor.relocations += array.relocations.map { relocation in
      var moved = relocation
      moved.offset += start
      return moved
    }
    for method in methods { descriptor.append(record(of: method, in: type, layout)) }
    return Symbol(
      name: name, bytes: descriptor.bytes,
      relocations: descriptor.relocations.sorted { $0.offset < $1.offset }, alignment: 8,
      binding: .weak)
  }

  private func fixedSize(of type: GoType) -> Int {
    let types = release.types
    return switch type {
    case .basic, .named, .map: 0
    case .pointer: types.pointer.size
    case .slice: types.slice.size
    case .array: types.array.size
    case .channel: types.channel.size
    case .function: types.function.size
    case .interface: types.interface.size
    case .structure: types.structure.size
    }
  }

  private mutating func append(
    _ signature: Signature, to descriptor: inout DescriptorBytes, _ array: inout DescriptorBytes
  ) {
    let rules = release.typeRules
    var record = Record(release.types.function)
    record.set(.inCount, signature.parameters.count)
    record.set(
      .outCount,
      UInt16(truncatingIfNeeded: signature.results.count)
        | (signature.isVariadic ? rules.variadicBit : 0))
    descriptor.append(record)
    for type in signature.parameters + signature.results {
      array.relocations.append(
        Relocation(offset: array.bytes.count, kind: .address, target: symbol(of: type)))
      array.bytes += [UInt8](repeating: 0, count: 8)
    }
  }

  private mutating func append(
    _ interface: InterfaceType, of type: GoType, _ name: String, _ arrayOffset: Int,
    to descriptor: inout DescriptorBytes, _ array: inout DescriptorBytes
  ) {
    var package: String?
    if case .named(let name) = type, !name.packagePath.isEmpty { package = name.packagePath }
    var record = Record(release.types.interface)
    if let package { record.set(.packagePath, addressOf: symbol(ofImportPath: package)) }
    record.set(.methods, sliceAt: name, addend: Int64(arrayOffset), count: interface.methods.count)
    descriptor.append(record)
    for method in interface.methods {
      var entry = Record(release.types.interfaceMethod)
      let foreign = !method.isExported && method.packagePath != package
      let methodName = NameData(
        name: method.name, packagePath: foreign ? method.packagePath : nil,
        isExported: method.isExported)
      entry.set(.name, regionOffsetOf: symbol(of: methodName))
      entry.set(.type, regionOffsetOf: symbol(of: .function(method.signature)))
      array.append(entry)
    }
  }

  private mutating func append(
    _ structure: StructType, of type: GoType, _ name: String, _ arrayOffset: Int,
    to descriptor: inout DescriptorBytes, _ array: inout DescriptorBytes
  ) throws(DescriptorError) {
    let offsets: [Int64]
    do { offsets = try universe.fieldOffsets(of: structure) } catch {
      throw .layout(type: universe.string(type, qualifier: .packageName), error)
    }
    var record = Record(release.types.structure)
    // All unexported fields of a struct come from one package, which stands here for all of them.
    if let field = structure.fields.first(where: { !$0.isExported }) {
      record.set(.packagePath, addressOf: symbol(ofImportPath: field.packagePath))
    }
    record.set(.fields, sliceAt: name, addend: Int64(arrayOffset), count: structure.fields.count)
    descriptor.append(record)
    for (field, offset) in zip(structure.fields, offsets) {
      var entry = Record(release.types.structMember)
      let fieldName = NameData(
        name: field.name, tag: field.tag, isExported: field.isExported,
        isEmbedded: field.isEmbedded)
      entry.set(.name, addressOf: symbol(of: fieldName))
      entry.set(.type, addressOf: symbol(of: field.type))
      entry.set(.offset, offset)
      array.append(entry)
    }
  }
}
