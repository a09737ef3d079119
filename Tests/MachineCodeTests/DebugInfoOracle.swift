import Foundation

/// The functions at addresses, from `llvm-symbolizer`.
enum DebugInfoOracle {
  /// By address, innermost first; empty where there is no function.
  ///
  /// Symbol tables are hidden from it: the symbolizer prefers a symbol's name, as of a function's
  /// clone or of an alias, to what debug information says.
  static func symbolizer(
    _ folder: ObjectFileFolder, _ addresses: [UInt64]
  ) throws -> [[DebugInfoFrame]] {
    var bytes = try folder.bytes("sample")
    hideSymbols(&bytes)
    try Data(bytes).write(to: folder.url.appendingPathComponent("oracle"))
    let list = addresses.map { "0x" + String($0, radix: 16) }.joined(separator: "\n")
    try folder.write(list + "\n", to: "addresses")
    let output = try ObjectFileTool.llvmSymbolizer.run(
      [
        "--obj=oracle", "--inlines", "--functions=linkage", "--no-demangle", "--verbose",
        "@addresses",
      ],
      in: folder.url)
    var answers: [[DebugInfoFrame]] = []
    var frames: [DebugInfoFrame] = []
    var sites: [(file: String, line: UInt32)] = []
    for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        if frames.isEmpty { continue }
        // A function is inlined at the place where its caller is.
        for place in frames.indices.dropLast() {
          (frames[place].callFile, frames[place].callLine) = sites[place + 1]
        }
        answers.append(frames.count == 1 && frames[0].name == "??" ? [] : frames)
        (frames, sites) = ([], [])
      } else if !line.hasPrefix("  ") {
        frames.append(DebugInfoFrame(name: String(line), startLine: 0))
        sites.append(("", 0))
      } else if let value = value(of: "Filename", line) {
        // Of what stands in the current folder of Go's compiler only some readers say so.
        let file = value.hasPrefix("./") ? String(value.dropFirst(2)) : value
        sites[sites.count - 1].file = file == "??" ? "" : file
      } else if let value = value(of: "Line", line) {
        sites[sites.count - 1].line = UInt32(value) ?? 0
      } else if let value = value(of: "Function start line", line) {
        frames[frames.count - 1].startLine = UInt32(value) ?? 0
      }
    }
    guard answers.count == addresses.count else {
      throw ObjectFileToolError(
        description: "\(answers.count) answers of llvm-symbolizer for \(addresses.count) addresses")
    }
    return answers
  }

  /// Makes the symbol tables sections of no meaning (SHT_PROGBITS).
  private static func hideSymbols(_ bytes: inout [UInt8]) {
    func number(_ offset: Int, _ size: Int) -> Int {
      bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let headers = number(40, 8)
    for index in 0..<number(60, 2) {
      let type = headers + 64 * index + 4
      // SHT_SYMTAB and SHT_DYNSYM
      if [2, 11].contains(number(type, 4)) { bytes[type] = 1 }
    }
  }

  private static func value(of key: String, _ line: Substring) -> String? {
    let prefix = "  \(key): "
    return line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : nil
  }
}
