import GoRelease
import MachineCode

/// All functions of a plugin, and what calls of them do.
struct CodeProgram {
  let image: CodeImage
  let release: GoRelease
  let layouts: FunctionLayouts
  let functions: [CodeFunction]
  let records: StackMapRecords
  /// The symbols of thunks, which share the names of their functions in the pclntab.
  private let names: [UInt64: String]
  /// Whether it may be stopped in a call of the function: Go code may run below, or it is itself
  /// code that is no unsafe point.
  private(set) var stops: [Bool]
  /// Whether it returns.
  private(set) var returns: [Bool]

  init(_ object: ObjectFile, release: GoRelease) throws(CodeCheckError) {
    image = try CodeImage(object)
    self.release = release
    let table = try FunctionTable(image, release: release)
    layouts = table.layouts
    records = try StackMapRecords(object, image)
    let reader = try CodeReader(image)
    var entries: [UInt64: Int] = [:]
    for (index, function) in table.functions.enumerated() {
      entries[function.range.lowerBound] = index
    }
    var functions: [CodeFunction] = []
    for function in table.functions {
      functions.append(CodeFunction(function, reader, entries: entries))
    }
    self.functions = functions
    let thunks = Set(table.functions.filter(\.isWrapper).map(\.range.lowerBound))
    names = Dictionary(
      object.symbols.filter { $0.type == .function && thunks.contains($0.value) }
        .map { ($0.value, $0.name) }, uniquingKeysWith: { one, _ in one })
    stops = Array(repeating: false, count: functions.count)
    returns = stops
    if !records.isPresent,
      let function = functions.first(where: { !$0.table.isUnsafeThroughout })
    {
      throw .noStackMaps(function: function.table.name)
    }
    followCalls()
  }

  /// Both grow until nothing changes.
  private mutating func followCalls() {
    var changed = true
    while changed {
      changed = false
      for (index, function) in functions.enumerated() {
        if !stops[index],
          !function.table.isUnsafeThroughout
            || function.exits.contains(where: { stopsAt($0.callee) })
        {
          stops[index] = true
          changed = true
        }
        if !returns[index], reachesReturn(function) {
          returns[index] = true
          changed = true
        }
      }
    }
  }

  private func reachesReturn(_ function: CodeFunction) -> Bool {
    var open = [0]
    var seen: Set<Int> = []
    while let offset = open.popLast() {
      guard seen.insert(offset).inserted, let instruction = function.instructions[offset] else {
        continue
      }
      if instruction.control == .return { return true }
      if let exit = function.exit(at: offset) {
        guard returnsFrom(exit.callee) else {
          if case .branch = instruction.control { open += function.successors(offset) }
          continue
        }
        if exit.returnOffset == nil { return true }
      }
      open += function.successors(offset)
    }
    return false
  }

  func stopsAt(_ callee: Callee) -> Bool {
    switch callee {
    case .function(let index): stops[index]
    // It saves all registers and gives room in the collector's buffer, on the system's stack if
    // need be (runtime/asm_amd64.s and asm_arm64.s, gcWriteBarrier).
    case .external(let name): !name.hasPrefix("runtime.gcWriteBarrier")
    case .pointer: true
    }
  }

  func returnsFrom(_ callee: Callee) -> Bool {
    if case .function(let index) = callee { returns[index] } else { true }
  }

  func name(_ callee: Callee) -> String {
    switch callee {
    case .function(let index): functions[index].table.name
    case .external(let name): name
    case .pointer: "a function by its address"
    }
  }

  /// Whether it has frames that the collector looks into.
  func isManaged(_ index: Int) -> Bool {
    let table = functions[index].table
    return records.functions[table.range.lowerBound] != nil || !table.isUnsafeThroughout
  }

  /// Whether it goes between conventions: of the wrappers, those that are not managed.
  func isThunk(_ index: Int) -> Bool { functions[index].table.isWrapper && !isManaged(index) }

  /// Whether it is a thunk that goes on to a body by a jump, with all that it was given.
  func isStackCheck(_ index: Int) -> Bool {
    isThunk(index)
      && functions[index].exits.contains { exit in
        guard exit.returnOffset == nil, case .function(let body) = exit.callee else { return false }
        return !isThunk(body)
      }
  }

  func problem(_ index: Int, _ offset: Int, _ kind: CodeProblem.Kind) -> CodeProblem {
    let table = functions[index].table
    let line = table.line[offset].flatMap { $0 > 0 ? $0 : nil }
    return CodeProblem(
      function: names[table.range.lowerBound] ?? (table.isWrapper ? "thunk of " : "") + table.name,
      offset: offset, address: table.range.lowerBound &+ UInt64(offset), line: line, kind: kind)
  }
}

extension CodeProgram {
  /// Functions of Go's runtime that return a new object.
  private static let allocators: Set<String> = [
    "runtime.newobject", "runtime.mallocgc", "runtime.makeslice", "runtime.makemap_small",
    "runtime.makechan", "runtime.growslice",
  ]

  /// Whether a thunk calls one of these, and nothing else.
  func allocates(_ index: Int) -> Bool {
    let calls = functions[index].exits.map(\.callee)
    return functions[index].table.isWrapper && !calls.isEmpty
      && calls.allSatisfy {
        if case .external(let name) = $0 { Self.allocators.contains(name) } else { false }
      }
  }
}
