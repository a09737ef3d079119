import GoRelease
import GoTypes
import Symbols

extension DescriptorBuilder {
  /// The table of functions of a type whose values the runtime has none for, which is then also
  /// written (cmd/gc/reflect.c, `dalgsym`).
  mutating func symbol(
    ofAlgorithmsOf type: DescribedType, _ layout: TypeLayout, _ algorithms: Algorithms
  ) throws(DescriptorError) -> String {
    let prefix = release.typeRules.symbolPrefix
    let text = text(of: type, .packagePath)
    let name = prefix + ".alg." + text
    guard algorithmParts[name] == nil else { return name }
    let functions = DescriptorSet.Algorithm(
      type: type, hashFunction: prefix + ".hash." + text, equalFunction: prefix + ".eq." + text,
      size: layout.size, algorithm: try algorithm(of: type, layout))
    var entries = [functions.hashFunction, functions.equalFunction]
    if algorithms.sizedMemory != nil {
      entries = ["hash", "eq"].map { "\(prefix).\($0)func.\(text)" }
      for (closure, function) in zip(entries, [functions.hashFunction, functions.equalFunction]) {
        closureTables[closure] = addresses([function], named: closure)
      }
    } else {
      entries += [algorithms.print, algorithms.copyBySize[layout.size] ?? algorithms.copy]
    }
    algorithmParts[name] = (addresses(entries, named: name), functions)
    return name
  }

  /// The table for plain memory of a size that the runtime's own table has no entry for, which is
  /// then also written: types of one size share it.
  mutating func symbol(ofAlgorithmsOfMemory size: Int64, _ algorithms: Algorithms) -> String {
    let prefix = release.typeRules.symbolPrefix
    let name = "\(prefix).alg\(size)"
    guard closureTables[name] == nil, let memory = algorithms.sizedMemory else { return name }
    let closures = ["hash", "eq"].map { "\(prefix).\($0)func\(size)" }
    for (closure, function) in zip(closures, [memory.hash, memory.equal]) {
      var symbol = addresses([function], named: closure)
      symbol.bytes.append(littleEndian: size)
      closureTables[closure] = symbol
    }
    closureTables[name] = addresses(closures, named: name)
    return name
  }

  private func addresses(_ targets: [String], named name: String) -> Symbol {
    Symbol(
      name: name, bytes: [UInt8](repeating: 0, count: 8 * targets.count),
      relocations: targets.enumerated().map { index, target in
        Relocation(offset: 8 * index, kind: .address, target: target)
      }, alignment: 8, binding: .weak)
  }

  /// What the functions do, step by step.
  func algorithm(
    of type: DescribedType, _ layout: TypeLayout
  ) throws(DescriptorError) -> TypeAlgorithm {
    let algorithm: TypeAlgorithm?
    if let structure = try madeUpStruct(type) {
      // Pointers to made-up types are hashed and compared as all pointers are.
      let members = structure.fields.map {
        TypeAlgorithm.Member(offset: $0.offset, type: $0.type.goType ?? .basic(.unsafePointer))
      }
      algorithm = try laidOut(type) { () throws(LayoutError) in
        try TypeAlgorithm(members: members, size: structure.size, in: universe)
      }
    } else if let goType = type.goType {
      algorithm = try laidOut(type) { () throws(LayoutError) in
        try TypeAlgorithm(of: goType, in: universe)
      }
    } else {
      throw unknownType(type)
    }
    guard let algorithm else { throw tooManySteps(type) }
    return algorithm
  }
}
