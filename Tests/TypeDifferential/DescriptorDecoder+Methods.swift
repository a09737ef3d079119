import GoRelease
import GoTypes

/// A method that a descriptor lists.
struct DecodedMethod {
  var name: String
  /// Empty when exported.
  var packagePath: String
  var signature: Signature
  /// The symbol of the function that is called with the receiver itself.
  var code: Int

  func isSame(as other: DecodedMethod) -> Bool {
    name.utf8.elementsEqual(other.name.utf8)
      && packagePath.utf8.elementsEqual(other.packagePath.utf8)
  }
}

extension DescriptorDecoder {
  /// The methods that a descriptor lists, promoted ones as well.
  mutating func methods(_ symbol: TypeDump.Symbol) throws(DecodingError) -> [DecodedMethod] {
    guard let uncommon = try uncommonOffset(symbol) else { return [] }
    let types = release.types
    let count = try number(symbol, types.uncommon, .methodCount, at: uncommon)
    let start = uncommon + (try number(symbol, types.uncommon, .methodsOffset, at: uncommon))
    let package =
      try reference(symbol, types.uncommon, .packagePath, at: uncommon)
      .map(importPath) ?? ""
    var methods: [DecodedMethod] = []
    for index in 0..<count {
      let base = start + index * types.method.size
      let name = try self.name(try target(symbol, types.method, .name, at: base))
      let type = try goType(try target(symbol, types.method, .type, at: base))
      guard case .function(let signature) = type else {
        throw failure(symbol, "method \(name.text) is of no function type")
      }
      methods.append(
        DecodedMethod(
          name: name.text, packagePath: self.package(of: name, around: package),
          signature: signature, code: try target(symbol, types.method, .directCode, at: base)))
    }
    return methods
  }

  /// The methods that a type's source declares.
  ///
  /// The object files tell which those are: promoted methods, and value methods called through
  /// pointers, are functions that the compiler makes and that several packages may define. All of
  /// an instance's may be so defined; its methods are those that no embedded field brings.
  ///
  /// - Parameter pointer: the descriptor of a pointer to the type.
  mutating func declaredMethods(
    _ symbol: TypeDump.Symbol, pointer: TypeDump.Symbol?, underlying: GoType
  ) throws(DecodingError) -> [Method] {
    let values = try methods(symbol)
    var pointers = values
    if let pointer { pointers = try methods(pointer) }
    let isInstance = dump.name(of: symbol).contains("[")
    var declared: [Method] = []
    for method in pointers {
      let value = values.first { $0.isSame(as: method) }
      let isPointers: Bool
      if isInstance {
        if try isPromoted(method, by: symbol) { continue }
        isPointers = value == nil
      } else if isDeclared(method) {
        isPointers = pointer != nil
      } else if let value, isDeclared(value) {
        isPointers = false
      } else {
        continue
      }
      declared.append(
        Method(
          name: method.name, packagePath: try package(ofMethod: method, of: symbol),
          hasPointerReceiver: isPointers, signature: method.signature))
    }
    return declared
  }

  private func isDeclared(_ method: DecodedMethod) -> Bool {
    dump.functionsMayRepeat[method.code] != true
  }

  /// Exported methods have a package too, that of their type.
  private func package(
    ofMethod method: DecodedMethod, of symbol: TypeDump.Symbol
  ) throws(DecodingError) -> String {
    guard method.packagePath.isEmpty, let uncommon = try uncommonOffset(symbol),
      let package = reference(symbol, release.types.uncommon, .packagePath, at: uncommon)
    else { return method.packagePath }
    return try importPath(package)
  }

  /// Whether just one embedded field of a struct has the method.
  private mutating func isPromoted(
    _ method: DecodedMethod, by symbol: TypeDump.Symbol
  ) throws(DecodingError) -> Bool {
    guard kind(of: symbol) == release.typeRules.kinds.structure else { return false }
    let layout = release.types.structMember
    let start = try arrayOffset(symbol)
    var count = 0
    for (index, field) in try structure(symbol).fields.enumerated() where field.isEmbedded {
      let type = try target(symbol, layout, .type, at: start + index * layout.size)
      guard let embedded = dump.symbol(named: type) else { continue }
      if case .interface(let interface) = try underlying(embedded) {
        if interface.methods.contains(where: {
          $0.name == method.name && $0.signature == method.signature
        }) {
          count += 1
        }
        continue
      }
      var listed = embedded
      if kind(of: embedded) != release.typeRules.kinds.pointer,
        let name = reference(embedded, release.types.common, .pointerToThis, at: 0),
        let pointer = dump.symbol(named: name)
      {
        listed = pointer
      }
      if try methods(listed).contains(where: {
        $0.isSame(as: method) && $0.signature == method.signature
      }) {
        count += 1
      }
    }
    return count == 1
  }
}
