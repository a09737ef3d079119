import GoTypes

extension DescriptorBuilder {
  /// Asks for what package runtime describes for all programs: the predeclared types, pointers to
  /// them, `error`, and the type of the function that calls its method (cmd/gc/reflect.c,
  /// `dumptypestructs`).
  public mutating func requireRuntimeTypes() {
    for kind in BasicKind.allCases {
      require(.basic(kind))
      require(.pointer(.basic(kind)))
    }
    let error = GoType.named(.error)
    require(error)
    require(.pointer(error))
    require(.function(Signature(parameters: [error], results: [.basic(.string)])))
    for path in ["runtime", "main"] { _ = symbol(ofImportPath: path) }
  }
}
