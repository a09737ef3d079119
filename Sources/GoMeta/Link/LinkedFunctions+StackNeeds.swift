import MachineCode
import Symbols

/// What a call takes of the stack that the caller must see to.
extension LinkedFunctions {
  /// What one function leads to: another function, by its index, or code that asks for its own stack.
  private enum Reached {
    case function(Int)
    case checked
  }

  /// Follows the calls from every check of the stack down, and makes the words in which the checks
  /// find how much they ask for.
  mutating func findStackNeeds() throws(LinkError) {
    var nodes = functions.map { function in
      // A check's own frame is where Go lets functions be that ask for stack.
      var track = function.track
      if function.record.role == .stackCheck { track.deltas = [.init(offset: 0, delta: 0)] }
      return StackNeed.Function(name: function.record.name, track: track, callees: [])
    }
    let checked = nodes.count
    nodes.append(
      StackNeed.Function(
        name: "Go", track: StackPointerTrack(deltas: [], calls: [], framePointerSave: nil),
        callees: []))
    for (index, function) in functions.enumerated() {
      for call in function.track.calls {
        guard call.isTailCall || call.returnOffset < function.range.count else {
          throw .code(
            function: function.record.name,
            what:
              "its last instruction is a call, so the return address lies outside it; let a trap "
              + "follow calls that do not return")
        }
        switch try reached(by: call, of: function) {
        case .function(let callee): nodes[index].callees.append(callee)
        case .checked: nodes[index].callees.append(checked)
        }
      }
    }
    let returnAddress = text.object.architecture == .x86_64 ? 8 : 0
    let needs: [Int]
    do throws(StackNeed.Recursion) {
      needs = try StackNeed.bytes(nodes, returnAddressSize: returnAddress)
    } catch {
      throw .code(
        function: error.chain.first ?? "",
        what:
          "is recursive (\(error.chain.joined(separator: " → "))): how much stack it needs is not "
          + "known; give the functions gc \"\(ModuleLowering.collector)\", which may recurse")
    }
    try checkLeaves(nodes, needs)
    var words: [String: Int] = [:]
    for (index, function) in functions.enumerated() where function.record.role.checksStack {
      // Each object has its own way to the func values of a type: they share a word.
      let name = Naming.stackNeed(function.symbol)
      words[name] = max(words[name] ?? 0, needs[index])
    }
    for (name, need) in words.sorted(by: { $0.key < $1.key }) {
      var word: [UInt8] = []
      word.append(littleEndian: UInt32(clamping: need - returnAddress))
      stackNeedSection.append(Symbol(name: name, bytes: word, alignment: 4, binding: .hidden))
    }
  }

  /// What is surely left below a frame of managed code at any time: where the runtime stops it, it may
  /// halve a stack of which less than a quarter is used (runtime/stack.go, `shrinkstack`), down to
  /// 2048 bytes, of which the guard takes 928 and functions that do not ask 128 below that.
  private static let leastStack = 896

  /// That managed code calls no function without a check that needs more stack than that.
  private func checkLeaves(_ nodes: [StackNeed.Function], _ needs: [Int]) throws(LinkError) {
    for (index, function) in functions.enumerated() where function.record.role.isManaged {
      for callee in nodes[index].callees
      where callee < functions.count && needs[callee] > Self.leastStack {
        let record = functions[callee].record
        throw .code(
          function: function.record.name,
          what:
            "calls \(record.name), which takes \(needs[callee]) bytes of stack without asking for "
            + "them; at most \(Self.leastStack) are always there: give \(record.name) gc "
            + "\"\(ModuleLowering.collector)\"")
      }
    }
  }

  private func reached(
    by call: StackPointerTrack.Call, of function: Function
  ) throws(LinkError) -> Reached {
    let role = function.record.role
    func refuse(_ what: String) -> LinkError { .code(function: function.record.name, what: what) }
    switch text.callee(of: call) {
    case .function(let index):
      let callee = functions[index].record
      switch (role, callee.role) {
      // Entered as Go's functions are, which ask for stack themselves.
      case (.thunk, .thunk), (_, .stackCheck): break
      case (.stackCheck, _), (.thunk, _), (.managedBody, _), (.generatedManagedBody, _), (.exit, _),
        (.protect, _):
        return .function(index)
      case (.body, .managedBody), (.body, .generatedManagedBody), (.generatedBody, .managedBody),
        (.generatedBody, .generatedManagedBody):
        throw refuse(
          "calls \(callee.name), which the collector may stop, and is not compiled for that; give "
            + "it gc \"\(ModuleLowering.collector)\"")
      case (.body, _), (.generatedBody, _): return .function(index)
      }
      guard role != .body, role != .generatedBody else {
        throw refuse(
          "calls \(callee.name), which may move the stack, and is not compiled for that; give it gc "
            + "\"\(ModuleLowering.collector)\"")
      }
      return .checked
    case .external, .unknown:
      switch role {
      // Go's own functions, methods found in itabs, func values.
      case .thunk, .exit, .protect, .stackCheck: return .checked
      case .managedBody, .generatedManagedBody:
        if case .external(let name) = text.callee(of: call) { throw refuse(Self.missing(name)) }
        // Addresses of functions are those of their checks.
        return .checked
      case .body, .generatedBody:
        if case .external(let name) = text.callee(of: call) { throw refuse(Self.missing(name)) }
        throw refuse(
          "calls through a pointer at +\(call.offset): how much stack the callee needs is not "
            + "known; call it by name, or give the caller gc \"\(ModuleLowering.collector)\"")
      }
    }
  }

  private static func missing(_ name: String) -> String {
    "calls \(name), which no object of the plugin defines; code outside Go needs more stack than a "
      + "goroutine has: declare it \"\(ModuleLowering.systemStack)\" to call it on the thread's"
  }
}

extension FunctionSectionRecord.Role {
  /// Whether a word says how much stack the code asks for.
  var checksStack: Bool { self == .thunk || self == .stackCheck }
}
