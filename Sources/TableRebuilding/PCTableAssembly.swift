import FunctionTables

/// Puts the pc-value tables of all functions into one place, in order of address.
struct PCTableAssembly: Sendable {
  /// Where a function's tables are; 0: there is none.
  struct Tables: Sendable {
    var pcsp, pcfile, pcln, inlineIndex: UInt32
  }

  private(set) var set: PCTableSet
  /// By place in the text.
  private(set) var tables: [Tables] = []

  init(_ layout: TextLayout, _ facts: [FunctionFacts]) {
    set = PCTableSet(functionCount: layout.functions.count)
    tables.reserveCapacity(layout.functions.count)
    for run in layout.runs { add(layout.functions[run.functions], facts[run.input]) }
  }

  private mutating func add(
    _ functions: ArraySlice<TextLayout.Function>, _ facts: FunctionFacts
  ) {
    for function in functions {
      var found = Tables(pcsp: 0, pcfile: 0, pcln: 0, inlineIndex: 0)
      let stack = facts.stackChoices[function.index]
      if stack.worker >= 0 {
        let range = facts.stacks[Int(stack.worker)].parts[Int(stack.part)].table
        let bytes = facts.stacks[Int(stack.worker)].bytes
        found.pcsp = set.offset(of: bytes.part(range))
      }
      if let entry = facts.lines.entry(of: function.index) {
        let files = facts.lines.workers[entry.worker].fileBytes
        let lines = facts.lines.workers[entry.worker].lineBytes
        found.pcfile = set.offset(of: files.part(entry.part.files))
        found.pcln = set.offset(of: lines.part(entry.part.lines))
      }
      let choice = facts.inlineChoices[function.index]
      if choice.worker >= 0 {
        let part = facts.inlined[Int(choice.worker)].parts[Int(choice.part)]
        if !part.calls.isEmpty {
          let bytes = facts.inlined[Int(choice.worker)].indexBytes
          found.inlineIndex = set.offset(of: bytes.part(part.index))
        }
      }
      tables.append(found)
    }
  }
}

extension TextLayout {
  /// Functions of one input that stand together.
  struct Run {
    var input: Int
    var functions: Range<Int>
  }

  /// The functions in order, run by run.
  var runs: [Run] {
    var runs: [Run] = []
    for (place, function) in functions.enumerated() {
      if let last = runs.last, last.input == function.input {
        runs[runs.count - 1].functions = last.functions.lowerBound..<place + 1
      } else {
        runs.append(Run(input: function.input, functions: place..<place + 1))
      }
    }
    return runs
  }
}
