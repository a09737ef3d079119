import GoRelease
import GoTypes

/// What descriptors' types are made of. A named type is only named where it is a part, so that all
/// others are finite.
struct DescriptorShapes {
  let descriptors: [TypeDescriptor]
  let indices: [UInt64: Int]
  let names: DescriptorNames
  let rules: TypeRules
  /// What each type is apart from its name; nil where that cannot be told.
  private(set) var shapes: [GoType?]
  private(set) var faults: [TypeReadError] = []
  /// The import paths that unexported fields and methods belong to.
  private(set) var memberPaths: Set<String> = []

  private enum State { case untouched, active, done }
  private var states: [State]
  private var sizes: [Size]

  /// How many types one is built of, with repetition, and how deeply they nest.
  private struct Size {
    var parts = 1
    var depth = 1
  }

  /// The limits of `GoTypes` itself. Types share their parts, but what walks them does not see it.
  private static let mostParts = 100_000
  private static let deepest = 200

  init(
    _ descriptors: [TypeDescriptor], _ indices: [UInt64: Int], _ names: DescriptorNames,
    _ rules: TypeRules
  ) {
    self.descriptors = descriptors
    self.indices = indices
    self.names = names
    self.rules = rules
    shapes = Array(repeating: nil, count: descriptors.count)
    states = Array(repeating: .untouched, count: descriptors.count)
    sizes = Array(repeating: Size(), count: descriptors.count)
  }

  /// The types by their names, where they have some.
  var types: [GoType?] { descriptors.indices.map(type) }

  func type(_ index: Int) -> GoType? {
    switch names.identities[index] {
    case .basic(let kind): .basic(kind)
    case .named(let name): shapes[index] == nil ? nil : .named(name)
    case .unnamed: shapes[index]
    }
  }

  /// Composes every type, its parts first.
  mutating func resolve() {
    struct Visit {
      var index: Int
      var parts: ArraySlice<TypeReference?>
    }
    for root in descriptors.indices where states[root] == .untouched {
      states[root] = .active
      var stack = [Visit(index: root, parts: parts(root))]
      walk: while var visit = stack.popLast() {
        while let part = visit.parts.popFirst() {
          guard let index = part?.address.flatMap({ indices[$0] }),
            case .unnamed = names.identities[index], states[index] != .done
          else { continue }
          guard states[index] == .untouched else {
            fault(visit.index, "it is a part of itself and has no name")
            states[visit.index] = .done
            continue walk
          }
          states[index] = .active
          stack.append(visit)
          stack.append(Visit(index: index, parts: parts(index)))
          continue walk
        }
        compose(visit.index)
        states[visit.index] = .done
      }
    }
  }

  private func parts(_ index: Int) -> ArraySlice<TypeReference?> {
    // A map's own parts are no parts of its type, nor is an array's slice.
    switch descriptors[index].body {
    case .map(let map): [map.key, map.element]
    case .array(let element, _, _): [element]
    default: descriptors[index].body.parts[...]
    }
  }

  private mutating func fault(_ index: Int, _ what: String) {
    let type = descriptors[index]
    let place = type.symbol ?? "0x" + String(type.address, radix: 16)
    faults.append(.malformed(.init(symbol: place, offset: 0), what: what))
  }

  // MARK: Composition

  private mutating func compose(_ index: Int) {
    var parts = Parts()
    guard let shape = shape(index, &parts), !parts.isBroken else { return }
    guard parts.size.parts <= Self.mostParts, parts.size.depth <= Self.deepest else {
      fault(index, "it is made of too many types, or they nest too deeply")
      return
    }
    shapes[index] = shape
    sizes[index] = parts.size
  }

  /// The parts of a type as they are taken.
  private struct Parts {
    var size = Size()
    /// One of them is missing, for which there is a fault.
    var isBroken = false
  }

  private mutating func part(
    _ reference: TypeReference?, of index: Int, _ parts: inout Parts
  ) -> GoType {
    let nothing = GoType.basic(.bool)
    guard let reference else {
      fault(index, "a type that it is made of is nil")
      parts.isBroken = true
      return nothing
    }
    guard let other = reference.address.flatMap({ indices[$0] }) else {
      if reference.address == nil, let symbol = reference.symbol,
        let type = names.external(symbol)
      {
        parts.size.parts += 1
        parts.size.depth = max(parts.size.depth, 2)
        return type
      }
      if reference.address == nil {
        fault(index, "\(reference), which it is made of, is not in the file")
      }
      parts.isBroken = true
      return nothing
    }
    switch names.identities[other] {
    case .basic(let kind):
      parts.size.parts += 1
      parts.size.depth = max(parts.size.depth, 2)
      return .basic(kind)
    case .named(let name):
      parts.size.parts += 1
      parts.size.depth = max(parts.size.depth, 2)
      return .named(name)
    case .unnamed:
      guard let type = shapes[other] else {
        parts.isBroken = true
        return nothing
      }
      parts.size.parts = min(parts.size.parts + sizes[other].parts, Self.mostParts + 1)
      parts.size.depth = max(parts.size.depth, sizes[other].depth + 1)
      return type
    }
  }

  private mutating func shape(_ index: Int, _ parts: inout Parts) -> GoType? {
    switch descriptors[index].body {
    case .plain:
      return BasicKind(rawValue: descriptors[index].header.kind.rawValue).map { .basic($0) }
    case .pointer(let element): return .pointer(part(element, of: index, &parts))
    case .slice(let element): return .slice(part(element, of: index, &parts))
    case .array(let element, _, let length):
      guard let length = Int64(exactly: length) else {
        fault(index, "no array has \(length) elements")
        return nil
      }
      return .array(length: length, element: part(element, of: index, &parts))
    case .channel(let element, let direction):
      // reflect.ChanDir: 1 receives, 2 sends.
      let directions: [UInt64: ChannelDirection] = [1: .receive, 2: .send, 3: .both]
      guard let direction = directions[direction] else {
        fault(index, "a channel's direction is \(direction)")
        return nil
      }
      return .channel(direction, element: part(element, of: index, &parts))
    case .map(let map):
      return .map(
        key: part(map.key, of: index, &parts), value: part(map.element, of: index, &parts))
    case .function(let function): return self.function(function, index, &parts)
    case .interface(let path, _, let methods):
      return interface(path?.text, methods, index, &parts)
    case .structure(let path, _, let fields):
      return structure(path?.text, fields, index, &parts)
    }
  }

  private mutating func function(
    _ function: TypeDescriptor.Function, _ index: Int, _ parts: inout Parts
  ) -> GoType? {
    var signature = Signature(isVariadic: function.isVariadic)
    for reference in function.parameters {
      signature.parameters.append(part(reference, of: index, &parts))
    }
    for reference in function.results {
      signature.results.append(part(reference, of: index, &parts))
    }
    if signature.isVariadic, !parts.isBroken {
      guard case .slice? = signature.parameters.last else {
        fault(index, "it is variadic, but its last parameter is no slice")
        return nil
      }
    }
    return .function(signature)
  }

  private mutating func interface(
    _ path: String?, _ methods: [TypeDescriptor.InterfaceMethod], _ index: Int,
    _ parts: inout Parts
  ) -> GoType? {
    var found: [InterfaceType.Method] = []
    for method in methods {
      guard let name = method.name?.text else {
        fault(index, "a method has no name")
        return nil
      }
      let type = part(method.type, of: index, &parts)
      if parts.isBroken { return nil }
      guard case .function(let signature) = type else {
        fault(index, "the type of method \(name) is no function's")
        return nil
      }
      let own = method.packagePath?.text ?? method.name?.packagePath ?? path ?? ""
      found.append(
        .init(name: name, packagePath: memberPath(name, own), signature: signature))
    }
    return .interface(InterfaceType(methods: found))
  }

  private mutating func structure(
    _ path: String?, _ fields: [TypeDescriptor.Field], _ index: Int, _ parts: inout Parts
  ) -> GoType? {
    var found: [StructType.Field] = []
    for field in fields {
      let type = part(field.type, of: index, &parts)
      if parts.isBroken { return nil }
      var name = field.name?.text ?? ""
      if name.isEmpty { name = Self.embeddedName(type) }
      let own = field.packagePath?.text ?? path ?? ""
      found.append(
        StructType.Field(
          name: name, packagePath: memberPath(name, own), type: type,
          isEmbedded: field.isEmbedded, tag: field.tag?.text ?? "",
          hasTagLiteral: field.tag != nil))
    }
    return .structure(StructType(fields: found))
  }

  private static func embeddedName(_ type: GoType) -> String {
    switch type {
    case .pointer(.named(let name)), .named(let name): name.sourceName
    case .pointer(.basic(let kind)), .basic(let kind): kind.rawValue
    default: "_"
    }
  }

  private mutating func memberPath(_ name: String, _ path: String) -> String {
    if isExportedName(name) { return "" }
    memberPaths.insert(path)
    return path
  }
}
