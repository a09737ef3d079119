extension Resolver {
  /// A type parameter that occurs in an argument for another, where a generic mentions an instance.
  struct Flow {
    var source: TypeName
    var target: TypeName
    /// Whether it is the whole argument: only then does the instance not grow.
    var isWhole: Bool
  }

  /// Notes which type parameters flow into a generic's. Those of other packages are closed, and
  /// begin no cycle. Source: go/types/mono.go, Go 1.27.
  mutating func recordFlows(into generic: GenericType, _ arguments: [ResolvedType]) {
    guard recordsFlows, sameBytes(generic.package.path, home.path) else { return }
    for (index, argument) in arguments.enumerated() {
      let target = parameterName(index, of: generic)
      if case .named(let name) = argument.type, name.isParameter {
        flows.append(Flow(source: name, target: target, isWhole: true))
        continue
      }
      var sources: Set<TypeName> = []
      collectParameters(in: argument.type, into: &sources)
      for source in sources.sorted(by: { bytesPrecede($0.name, $1.name) }) {
        flows.append(Flow(source: source, target: target, isWhole: false))
      }
    }
  }

  private func collectParameters(in type: GoType, into found: inout Set<TypeName>) {
    switch type {
    case .basic: break
    case .named(let name):
      if name.isParameter { found.insert(name) }
      if !name.mentionsParameter { break }
      for argument in universe.instances[name]?.arguments ?? [] {
        collectParameters(in: argument.type, into: &found)
      }
    case .pointer(let element), .slice(let element), .array(_, let element),
      .channel(_, let element):
      collectParameters(in: element, into: &found)
    case .map(let key, let value):
      collectParameters(in: key, into: &found)
      collectParameters(in: value, into: &found)
    case .function(let signature):
      for type in signature.parameters + signature.results {
        collectParameters(in: type, into: &found)
      }
    case .structure(let structure):
      for field in structure.fields { collectParameters(in: field.type, into: &found) }
    case .interface(let interface):
      for method in interface.methods {
        collectParameters(in: .function(method.signature), into: &found)
      }
    }
  }

  /// Refuses generics whose instances mention ever larger instances: a cycle of flows of which one
  /// grows. Then the instances to resolve are finitely many.
  ///
  /// The heaviest paths are sought as Bellman and Ford seek the lightest; one with as many flows as
  /// there are parameters goes round a cycle that grows.
  mutating func checkFlows() throws(DeclarationError) {
    struct Vertex {
      var weight = 0
      var length = 0
      var previous: TypeName?
    }
    var vertices: [TypeName: Vertex] = [:]
    for flow in flows {
      vertices[flow.source] = Vertex()
      vertices[flow.target] = Vertex()
    }
    var changes = true
    while changes {
      changes = false
      for flow in flows {
        guard let source = vertices[flow.source], let target = vertices[flow.target] else {
          continue
        }
        let weight = source.weight + (flow.isWhole ? 0 : 1)
        if weight <= target.weight { continue }
        changes = true
        vertices[flow.target] = Vertex(
          weight: weight, length: source.length + 1, previous: flow.source)
        guard source.length + 1 < vertices.count else {
          var path = [flow.target]
          while let previous = vertices[path[path.count - 1]]?.previous, !path.contains(previous) {
            path.append(previous)
          }
          let first = vertices[path[path.count - 1]]?.previous ?? flow.target
          let cycle = path.drop { $0 != first }
          let position = parameters[first]?.name.position
          throw DeclarationError(
            .instantiationCycle(([first] + cycle.reversed()).map { shown(.named($0)) }),
            at: position ?? SourcePosition(text: nil, line: 1, column: 1))
        }
      }
    }
  }
}
