import FunctionTables
import GoRelease

/// What a runtime asks of a pclntab with absolute addresses (runtime/symtab.go of Go 1.8,
/// `moduledataverify1` and `findfunc`; runtime/plugin.go, `pluginftabverify`).
extension ModuleCheck {
  mutating func checkTable(
    _ functions: [ModuleImage.Function], _ layouts: FunctionSymbolLayouts
  ) throws(ModuleReadError) {
    let table = try module.word(.pclntable)
    let count = UInt64(functions.count)
    if try module.word(.ftab) != table &+ UInt64(layouts.header.size) {
      report("ftab does not begin behind the pclntab's header")
    }
    if try module.word(.ftab, at: 1) != count &+ 1 {
      report("ftab has \(try module.word(.ftab, at: 1)) entries, the pclntab \(count) and an end")
    }
    let files = try module.word(.filetab)
    if try UInt64(module.image.number(UInt32.self, at: files)) != module.word(.filetab, at: 1) {
      report("filetab's first word is not its length")
    }
    for function in functions { checkExtent(function) }
    if let bucketSize = layouts.bucketSize {
      try checkFindFuncTable(functions, bucketSize: UInt32(clamping: bucketSize))
    }
  }

  /// Tables are looked up at the entry and 16 bytes before the next function.
  private mutating func checkExtent(_ function: ModuleImage.Function) {
    for (name, table) in [
      ("pcsp", function.stackDeltas), ("pcfile", function.files), ("pcln", function.lines),
    ] where table.isEmpty {
      report("\(function.name): no \(name) table")
    }
  }

  /// For the first PC of each 256 bytes, the runtime begins at the function that the table names
  /// and goes on to later ones, never back.
  private mutating func checkFindFuncTable(
    _ functions: [ModuleImage.Function], bucketSize: UInt32
  ) throws(ModuleReadError) {
    guard let first = functions.first?.entryOffset, let end = functions.last?.end else { return }
    let table = try module.word(.findfunctab)
    let step = max(bucketSize / 16, 1)
    var function = 0
    var pc: UInt32 = 0
    while pc < end &- first {
      while function + 1 < functions.count, functions[function + 1].entryOffset &- first <= pc {
        function += 1
      }
      let bucket = table &+ UInt64(pc / bucketSize) * 20
      let base = try module.image.number(UInt32.self, at: bucket)
      let sub = try module.image.number(
        UInt8.self, at: bucket &+ 4 &+ UInt64(pc % bucketSize / step))
      if UInt64(base) + UInt64(sub) > UInt64(function) {
        return report("findfunctab leads past \(functions[function].name)")
      }
      guard pc <= .max - step else { return }
      pc += step
    }
  }
}
