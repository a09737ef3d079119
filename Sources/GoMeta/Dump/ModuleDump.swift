import FunctionTables
import GoRelease
import ModuleTables

/// The functions of a linked module of Go 1.21 and later.
struct ModuleDump {
  let module: ModuleImage

  init(_ module: ModuleImage) { self.module = module }

  func functions() throws -> [DumpRecord] { try module.functions().map(function) }

  private func function(_ function: ModuleImage.Function) throws -> DumpRecord {
    let isWrapper = function.functionID == module.release.functions?.wrapperID
    let file = try function.files.first.flatMap { try module.file($0.value) }
    func line(_ name: String, _ entries: [PCValue]) -> String {
      "  \(name) " + entries.map { "+\($0.pc): \($0.value)" }.joined(separator: ", ")
    }
    func rows(_ entries: [PCValue]) -> JSONValue {
      .array(
        entries.enumerated().map { index, entry in
          let end =
            index + 1 < entries.count
            ? entries[index + 1].pc : function.end &- function.entryOffset
          return [JSONValue(entry.pc), JSONValue(end), JSONValue(entry.value)]
        })
    }
    var text = [
      "function \(function.name) at \(hexadecimal(function.entry))"
        + (isWrapper ? ", wrapper" : "") + ", \(function.argumentSize) argument bytes",
      line("pcsp", function.stackDeltas), line("pcln \(file ?? "?")", function.lines),
    ]
    for (index, entries) in function.pcdata.enumerated() {
      if let entries { text.append(line("pcdata \(index)", entries)) }
    }
    for (index, offset) in function.funcdata.enumerated() {
      if let offset { text.append("  funcdata \(index) gofunc+\(hexadecimal(offset))") }
    }
    return DumpRecord(
      .function,
      [
        "name": .string(function.name), "entry": JSONValue(function.entry),
        "size": JSONValue(function.end &- function.entryOffset),
        "args": JSONValue(function.argumentSize), "wrapper": .bool(isWrapper),
        "startLine": JSONValue(function.startLine), "file": JSONValue(file),
        "pcsp": rows(function.stackDeltas), "pcfile": rows(function.files),
        "pcln": rows(function.lines),
        "pcdata": .array(function.pcdata.map { $0.map(rows) ?? .null }),
        "funcdata": .array(
          function.funcdata.map { offset in
            offset.map { ["offset": JSONValue($0)] } ?? .null
          }),
      ], text: text)
  }
}

/// `0x…`.
func hexadecimal(_ value: some BinaryInteger) -> String { "0x" + String(value, radix: 16) }

/// The eight digits of a type's hash.
func hashDigits(_ hash: UInt32) -> String {
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 8 - digits.utf8.count) + digits
}
