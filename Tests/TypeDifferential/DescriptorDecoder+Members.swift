import GoRelease
import GoTypes

/// A name as descriptors have it (internal/abi.Name).
struct DecodedName {
  var text: String
  var tag: String
  var isEmbedded: Bool
  /// The package that the name itself tells.
  var packagePath: String?
}

extension DescriptorDecoder {
  /// The record of a name or an import path.
  func name(_ index: Int) throws(DecodingError) -> DecodedName {
    guard let symbol = dump.symbol(named: index) else {
      throw DecodingError(symbol: dump.strings[index], what: "no package defines it")
    }
    guard let flags = symbol.bytes.first else { throw failure(symbol, "it is empty") }
    let rules = release.typeRules
    var offset = 1
    func nextText() throws(DecodingError) -> String {
      var (length, shift) = (0, 0)
      while true {
        guard offset < symbol.bytes.count, shift < 28 else { throw failure(symbol, "no length") }
        let byte = symbol.bytes[offset]
        offset += 1
        length |= Int(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      guard length <= symbol.bytes.count - offset else { throw failure(symbol, "it is too short") }
      defer { offset += length }
      return String(decoding: symbol.bytes[offset..<offset + length], as: UTF8.self)
    }
    var name = DecodedName(
      text: try nextText(), tag: "", isEmbedded: flags & rules.nameIsEmbedded != 0)
    if flags & rules.nameHasTag != 0 { name.tag = try nextText() }
    if flags & rules.nameHasPackage != 0 {
      guard let path = symbol.relocation(at: offset) else { throw failure(symbol, "no package") }
      name.packagePath = try importPath(path.target)
    }
    return name
  }

  func importPath(_ index: Int) throws(DecodingError) -> String { try name(index).text }

  mutating func signature(_ symbol: TypeDump.Symbol) throws(DecodingError) -> Signature {
    let inCount = try number(
      symbol, release.types.function, .inCount, at: release.types.common.size)
    let out = try number(symbol, release.types.function, .outCount, at: release.types.common.size)
    let variadic = Int(release.typeRules.variadicBit)
    let start = try arrayOffset(symbol)
    var types: [GoType] = []
    for index in 0..<inCount + (out & ~variadic) {
      guard let type = symbol.relocation(at: start + 8 * index) else {
        throw failure(symbol, "parameter or result \(index) has no type")
      }
      types.append(try goType(type.target))
    }
    return Signature(
      parameters: Array(types[..<inCount]), results: Array(types[inCount...]),
      isVariadic: out & variadic != 0)
  }

  mutating func interface(_ symbol: TypeDump.Symbol) throws(DecodingError) -> InterfaceType {
    let layout = release.types.interfaceMethod
    let types = release.types
    let package =
      try reference(symbol, types.interface, .packagePath, at: types.common.size)
      .map(importPath) ?? ""
    let start = try arrayOffset(symbol)
    var methods: [InterfaceType.Method] = []
    for index in 0..<(try sliceCount(symbol, types.interface[.methods]?.offset)) {
      let base = start + index * layout.size
      let name = try self.name(try target(symbol, layout, .name, at: base))
      guard case .function(let signature) = try goType(try target(symbol, layout, .type, at: base))
      else { throw failure(symbol, "method \(name.text) is of no function type") }
      methods.append(
        InterfaceType.Method(
          name: name.text, packagePath: self.package(of: name, around: package),
          signature: signature))
    }
    return InterfaceType(methods: methods)
  }

  mutating func structure(_ symbol: TypeDump.Symbol) throws(DecodingError) -> StructType {
    let layout = release.types.structMember
    let types = release.types
    let package =
      try reference(symbol, types.structure, .packagePath, at: types.common.size)
      .map(importPath) ?? ""
    let start = try arrayOffset(symbol)
    // What the compiler made up may hold other such types.
    let isMadeUp = dump.name(of: symbol).hasPrefix(Self.prefix + "noalg.")
    var fields: [StructType.Field] = []
    for index in 0..<(try sliceCount(symbol, types.structure[.fields]?.offset)) {
      let base = start + index * layout.size
      let name = try self.name(try target(symbol, layout, .name, at: base))
      let field = try target(symbol, layout, .type, at: base)
      var type: GoType?
      if isMadeUp { type = try self.type(field).goType }
      let known: GoType
      if let type { known = type } else { known = try goType(field) }
      fields.append(
        StructType.Field(
          name: name.text, packagePath: self.package(of: name, around: package),
          type: known, isEmbedded: name.isEmbedded, tag: name.tag))
    }
    return StructType(fields: fields)
  }

  func package(of name: DecodedName, around package: String) -> String {
    isExportedName(name.text) ? "" : name.packagePath ?? package
  }

  /// How many elements a slice among the kind's own fields has.
  private func sliceCount(
    _ symbol: TypeDump.Symbol, _ offset: Int?
  ) throws(DecodingError) -> Int {
    guard let offset else { throw failure(symbol, "it has no slice") }
    let count = try number(symbol, at: release.types.common.size + offset + 8, width: 8)
    guard count <= symbol.bytes.count else { throw failure(symbol, "a slice is too long") }
    return count
  }
}
