import GoTypes
import Testing

@Suite struct TypeDeclarationTests {
  let left = Package(path: "example.com/left", name: "left")
  let right = Package(path: "example.com/right", name: "right")

  private func name(_ name: String, in package: Package) -> TypeName {
    TypeName(packagePath: package.path, name: name)
  }

  private func field(_ name: String, _ type: GoType, in package: Package) -> StructType.Field {
    StructType.Field(name: name, packagePath: isExportedName(name) ? "" : package.path, type: type)
  }

  private func declaration(
    _ text: String, _ underlying: GoType, methods: [Method] = []
  ) -> TypeDeclaration {
    TypeDeclaration(name: name(text, in: left), underlying: underlying, methods: methods)
  }

  private func method(_ name: String, pointer: Bool = false) -> Method {
    Method(
      name: name, packagePath: left.path, hasPointerReceiver: pointer, signature: Signature())
  }

  /// Declares types of package left and gives the error's one line.
  private func refusal(
    _ types: [TypeDeclaration], packages: [Package]? = nil
  ) -> String? {
    var universe = Universe()
    let error = #expect(throws: TypeDeclarationError.self) {
      try universe.declare(types, packages: packages ?? [left])
    }
    return error?.description
  }

  @Test func typesReferToEachOtherAcrossPackagesInAnyOrder() throws {
    var universe = Universe()
    let node = name("node·1", in: left)
    let pair = name("Pair[string,example.com/left.node·1]", in: right)
    try universe.declare(
      [
        TypeDeclaration(
          name: pair,
          underlying: .structure(
            StructType(fields: [
              field("key", .basic(.string), in: right), field("Value", .named(node), in: right),
            ])),
          methods: [
            Method(
              name: "swap", packagePath: right.path, hasPointerReceiver: true,
              signature: Signature(results: [.pointer(.named(pair))])),
            Method(
              name: "Swap", packagePath: right.path, hasPointerReceiver: false,
              signature: Signature()),
          ]),
        TypeDeclaration(
          name: node,
          underlying: .structure(
            StructType(fields: [
              field("next", .pointer(.named(pair)), in: left),
              field("size", .basic(.int32), in: left),
            ]))),
      ], packages: [right, left])
    #expect(try universe.layout(of: .named(pair)).size == 32)
    #expect(universe.methodSet(of: .pointer(.named(pair))).map(\.method.name) == ["Swap", "swap"])
    #expect(universe.packageName(path: left.path) == "left")
    #expect(
      universe.string(.named(pair), qualifier: .packagePath)
        == "example.com/right.Pair[string,example.com/left.node·1]")
  }

  /// The textual way is the yardstick: the same declarations, given as values, make the same
  /// universe.
  @Test func valuesDeclareWhatTextDeclares() throws {
    let corpus = try Corpus.universe()
    var universe = Universe()
    let packages = [Corpus.geometry, Corpus.shape]
    let types = packages.flatMap { corpus.typeDeclarations(in: $0.path) }
    try universe.declare(types.reversed(), packages: packages)
    for type in types {
      #expect(universe.declaration(of: type.name) == type)
      #expect(
        try universe.layout(of: .named(type.name)) == corpus.layout(of: .named(type.name)))
      let pointer = GoType.pointer(.named(type.name))
      #expect(universe.methodSet(of: pointer) == corpus.methodSet(of: pointer))
    }
  }

  @Test func aFailedCallLeavesTheUniverseUnchanged() throws {
    var universe = Universe()
    try universe.declare([declaration("A", .basic(.int))], packages: [left])
    #expect(throws: TypeDeclarationError.self) {
      try universe.declare(
        [
          declaration("B", .named(name("A", in: left))), declaration("C", .basic(.int)),
        ], packages: [right])
    }
    #expect(throws: TypeDeclarationError.self) {
      try universe.declare(
        [
          declaration("C", .basic(.int)),
          declaration("M", .map(key: .slice(.basic(.int)), value: .basic(.int))),
        ], packages: [right])
    }
    #expect(universe.typeDeclarations(in: left.path).map(\.name.name) == ["A"])
    #expect(universe.declaration(of: name("C", in: left)) == nil)
    #expect(universe.packageName(path: right.path) == nil)
  }

  @Test func chainsOfTypesAreLaidOutHoweverLong() throws {
    var universe = Universe()
    let count = 50_000
    let types = (0..<count).map { index in
      declaration(
        "T\(index)",
        index + 1 < count
          ? .structure(
            StructType(fields: [field("F", .named(name("T\(index + 1)", in: left)), in: left)]))
          : .basic(.int8))
    }
    try universe.declare(types, packages: [left])
    #expect(try universe.layout(of: .named(name("T0", in: left))).size == 1)
  }

  @Test func errorsNameTheTypeAtFault() {
    let array = GoType.array(length: 1 << 50, element: .basic(.int))
    let struct1 = GoType.structure(StructType(fields: [field("F", .basic(.int), in: left)]))
    let cases: [([TypeDeclaration], String)] = [
      (
        [declaration("T", .pointer(.named(name("U", in: left))))],
        "type U of package example.com/left is not declared; declare it in the same call or before"
      ),
      (
        [declaration("T", .named(.error))],
        "error is no underlying type; give what that type is "
          + "apart from its name"
      ),
      ([declaration("T", array)], "type T is larger than 2^50 bytes, Go's limit"),
      (
        [declaration("T", .pointer(array))],
        "type [1125899906842624]int is larger than 2^50 bytes, Go's limit"
      ),
      (
        [declaration("T", .array(length: -5, element: .basic(.int)))],
        "array length -5 is negative"
      ),
      (
        [declaration("T", .array(length: .min, element: .basic(.int)))],
        "array length -9223372036854775808 is negative"
      ),
      (
        [declaration("T", .array(length: 1, element: .named(name("T", in: left))))],
        "invalid recursive type T refers to T"
      ),
      (
        [declaration("T", .basic(.int)), declaration("T", .basic(.int))],
        "T is already declared in package example.com/left"
      ),
      (
        [
          declaration(
            "T",
            .structure(
              StructType(fields: [
                field("F", .basic(.int), in: left), field("F", .basic(.int), in: left),
              ])))
        ], "duplicate field F"
      ),
      (
        [
          declaration(
            "T",
            .interface(
              InterfaceType(methods: [
                .init(name: "M", signature: Signature()),
                .init(name: "M", signature: Signature(results: [.basic(.int)])),
              ])))
        ], "duplicate method M"
      ),
      (
        [declaration("T", .basic(.int), methods: [method("M"), method("M", pointer: true)])],
        "duplicate method M"
      ),
      (
        [declaration("T", struct1, methods: [method("F")])],
        "type T has both a field and a method called F"
      ),
      (
        [declaration("T", .pointer(.basic(.int)), methods: [method("M")])],
        "invalid receiver type T: a pointer type has no methods of its own"
      ),
      (
        [declaration("T", .interface(InterfaceType()), methods: [method("M")])],
        "invalid receiver type T: an interface has only the methods it lists"
      ),
      (
        [declaration("T", .map(key: .function(Signature()), value: .basic(.int)))],
        "invalid map key type func(): its values cannot be compared"
      ),
      (
        [
          declaration(
            "T", .channel(.both, element: .array(length: 65536, element: .basic(.bool))))
        ], "channel element type [65536]bool is 64 KiB or larger"
      ),
      (
        [
          declaration(
            "T",
            .structure(
              StructType(fields: [
                StructType.Field(
                  name: "P", type: .pointer(.pointer(.basic(.int))), isEmbedded: true)
              ])))
        ], "an embedded field cannot be a pointer, **int"
      ),
      (
        [declaration("T", .function(Signature(parameters: [.basic(.int)], isVariadic: true)))],
        "the last parameter of a variadic function must be a slice"
      ),
      (
        [
          declaration(
            "T",
            .structure(StructType(fields: [StructType.Field(name: "f", type: .basic(.int))])))
        ], "unexported name f needs the path of the package that writes it"
      ),
      (
        [
          declaration(
            "T",
            .structure(
              StructType(fields: [
                StructType.Field(name: "F", packagePath: "p", type: .basic(.int))
              ])))
        ], "exported name F belongs to every package, not to p"
      ),
      (
        [
          declaration(
            "T",
            .interface(
              InterfaceType(methods: [.init(name: "", signature: Signature())])))
        ], "a name is empty"
      ),
    ]
    for (types, message) in cases {
      #expect(refusal(types) == "type example.com/left.T: \(message)")
    }
  }

  @Test func cyclesAcrossPackagesAreRefused() {
    let inLeft = declaration("T", .array(length: 1, element: .named(name("U", in: right))))
    let inRight = TypeDeclaration(
      name: name("U", in: right),
      underlying: .structure(
        StructType(fields: [field("F", .named(name("T", in: left)), in: right)])))
    #expect(
      refusal([inLeft, inRight], packages: [left, right])
        == "type example.com/left.T: invalid recursive type T refers to U refers to T")
  }

  @Test func typesNestedTooDeeplyAreRefused() {
    var type = GoType.basic(.int)
    for _ in 0..<1000 { type = .pointer(type) }
    #expect(
      refusal([declaration("T", type)])
        == "type example.com/left.T: types nest more than 200 deep")
  }

  @Test func packagesMustBeKnownAndKeepTheirNames() throws {
    #expect(
      refusal([declaration("T", .basic(.int))], packages: [])
        == "type example.com/left.T: unknown package example.com/left; "
        + "list it in the imports or declare it first")
    #expect(
      refusal([], packages: [left, Package(path: left.path, name: "other")])
        == "package example.com/left is already declared under the name left, not other")
    #expect(
      refusal([], packages: [Package(path: "p", name: "p-q")])
        == "package p-q at p needs an import path and a name that is an identifier")
    let predeclared = TypeDeclaration(
      name: TypeName(packagePath: "", name: "T"), underlying: .basic(.int))
    #expect(
      refusal([predeclared])
        == "type T: unknown package ; list it in the imports or declare it first")
  }

  @Test func blankMethodsAreLeftOut() throws {
    var universe = Universe()
    try universe.declare(
      [declaration("T", .basic(.int), methods: [method("_"), method("_"), method("M")])],
      packages: [left])
    #expect(
      universe.declaration(of: name("T", in: left))?.methods.map(\.name) == ["M"])
  }
}
