import MachineCode

/// For releases in which our code cannot ask for stack: that no function that Go calls uses more of
/// it than one which does not ask may. What is called through pointers or lies in another object is
/// taken to ask for its own.
struct UncheckedStack {
  /// In bytes below the caller's.
  let limit: Int
  let release: String
  /// The functions that Go calls.
  let entries: Set<String>

  func check(_ bytes: [UInt8]) throws(CompileError) {
    let text: CodeText
    do throws(CodeTextError) {
      let object: ObjectFile
      do throws(ObjectFileError) { object = try ObjectFile(bytes) } catch {
        throw .object("\(error)")
      }
      // A module of variables alone has no text.
      guard object.section(named: ".text").map({ $0.size > 0 }) ?? false else { return }
      text = try CodeText(object)
    } catch { throw .code(function: error.function, what: error.what) }
    try check(text)
  }

  private func check(_ text: CodeText) throws(CompileError) {
    var nodes: [StackNeed.Function] = []
    for function in text.functions {
      let track: StackPointerTrack
      do { track = try text.track(function) } catch {
        throw .code(function: error.function, what: error.what)
      }
      nodes.append(StackNeed.Function(name: function.name, track: track, callees: []))
    }
    // What lies outside the object asks for its own.
    let outside = nodes.count
    nodes.append(
      StackNeed.Function(
        name: "", track: StackPointerTrack(deltas: [], calls: [], framePointerSave: nil),
        callees: []))
    for index in text.functions.indices {
      nodes[index].callees = nodes[index].track.calls.map { call in
        if case .function(let callee) = text.callee(of: call) { callee } else { outside }
      }
    }
    forgetUnreachable(&nodes, text)
    let returnAddress = text.object.architecture == .x86_64 ? 8 : 0
    let needs: [Int]
    do throws(StackNeed.Recursion) {
      needs = try StackNeed.bytes(nodes, returnAddressSize: returnAddress)
    } catch {
      throw .code(
        function: error.chain.first ?? "",
        what:
          "is recursive (\(error.chain.joined(separator: " → "))) and called from Go: how much stack "
          + "it needs is not known, and Go \(release) code that does not ask for more may use "
          + "\(limit) bytes")
    }
    for (function, need) in zip(text.functions, needs)
    where entries.contains(function.name) && need > limit {
      throw .code(
        function: function.name,
        what:
          "uses \(need) bytes of stack with what it calls; Go \(release) code that does not ask "
          + "for more may use \(limit): give it fewer and smaller locals, or pass them from Go")
    }
  }

  /// Functions that no entry leads to run on what stack they are given, however they call.
  private func forgetUnreachable(_ nodes: inout [StackNeed.Function], _ text: CodeText) {
    var pending = text.functions.indices.filter { entries.contains(text.functions[$0].name) }
    var reached = Set(pending)
    while let index = pending.popLast() {
      for callee in nodes[index].callees where reached.insert(callee).inserted {
        pending.append(callee)
      }
    }
    for index in nodes.indices where !reached.contains(index) {
      nodes[index].track = StackPointerTrack(deltas: [], calls: [], framePointerSave: nil)
      nodes[index].callees = []
    }
  }
}
