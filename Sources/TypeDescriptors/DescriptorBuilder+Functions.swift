import GoRelease
import GoTypes
import Symbols

/// What a type's closures that compare and hash are (cmd/compile/internal/reflectdata/alg.go,
/// `geneq` and `genhash`).
extension DescriptorBuilder {
  /// The closure that compares two values, which is then also written unless it is the runtime's;
  /// nil for types that cannot be compared.
  mutating func equalClosure(
    of type: DescribedType, _ layout: TypeLayout, link: String, _ names: TypeRules.FunctionNames
  ) throws(DescriptorError) -> String? {
    guard layout.isComparable else { return nil }
    switch names {
    case .types:
      if let name = RuntimeFunctions.equal(layout) { return runtimeClosure(name) }
      if layout.isRegularMemory {
        return memoryClosure("eqfunc\(layout.size)", "memequal_varlen", size: layout.size)
      }
      return closure("." + link, .equal(try signature(of: type)))
    case .signatures:
      let signature = try signature(of: type)
      if let name = signature.runtimeFunction(.equal) { return runtimeClosure(name) }
      if signature.pieces.count == 1, case .memory(let size) = signature.pieces[0] {
        return memoryClosure("eqfunc." + signature.text, "memequal_varlen", size: size)
      }
      return closure("." + signature.text, .equal(signature))
    }
  }

  /// The closure that hashes a map's key, likewise.
  mutating func hashClosure(of key: GoType) throws(DescriptorError) -> String {
    let type = DescribedType.type(key)
    let layout = try layout(of: type)
    guard layout.isComparable, case .functions(let names) = release.typeRules.comparison else {
      throw .incomparableKey(type: text(of: key, .packageName))
    }
    switch names {
    case .types:
      if let name = RuntimeFunctions.hash(layout) { return runtimeClosure(name) }
      if layout.isRegularMemory {
        return memoryClosure("hashfunc\(layout.size)", "memhash_varlen", size: layout.size)
      }
      return closure("." + text(of: key, .packagePath), .hash(try algorithm(of: type, layout)))
    case .signatures:
      let signature = try signature(of: type)
      if let name = signature.runtimeFunction(.hash) { return runtimeClosure(name) }
      if signature.pieces.count == 1, case .memory(let size) = signature.pieces[0] {
        return memoryClosure("hashfunc." + signature.text, "memhash_varlen", size: size)
      }
      return closure("." + signature.text, .hash(TypeAlgorithm(signature)))
    }
  }

  private enum Function {
    case equal(EqualitySignature)
    case hash(TypeAlgorithm)
  }

  private mutating func runtimeClosure(_ function: String) -> String {
    let name = "runtime.\(function)·f"
    runtimeClosures.insert(name)
    return name
  }

  /// A closure by which a function of the runtime compares or hashes plain memory of a size.
  private mutating func memoryClosure(
    _ ending: String, _ function: String, size: Int64
  ) -> String {
    let name = "\(release.typeRules.symbolPrefix).\(ending)"
    guard closureParts[name] == nil else { return name }
    var closure = Symbol(
      name: name, bytes: [UInt8](repeating: 0, count: 8),
      relocations: [Relocation(offset: 0, kind: .address, target: "runtime." + function)],
      alignment: 8)
    closure.bytes.append(littleEndian: size)
    closureParts[name] = closure
    return name
  }

  /// A closure and its function, under names with this ending.
  private mutating func closure(_ ending: String, _ function: Function) -> String {
    let prefix = release.typeRules.symbolPrefix
    let kind =
      switch function {
      case .equal: "eq"
      case .hash: "hash"
      }
    let (name, code) = ("\(prefix).\(kind)func\(ending)", "\(prefix).\(kind)\(ending)")
    guard closureParts[name] == nil else { return name }
    closureParts[name] = Symbol(
      name: name, bytes: [UInt8](repeating: 0, count: 8),
      relocations: [Relocation(offset: 0, kind: .address, target: code)], alignment: 8)
    switch function {
    case .equal(let signature):
      equalityParts[code] = DescriptorSet.Equality(functionName: code, signature: signature)
    case .hash(let algorithm):
      hashParts[code] = DescriptorSet.Hash(
        functionName: code, algorithm: algorithm,
        hashesWordsByFunctions: release.typeRules.comparison.namesSignatures)
    }
    return name
  }

  private func signature(of type: DescribedType) throws(DescriptorError) -> EqualitySignature {
    guard let goType = type.goType else { throw unknownType(type) }
    let signature = try laidOut(type) { () throws(LayoutError) in
      try EqualitySignatureBuilder.signature(of: goType, in: universe)
    }
    guard let signature else { throw tooManySteps(type) }
    return signature
  }

  func tooManySteps(_ type: DescribedType) -> DescriptorError {
    .unsupported(
      type: text(of: type, .packageName),
      what: "hashing and comparing it takes more than \(TypeAlgorithm.stepLimit) steps; "
        + "put some of its fields behind a pointer")
  }
}

extension TypeRules.ComparisonRule {
  fileprivate var namesSignatures: Bool {
    if case .functions(.signatures) = self { true } else { false }
  }
}
