import GoRelease
import GoTypes

extension DescriptorBuilder {
  /// The release's notation for the package that is compiled; where several are written at once,
  /// for none of them.
  public var notation: TypeNotation {
    var notation = release.typeRules.notation
    if definedPackages.count == 1 { notation.localPackage = definedPackages.first }
    return notation
  }

  /// A type as the release writes it.
  func text(of type: GoType, _ qualifier: TypeQualifier) -> String {
    universe.string(type, qualifier: qualifier, notation: notation)
  }

  func text(of type: DescribedType, _ qualifier: TypeQualifier) -> String {
    switch type {
    case .type(let type), .withoutAlgorithms(let type): text(of: type, qualifier)
    case .mapArray(let element): text(of: .array(length: 8, element: element), qualifier)
    case .pointer(let element): "*" + text(of: element, qualifier)
    case .slice(let element): "[]" + text(of: element, qualifier)
    case .array(let length, let element): "[\(length)]" + text(of: element, qualifier)
    case .mapBucket(let key, let value) where writesMapsByName:
      mapText(mapStructs?.storage, key, value, qualifier)
    case .mapHeader(let key, let value) where writesMapsByName:
      mapText(mapStructs?.header, key, value, qualifier)
    case .mapBucket(let key, let value):
      writtenOutBucket(key: key, value: value, qualifier, cutsPointer: false)
    case .overflowPointer(let key, let value):
      "*" + writtenOutBucket(key: key, value: value, qualifier, cutsPointer: true)
    case .mapHeader(let key, let value):
      writtenOutHeader(bucket: text(of: .mapBucket(key: key, value: value), qualifier))
    case .mapIterator(let key, let value):
      mapText(mapStructs?.iterator, key, value, qualifier)
    }
  }

  private var mapStructs: TypeRules.MapStructs? { release.typeRules.maps.structs }

  private var writesMapsByName: Bool { mapStructs != nil }

  private func mapText(
    _ structure: TypeRules.MapStruct?, _ key: GoType, _ value: GoType, _ qualifier: TypeQualifier
  ) -> String {
    "map.\(structure?.name ?? "")[\(text(of: key, qualifier))]\(text(of: value, qualifier))"
  }

  private func writtenOutHeader(bucket: String) -> String {
    "struct { buckets *\(bucket); oldbuckets *\(bucket) }"
  }

  /// The name of the symbol of a type's descriptor.
  func symbolName(of type: DescribedType) -> String {
    symbolName(of: type, link: text(of: type, .packagePath))
  }

  func symbolName(of type: DescribedType, link: String) -> String {
    TypeSymbol.name(
      linkString: isWithoutAlgorithm(type) ? "noalg." + link : link, rules: release.typeRules)
  }

  /// Whether the type is made up and never compared: a program's own type of that text, which may
  /// be, has another symbol (cmd/compile/internal/gc/reflect.go, `typesym`, Go 1.8).
  func isWithoutAlgorithm(_ type: DescribedType) -> Bool {
    guard writesMapsByName else { return false }
    switch type {
    case .withoutAlgorithms, .mapArray, .mapBucket, .mapHeader, .mapIterator: return true
    case .type(let type): return holdsSelectCase(type)
    case .array(_, let element): return isWithoutAlgorithm(element)
    case .pointer(let element):
      return !release.typeRules.madeUpPointersAreCompared && isWithoutAlgorithm(element)
    case .overflowPointer, .slice: return false
    }
  }

  /// Whether values of the type hold what a select statement keeps of a case: a struct with a field
  /// `chan`, which no program can name so (cmd/compile/internal/gc/select.go, Go 1.8).
  private func holdsSelectCase(_ type: GoType) -> Bool {
    switch type {
    case .array(_, let element): holdsSelectCase(element)
    case .structure(let structure):
      structure.fields.contains { $0.name == "chan" && !$0.isEmbedded || holdsSelectCase($0.type) }
    default: false
    }
  }

  /// How values of the type lie in memory and are compared.
  func layout(of type: DescribedType) throws(DescriptorError) -> TypeLayout {
    switch type {
    case .type(let goType), .withoutAlgorithms(let goType):
      var layout = try laidOut(type) { () throws(LayoutError) in
        try universe.layout(of: goType)
      }
      if isWithoutAlgorithm(type) { layout.equality = .none }
      return layout
    case .array, .slice:
      var layout = try layout(of: .type(memoryType(of: type)))
      if isWithoutAlgorithm(type) { layout.equality = .none }
      return layout
    case .mapArray(let element):
      var layout = try layout(of: .type(.array(length: 8, element: element)))
      // The compiler sets the size itself, and so never comes to compute an alignment.
      if case .collectorFields = release.typeRules.maps, layout.size > 0 { layout.alignment = 0 }
      if isWithoutAlgorithm(type) { layout.equality = .none }
      return layout
    case .pointer, .overflowPointer:
      var layout = try layout(of: .type(.basic(.unsafePointer)))
      if isWithoutAlgorithm(type) { layout.equality = .none }
      return layout
    case .mapBucket, .mapHeader, .mapIterator:
      guard let structure = try madeUpStruct(type) else { throw unknownType(type) }
      var layout = try layout(of: structure)
      if isWithoutAlgorithm(type) { layout.equality = .none }
      return layout
    }
  }

  private func layout(of structure: MadeUpStruct) throws(DescriptorError) -> TypeLayout {
    var layout = TypeLayout(
      size: structure.size, alignment: structure.alignment, pointerBytes: 0, equality: .memory,
      isDirectInterface: false)
    var ends = structure.fields.dropFirst().map(\.offset)
    ends.append(structure.size)
    for (field, end) in zip(structure.fields, ends) {
      let part = try self.layout(of: field.type)
      if part.pointerBytes > 0 { layout.pointerBytes = field.offset + part.pointerBytes }
      if part.equality == .none { layout.equality = .none }
      if layout.equality == .memory, part.equality != .memory || field.offset + part.size != end {
        layout.equality = .special
      }
    }
    return layout
  }

  /// Whether the collector has to look at values of the type.
  func hasPointers(_ type: DescribedType) throws(DescriptorError) -> Bool {
    guard release.typeRules.emptyArraysHavePointers, let goType = type.goType else {
      return try layout(of: type).pointerBytes > 0
    }
    return hasPointers(goType)
  }

  /// As the compiler of Go 1.2 sees it (cmd/gc/reflect.c, `haspointers`): an array of none has
  /// pointers where its elements would.
  private func hasPointers(_ type: GoType) -> Bool {
    switch universe.underlying(type) ?? type {
    case .basic(.string), .basic(.unsafePointer): true
    case .basic: false
    case .array(_, let element): hasPointers(element)
    case .structure(let structure): structure.fields.contains { hasPointers($0.type) }
    default: true
    }
  }

  /// Runs a computation on a type's layout, and names the type where it fails.
  func laidOut<Result>(
    _ type: DescribedType, _ compute: () throws(LayoutError) -> Result
  ) throws(DescriptorError) -> Result {
    do { return try compute() } catch {
      throw .layout(type: text(of: type, .packageName), error)
    }
  }

  /// The alignment of a symbol of so many bytes (cmd/ld/data.c, `symalign`).
  func symbolAlignment(size: Int) -> Int {
    var alignment = max(release.typeRules.largestSymbolAlignment, 8)
    while alignment > max(size, 8) { alignment /= 2 }
    return alignment
  }

  func unknownType(_ type: DescribedType) -> DescriptorError {
    .unsupported(
      type: text(of: type, .packageName),
      what: "Go \(release.name) has no such type")
  }
}
