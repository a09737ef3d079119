/// A method that a type's values have, its own or promoted from an embedded field.
public struct MethodSetEntry: Hashable, Sendable {
  public var method: Method
  /// The type that declares the method: a defined type, or a named interface; nil for an interface
  /// without a name.
  public var receiver: TypeName?
  /// The indices of the embedded fields that lead to the receiver; empty for a method of its own.
  public var path: [Int]
  /// Whether the path goes through an embedded pointer.
  public var isIndirect: Bool

  public var hasPointerReceiver: Bool { method.hasPointerReceiver }
}

extension Universe {
  /// The method set of a type, in the order of Go's descriptors (`symbolPrecedes`).
  ///
  /// Go specification, "Method sets", "Struct types" and "Selectors": the shallowest field or
  /// method of a name hides the deeper ones, two at one depth hide each other, and methods with a
  /// pointer receiver belong to values only by way of a pointer. Undeclared types have no methods.
  public func methodSet(of type: GoType) -> [MethodSetEntry] {
    GoTypes.methodSet(of: type) { declaration(of: $0) }
  }
}

/// The method set of a type, where `declaration` tells of the named types: the same as
/// `Universe.methodSet(of:)` without a universe.
public func methodSet(
  of type: GoType, declaration: @escaping (TypeName) -> TypeDeclaration?
) -> [MethodSetEntry] {
  var search = MethodSearch(declaration: declaration)
  var (base, isPointer) = (type, false)
  if case .pointer(let element) = type { (base, isPointer) = (element, true) }
  switch search.underlying(base) {
  // Neither a pointer to an interface nor a pointer to a pointer has methods.
  case nil, .pointer: return []
  case .interface where isPointer: return []
  default: break
  }
  search.run(from: base, isPointer: isPointer)
  return search.found.values.compactMap(\.self).sorted {
    symbolPrecedes(
      ($0.method.name, $0.method.packagePath), ($1.method.name, $1.method.packagePath))
  }
}

/// A breadth-first search through embedded fields.
private struct MethodSearch {
  /// A type at the depth being searched.
  struct Candidate {
    var type: GoType
    var path: [Int]
    /// A pointer was passed on the way, so methods with pointer receivers apply.
    var hasPointer: Bool
    var isIndirect: Bool
    /// The type occurs more than once at this depth, so that all its names are ambiguous.
    var isRepeated = false
  }

  let declaration: (TypeName) -> TypeDeclaration?
  /// The names met so far; nil for those that are no method or that hide each other.
  var found: [MemberName: MethodSetEntry?] = [:]
  private var visited: Set<TypeName> = []

  init(declaration: @escaping (TypeName) -> TypeDeclaration?) { self.declaration = declaration }

  func underlying(_ type: GoType) -> GoType? {
    guard case .named(let name) = type else { return type }
    return declaration(name)?.underlying
  }

  mutating func run(from type: GoType, isPointer: Bool) {
    var current = [Candidate(type: type, path: [], hasPointer: isPointer, isIndirect: false)]
    while !current.isEmpty {
      var level: [MemberName: MethodSetEntry?] = [:]
      var next: [Candidate] = []
      var nextIndices: [GoType: Int] = [:]
      for candidate in current {
        for embedded in search(candidate, level: &level) {
          if let index = nextIndices[embedded.type] {
            next[index].isRepeated = true
          } else {
            nextIndices[embedded.type] = next.count
            next.append(embedded)
          }
        }
      }
      found.merge(level) { shallower, _ in shallower }
      current = next
    }
  }

  /// Adds a candidate's own names to the level, and gives the types it embeds.
  private mutating func search(
    _ candidate: Candidate, level: inout [MemberName: MethodSetEntry?]
  ) -> [Candidate] {
    var receiver: TypeName?
    if case .named(let name) = candidate.type {
      // Seen at a lesser depth, where it hides this occurrence.
      guard visited.insert(name).inserted else { return [] }
      receiver = name
      for method in declaration(name)?.methods ?? [] {
        let applies = candidate.hasPointer || !method.hasPointerReceiver
        add(
          MemberName(method.name, packagePath: method.packagePath),
          applies ? candidate.entry(method, receiver: name) : nil, candidate, &level)
      }
    }
    var embedded: [Candidate] = []
    switch underlying(candidate.type) {
    case .structure(let structure):
      for (index, field) in structure.fields.enumerated() {
        add(MemberName(field.name, packagePath: field.packagePath), nil, candidate, &level)
        if field.isEmbedded { embedded.append(candidate.embedding(field.type, index: index)) }
      }
    case .interface(let interface):
      for method in interface.methods {
        let declared = Method(
          name: method.name, packagePath: method.packagePath, hasPointerReceiver: false,
          signature: method.signature)
        add(
          MemberName(method.name, packagePath: method.packagePath),
          candidate.entry(declared, receiver: receiver), candidate, &level)
      }
    default: break
    }
    return embedded
  }

  private func add(
    _ name: MemberName, _ entry: MethodSetEntry?, _ candidate: Candidate,
    _ level: inout [MemberName: MethodSetEntry?]
  ) {
    if level[name] != nil || candidate.isRepeated {
      level.updateValue(nil, forKey: name)
    } else {
      level.updateValue(entry, forKey: name)
    }
  }
}

extension MethodSearch.Candidate {
  fileprivate func entry(_ method: Method, receiver: TypeName?) -> MethodSetEntry {
    MethodSetEntry(method: method, receiver: receiver, path: path, isIndirect: isIndirect)
  }

  fileprivate func embedding(_ type: GoType, index: Int) -> MethodSearch.Candidate {
    var (base, isPointer) = (type, false)
    if case .pointer(let element) = type { (base, isPointer) = (element, true) }
    return MethodSearch.Candidate(
      type: base, path: path + [index], hasPointer: hasPointer || isPointer,
      isIndirect: isIndirect || isPointer, isRepeated: isRepeated)
  }
}
