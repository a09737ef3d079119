import GoRelease

/// What a descriptor up to Go 1.13 says of hashing and comparing values.
public enum TypeAlgorithm: Sendable, Equatable {
  /// An entry of the runtime's table; the name is that of the compiler's constant.
  case entry(table: String, index: Int, name: String?)
  /// One of the type's own: its functions, or nil where another file defines it.
  case own(TypeReference, functions: [TypeReference?]?)

  /// The entries of `runtime.algarray` by their size: of Go 1.2 {hash, equal, print, copy}
  /// (`runtime/runtime.h`), of Go 1.8 {hash, equal} (`runtime/alg.go`).
  fileprivate static let names: [Int: [String]] = [
    32: [
      "AMEM", "AMEM0", "AMEM8", "AMEM16", "AMEM32", "AMEM64", "AMEM128", "ANOEQ", "ANOEQ0",
      "ANOEQ8", "ANOEQ16", "ANOEQ32", "ANOEQ64", "ANOEQ128", "ASTRING", "AINTER", "ANILINTER",
      "ASLICE", "AFLOAT32", "AFLOAT64", "ACPLX64", "ACPLX128",
    ],
    16: [
      "NOEQ", "MEM0", "MEM8", "MEM16", "MEM32", "MEM64", "MEM128", "STRING", "INTER", "NILINTER",
      "FLOAT32", "FLOAT64", "CPLX64", "CPLX128",
    ],
  ]
}

extension TypeReader {
  /// The algorithm of a type; nil where the release or the descriptor has none.
  public func algorithm(of type: TypeDescriptor) throws(TypeReadError) -> TypeAlgorithm? {
    guard case .algorithms(let algorithms) = rules.comparison,
      let reference = type.header.comparison
    else { return nil }
    if reference.symbol == algorithms.symbol {
      guard let addend = Int(exactly: reference.addend), addend >= 0,
        addend % algorithms.entrySize == 0
      else {
        throw .malformed(
          .init(symbol: type.symbol ?? "", offset: layouts.common[.algorithm]?.offset ?? 0),
          what: "\(reference) is no entry of the table")
      }
      let index = addend / algorithms.entrySize
      let names = TypeAlgorithm.names[algorithms.entrySize] ?? []
      return .entry(
        table: algorithms.symbol, index: index, name: index < names.count ? names[index] : nil)
    }
    guard let address = reference.address, image.contains(address) else {
      return .own(reference, functions: nil)
    }
    let view = TypeView(image, at: address)
    var functions: [TypeReference?] = []
    for offset in stride(from: 0, to: algorithms.entrySize, by: 8) {
      functions.append(try view.pointer(offset, "a function of an algorithm"))
    }
    return .own(reference, functions: functions)
  }
}
