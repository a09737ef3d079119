import GoRelease
import GoTypes
import Symbols
import Testing
import TypeDescriptors

/// The set as a whole: its order, and what is in it.
@Suite struct DescriptorSetTests {
  private static func types(in universe: Universe) throws -> [GoType] {
    try Corpus.expressions.map { try universe.parseType($0, in: Corpus.geometry) }
      + universe.typeDeclarations(in: Corpus.geometry.path).map { .named($0.name) }
  }

  @Test func theOrderOfRequestsLeavesNoTrace() throws {
    let universe = try Corpus.universe()
    let types = try Self.types(in: universe)
    let expected = try CompilerOracle.descriptors(of: types, in: universe)
    // Backwards, and from the middle.
    let middle = types.count / 2
    for other in [types.reversed(), Array(types[middle...] + types[..<middle]), types + types] {
      let found = try CompilerOracle.descriptors(of: other, in: universe)
      #expect(found.descriptors.map(\.symbol) == expected.descriptors.map(\.symbol))
      #expect(found.descriptors.map(\.type) == expected.descriptors.map(\.type))
      #expect(found.names == expected.names)
      #expect(found.masks == expected.masks)
      #expect(found.closures == expected.closures)
      #expect(found.equalities == expected.equalities)
    }
  }

  @Test func everyReferenceWithinTheTypesRegionIsMet() throws {
    let universe = try Corpus.universe()
    let set = try CompilerOracle.descriptors(of: Self.types(in: universe), in: universe)
    let defined = Set((set.descriptors.map(\.symbol) + set.names).map(\.name))
    for symbol in set.descriptors.map(\.symbol) + set.names {
      for relocation in symbol.relocations where relocation.kind == .regionOffset {
        let isCode = !relocation.target.hasPrefix("type:")
        #expect(isCode || defined.contains(relocation.target), "\(relocation.target)")
      }
    }
  }

  @Test func symbolsAreDefinedOnce() throws {
    let universe = try Corpus.universe()
    let set = try CompilerOracle.descriptors(of: Self.types(in: universe), in: universe)
    let names =
      (set.descriptors.map(\.symbol) + set.names + set.masks + set.maskWords + set.closures)
      .map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func relocationsAreInOrderAndApart() throws {
    let universe = try Corpus.universe()
    let set = try CompilerOracle.descriptors(of: Self.types(in: universe), in: universe)
    for symbol in set.descriptors.map(\.symbol) + set.names + set.closures {
      var end = 0
      for relocation in symbol.relocations {
        #expect(relocation.offset >= end, "\(symbol.name)")
        end = relocation.offset + (relocation.kind == .address ? 8 : 4)
      }
      #expect(end <= symbol.bytes.count, "\(symbol.name)")
    }
  }

  /// Go's linker tells them apart by a tag's usual form alone; here nothing may be mistaken.
  @Test func anOddTagIsNotTakenForAnEmbeddedField() throws {
    var universe = Universe()
    try universe.declare(["type E int"], in: Corpus.geometry)
    let type = try universe.parseType(
      "struct { E; X struct { E int \".embedded\" } }", in: Corpus.geometry)
    let names = try CompilerOracle.descriptors(of: [type], in: universe).names
    let flags = names.filter { $0.bytes.dropFirst(1).starts(with: [1, UInt8(ascii: "E")]) }
      .map { $0.bytes[0] }
    // Exported and embedded; exported with a tag.
    #expect(flags.sorted() == [1 | 2, 1 | 8])
  }
}

/// Types of packages that the set does not define.
@Suite struct ImportedTypeTests {
  private func set(of expressions: [String]) throws -> DescriptorSet {
    let universe = try Corpus.universe()
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_27, definedPackages: [Corpus.geometry.path])
    for text in expressions {
      builder.require(try universe.parseType(text, in: Corpus.geometry))
    }
    return try builder.build()
  }

  @Test func importedTypesAndPointersToThemAreReferredTo() throws {
    let set = try set(of: ["struct { a shape.Base; b *shape.Base; c []*shape.Ints }", "error"])
    let names = Set(set.descriptors.map(\.symbol.name))
    #expect(names.contains("type:[]*example.com/shape%2ev2.Ints"))
    #expect(!names.contains("type:example.com/shape%2ev2.Base"))
    #expect(!names.contains("type:*example.com/shape%2ev2.Base"))
    #expect(!names.contains("type:*example.com/shape%2ev2.Ints"))
    #expect(!names.contains("type:error"))
    let targets = Set(set.descriptors.flatMap(\.symbol.relocations).map(\.target))
    #expect(targets.contains("type:*example.com/shape%2ev2.Base"))
  }

  /// An exported variable needs the pointer to its type within the module itself.
  @Test func aPointerToAnImportedTypeThatIsAskedForIsACopyWithoutCode() throws {
    let set = try set(of: ["*shape.Ints"])
    let found = try #require(set.descriptors.first { $0.string == "*shape.Ints" })
    let layouts = GoRelease.go1_27.types
    let start = found.symbol.bytes.count - 2 * layouts.method.size
    for index in 0..<2 {
      let method = start + index * layouts.method.size
      for field in [layouts.method[.interfaceCode], layouts.method[.directCode]] {
        let offset = method + (try #require(field)).offset
        #expect(Array(found.symbol.bytes[offset..<offset + 4]) == [0xFF, 0xFF, 0xFF, 0xFF])
      }
    }
    #expect(
      found.symbol.relocations.allSatisfy { $0.target.hasPrefix("type:") || $0.kind == .address })
  }
}

/// Instances of generic types, which no package's object has unless it mentions them.
@Suite struct InstanceTests {
  @Test(arguments: CompilerTarget.releases)
  func anInstanceOfAnImportedTypeIsDescribedHereWithoutCode(release: String) throws {
    let release = try GoRelease(named: release)
    var universe = release.universe
    try universe.declare(
      ["type Box[T any] struct { v T }; func (*Box[T]) Get() T; func (Box[T]) Len() int"],
      in: Corpus.shape)
    let type = try universe.resolveType("[]*shape.Box[int]", in: Corpus.geometry)
    var builder = DescriptorBuilder(
      universe: universe, release: release, definedPackages: [Corpus.geometry.path])
    builder.require(type)
    let set = try builder.build()
    for (name, methods) in [("*", 2), ("", 1)] {
      let symbol = "type:\(name)example.com/shape%2ev2.Box[int]"
      let found = try #require(set.descriptors.first { $0.symbol.name == symbol }, "\(symbol)")
      #expect(found.isDuplicable)
      #expect(found.symbol.binding == .weak)
      for method in 0..<methods {
        // Two 4-byte offsets at the end of each record.
        let codes = found.symbol.bytes.dropLast(16 * method).suffix(8)
        #expect(codes.allSatisfy { $0 == 0xFF })
      }
      #expect(!found.symbol.relocations.contains { $0.target.contains("Box[int]).") })
    }
    #expect(set.wrappers.isEmpty)
  }
}

/// Names of types and functions in symbols.
@Suite struct SymbolNameTests {
  @Test func functionsBearTheirPackagesEscapedPath() {
    let name = FunctionSymbol.name(package: "gopkg.in/yaml.v3", function: "Unmarshal")
    #expect(name == "gopkg.in/yaml%2ev3.Unmarshal")
    let type = TypeName(packagePath: "gopkg.in/yaml.v3", name: "Node")
    #expect(
      FunctionSymbol.name(receiver: type, pointer: true, method: "Decode")
        == "gopkg.in/yaml%2ev3.(*Node).Decode")
    #expect(
      FunctionSymbol.name(receiver: type, pointer: false, method: "IsZero")
        == "gopkg.in/yaml%2ev3.Node.IsZero")
  }

  @Test(arguments: [
    "type:func(int)", "type:[]string", "type:runtime.aVeryLongTypeNameOfTheRuntime", "go:string.@",
    "runtime.memequal64·f",
  ])
  func shortNamesAndOthersAreKept(name: String) {
    #expect(TypeSymbol.dynamicName(name, rules: GoRelease.go1_27.typeRules) == name)
  }

  /// ELF linkers take what follows an @ for a version.
  @Test func aShortNameWithAVersionMarkIsShortenedAllTheSame() {
    let name = TypeSymbol.dynamicName("type:a@b.T", rules: GoRelease.go1_27.typeRules)
    #expect(name.hasPrefix("type:"))
    #expect(!name.contains("@"))
    #expect(name.utf8.count == "type:".utf8.count + 8)
  }
}
