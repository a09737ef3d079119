import GoABI
import GoRelease
import Symbols
import TypeDescriptors

/// Hash functions of Go's runtime that a plugin refers to and its host may lack.
///
/// A host has the functions that it uses itself. Go's own plugins bring the rest of the runtime
/// along, and the dynamic linker takes the host's where there are two; so do these: they are weak and
/// exported, and hash as the host's do, so that it does not matter whose are taken.
enum RuntimeHashes {
  /// The functions among those that are called, and those that they call in turn, by name.
  static func functions(called names: [String]) -> [AlgorithmFunction] {
    var functions: [String: AlgorithmFunction] = [:]
    var pending = names
    while let name = pending.popLast() {
      guard functions[name] == nil, let function = function(named: name) else { continue }
      functions[name] = function
      pending += function.callees
    }
    return functions.values.sorted { $0.name < $1.name }
  }

  /// Closures of those functions, which a host may lack even where it has the function.
  static func closures(_ names: [String]) -> [Symbol] {
    names.compactMap { name in
      guard name.hasSuffix("·f") else { return nil }
      let code = String(name.dropLast(2))
      guard function(named: code) != nil else { return nil }
      let address = Relocation(offset: 0, kind: .address, target: code)
      return Symbol(
        name: name, bytes: [UInt8](repeating: 0, count: 8), relocations: [address], alignment: 8,
        binding: .weak)
    }
  }

  private static func function(named name: String) -> AlgorithmFunction? {
    if let known = RuntimeHash.allCases.first(where: { $0.name == name }) {
      return AlgorithmFunction(runtime: known)
    }
    guard let steps = steps[name] else { return nil }
    var function = AlgorithmFunction(hash: name, steps)
    function.isRuntimes = true
    return function
  }

  private static let steps: [String: [AlgorithmStep]] = [
    "runtime.memhash0": [],
    "runtime.memhash8": [.call(function: RuntimeHash.memory.name, offset: 0, size: 1)],
    "runtime.memhash16": [.call(function: RuntimeHash.memory.name, offset: 0, size: 2)],
    "runtime.memhash64": [.call(function: RuntimeHash.memory.name, offset: 0, size: 8)],
    "runtime.c64hash": [
      .call(function: RuntimeHash.float32.name, offset: 0, size: 4),
      .call(function: RuntimeHash.float32.name, offset: 4, size: 4),
    ],
    "runtime.c128hash": [
      .call(function: RuntimeHash.float64.name, offset: 0, size: 8),
      .call(function: RuntimeHash.float64.name, offset: 8, size: 8),
    ],
  ]
}

extension RuntimeHash.Descriptors {
  /// Where a release's descriptors have what the hash functions read.
  init(_ release: GoRelease) {
    let layouts = release.types
    let rules = release.typeRules
    let common = layouts.common.size
    let flags = layouts.common[.flags]?.offset ?? 0
    let kind = layouts.common[.kind]?.offset ?? 0
    let fields = common + (layouts.structure[.fields]?.offset ?? 0)
    self.init(
      size: layouts.common[.size]?.offset ?? 0, flags: flags, kind: kind,
      equal: layouts.common[.equal]?.offset ?? 0, regularMemory: rules.flags.regularMemory,
      kindMask: ~(rules.kindFlags.directInterface | rules.kindFlags.gcProgram),
      direct: rules.flags.directInterface != 0
        ? (flags, rules.flags.directInterface) : (kind, rules.kindFlags.directInterface),
      kinds: Kinds(
        float32: rules.kinds.float32, float64: rules.kinds.float64,
        complex64: rules.kinds.complex64, complex128: rules.kinds.complex128,
        string: rules.kinds.string, interface: rules.kinds.interface, array: rules.kinds.array,
        structure: rules.kinds.structure),
      arrayElement: common + (layouts.array[.element]?.offset ?? 0),
      arrayLength: common + (layouts.array[.length]?.offset ?? 0),
      interfaceMethodCount: common + (layouts.interface[.methods]?.offset ?? 0) + 8,
      structFields: fields, structFieldCount: fields + 8,
      fieldSize: layouts.structMember.size,
      fieldName: layouts.structMember[.name]?.offset ?? 0,
      fieldType: layouts.structMember[.type]?.offset ?? 0,
      fieldOffset: layouts.structMember[.offset]?.offset ?? 0,
      itabType: layouts.itab[.type]?.offset ?? 0)
  }
}
