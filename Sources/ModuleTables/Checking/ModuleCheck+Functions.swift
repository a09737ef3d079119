import FunctionTables
import GoRelease

extension ModuleCheck {
  mutating func checkFunctions() throws(ModuleReadError) {
    let functions = try module.functions()
    let text = try module.word(.text)
    guard let first = functions.first, let last = functions.last else {
      return report("no functions: the functab is empty")
    }
    let minimum = try module.word(.minpc)
    let maximum = try module.word(.maxpc)
    if minimum != text &+ UInt64(first.entryOffset) {
      report("minpc is not the first function's entry")
    }
    if maximum != text &+ UInt64(last.end) { report("maxpc is not the functab's last entry") }
    if try module.word(.etext) < maximum { report("etext lies before maxpc") }
    for function in functions {
      if function.entryOffset > function.end {
        report("\(function.name): the functab is not in order")
      }
      if function.name.isEmpty { report("a function at +\(function.entryOffset) has no name") }
      try check(function)
    }
    if case .symbols(let layouts) = module.release.functionTable {
      try checkTable(functions, layouts)
    }
  }

  private mutating func check(_ function: ModuleImage.Function) throws(ModuleReadError) {
    let indexes = mapIndexes
    if function.stackDeltas.first?.value != 0 {
      report("\(function.name): pcsp does not begin with 0 at the entry")
    }
    for delta in function.stackDeltas where delta.value < 0 || delta.value % 8 != 0 {
      report("\(function.name)+\(delta.pc): SP delta \(delta.value)")
    }
    for entry in function.files where try module.file(entry.value) == nil {
      report("\(function.name)+\(entry.pc): file \(entry.value) is not in the file table")
    }
    // A frame that the collector meets without a map ends the program.
    let size = function.stackDeltas.map(\.value).max() ?? 0
    try checkMap(
      function, indexes.locals, "local", needed: size > 0)
    try checkMap(
      function, indexes.arguments, "argument",
      needed: function.argumentSize > 0)
  }

  private mutating func checkMap(
    _ function: ModuleImage.Function, _ index: Int, _ what: String, needed: Bool
  ) throws(ModuleReadError) {
    guard index < function.funcdataAddresses.count,
      let address = function.funcdataAddresses[index]
    else {
      if needed { report("\(function.name): no \(what) pointer map") }
      return
    }
    var end = UInt64.max
    let fields = module.release.modules.moduleData
    if fields[.gofunc] != nil {
      // Up to Go 1.25 the funcdata may lie anywhere before the module's end.
      end = try module.word(fields[.epclntab] == nil ? .end : .epclntab)
      guard address >= (try module.word(.gofunc)), address < end, end - address >= 8 else {
        return report("\(function.name): \(what) pointer map lies outside the funcdata")
      }
    }
    let count = try module.image.number(Int32.self, at: address)
    let bits = try module.image.number(Int32.self, at: address + 4)
    let highest = stackMapIndexes(of: function).max() ?? 0
    if count <= max(0, highest) {
      report("\(function.name): \(what) pointer map \(highest) is not among \(count)")
    }
    let words =
      what == "local"
      ? (function.stackDeltas.map(\.value).max() ?? 0) / 8 : function.argumentSize / 8
    if bits < 0 || bits > words {
      report("\(function.name): \(what) pointer map speaks of \(bits) words, there are \(words)")
    } else if count > 0, UInt64(count) * ((UInt64(bits) + 7) / 8) > end - address - 8 {
      report("\(function.name): \(what) pointer maps reach beyond the funcdata")
    }
  }

  private var mapIndexes: (arguments: Int, locals: Int, stackMap: Int?) {
    switch module.release.functionTable {
    case .lineTable(let layouts):
      (
        layouts.funcdata.argumentPointerMaps, layouts.funcdata.localPointerMaps,
        layouts.pcdata.stackMapIndex
      )
    case .symbols(let layouts):
      (
        layouts.funcdata.argumentPointerMap, layouts.funcdata.localPointerMap,
        layouts.pcdata.stackMapIndex
      )
    }
  }

  private func stackMapIndexes(of function: ModuleImage.Function) -> [Int32] {
    guard let index = mapIndexes.stackMap, index < function.pcdata.count,
      let table = function.pcdata[index]
    else { return [] }
    return table.map(\.value)
  }
}
