import GoTypes
import TypeReading

/// Compares what was read with what reflection says.
struct ReflectComparison {
  /// Where the types start.
  let start: UInt64
  let universe: Universe
  private(set) var differences: [String] = []
  private(set) var count = 0
  private var name = ""

  init(start: UInt64, universe: Universe) {
    self.start = start
    self.universe = universe
  }

  mutating func compare(_ type: TypeDescriptor, _ made: GoType?, with record: ReflectRecord) {
    count += 1
    name = record.String
    check("string", type.string?.text, record.String)
    check("kind", type.header.kind.rawValue, record.Kind)
    check("size", type.header.size, record.Size)
    check("alignment", Int(type.header.alignment), record.Align)
    check("field alignment", Int(type.header.fieldAlignment), record.FieldAlign)
    check("comparable", type.header.comparison != nil, record.Comparable)
    compareBody(type.body, record)
    compareMethods(type, record)
    compareType(made, record)
  }

  private mutating func check<Value: Equatable>(_ what: String, _ read: Value, _ expected: Value) {
    if read != expected { differences.append("\(name): \(what) \(read), not \(expected)") }
  }

  private func place(_ reference: TypeReference?) -> UInt64 { (reference?.address ?? 0) &- start }

  private mutating func compareBody(_ body: TypeDescriptor.Body, _ record: ReflectRecord) {
    switch body {
    case .plain: break
    case .array(let element, _, let length):
      check("length", length, UInt64(record.Len))
      check("element", place(element), record.Elem)
    case .channel(let element, let direction):
      check("direction", direction, UInt64(record.Dir))
      check("element", place(element), record.Elem)
    case .pointer(let element), .slice(let element): check("element", place(element), record.Elem)
    case .map(let map):
      check("key", place(map.key), record.Key)
      check("element", place(map.element), record.Elem)
    case .function(let function):
      check("variadic", function.isVariadic, record.Variadic)
      check("parameters", function.parameters.map(place), record.In ?? [])
      check("results", function.results.map(place), record.Out ?? [])
    case .interface(let path, _, let methods):
      let expected = record.Methods ?? []
      check("methods", methods.map(\.name?.text), expected.map(\.Name))
      check("methods' types", methods.map { place($0.type) }, expected.map(\.Type))
      for (method, other) in zip(methods, expected) where !other.PkgPath.isEmpty {
        let own = method.packagePath?.text ?? method.name?.packagePath ?? path?.text
        check("package of \(other.Name)", own, other.PkgPath)
      }
    case .structure(let path, _, let fields):
      let expected = record.Fields ?? []
      check("fields", fields.map(\.name?.text), expected.map(\.Name))
      check("offsets", fields.map(\.offset), expected.map(\.Offset))
      check("embedding", fields.map(\.isEmbedded), expected.map(\.Embedded))
      check("tags", fields.map { $0.tag?.text ?? "" }, expected.map(\.Tag))
      check("types", fields.map { place($0.type) }, expected.map(\.Type))
      for other in expected where !other.PkgPath.isEmpty {
        check("package of \(other.Name)", path?.text, other.PkgPath)
      }
    }
  }

  /// Reflection shows the exported ones, and cannot tell the types of those that were dropped.
  private mutating func compareMethods(_ type: TypeDescriptor, _ record: ReflectRecord) {
    if case .interface = type.body { return }
    let expected = record.Methods ?? []
    let methods = (type.uncommon?.methods ?? []).filter { isExportedName($0.name?.text ?? "") }
    check("number of methods", methods.count, expected.count)
    for (method, other) in zip(methods, expected) {
      guard other.Name != "?" else {
        check("dropped method", method.type, nil)
        continue
      }
      check("method", method.name?.text, other.Name)
      guard let function = function(method.type) else {
        differences.append("\(name): the type of \(other.Name) is not among the types")
        continue
      }
      check("parameters of \(other.Name)", function.parameters.map(place), other.In ?? [])
      check("results of \(other.Name)", function.results.map(place), other.Out ?? [])
      check("variadic \(other.Name)", function.isVariadic, other.Variadic)
    }
  }

  /// The functions among the types, by address.
  var functions: [UInt64: TypeDescriptor.Function] = [:]

  private func function(_ reference: TypeReference?) -> TypeDescriptor.Function? {
    reference?.address.flatMap { functions[$0] }
  }

  /// The type that was made of the descriptor is written as reflection writes it.
  private mutating func compareType(_ made: GoType?, _ record: ReflectRecord) {
    // The parts of maps have strings of their own, which are no Go.
    let isMapPart = ["map.group[", "map.bucket[", "map.hdr[", "map.iter["].contains {
      record.String.contains($0)
    }
    guard !isMapPart else { return }
    guard let made else {
      differences.append("\(name): no type was made of it")
      return
    }
    check("type", universe.string(made, qualifier: .packageName), record.String)
    if case .named(let typeName) = made {
      check("package", typeName.packagePath, record.Path)
      // Of the compiler's own shapes reflection shows what follows the last period.
      if record.Path != "go.shape" { check("name", typeName.sourceName, record.Name) }
    }
  }
}
