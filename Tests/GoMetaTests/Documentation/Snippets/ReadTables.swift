import GoMeta

/// What a plugin, a program or an object has in Go's tables: its exports and types, then its
/// functions, each as a line of JSON.
func readTables(of file: String) throws -> [String] {
  let contents = try FileDump(file).contents([.exports, .types])
  var lines = contents.records.map(\.json)

  // Functions come one after another: a program has too many to be kept.
  let functions = try FunctionDump(file)
  let faults = try functions.write(.json) { line in
    lines.append(String(decoding: line.dropLast(), as: UTF8.self))
  }

  // What is broken leaves the rest as it is.
  for fault in contents.faults + faults { print("cannot read: \(fault)") }
  return lines
}

/// What holds at an address: function, file, line, inlined calls, stack depth.
func place(of pc: UInt64, in file: String) throws -> String {
  var text = ""
  _ = try FunctionDump(file).write(pcs: [pc], .text) { text += String(decoding: $0, as: UTF8.self) }
  return text
}
