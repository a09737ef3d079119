import FunctionTables
import GoRelease
import MachineCode

/// The functions of a pclntab of Go 1.2 or 1.8, with every table.
enum FunctionSymbolDump {
  /// The functions in the order of the table; nil when the file has no such table.
  ///
  /// The release counts where its pclntab is of this form; else it is told from the table.
  static func records(
    of object: ObjectFile, release: GoRelease
  ) throws(FunctionSymbolFileError) -> [DumpRecord]? {
    var layouts: FunctionSymbolLayouts?
    if case .symbols(let own) = release.functionTable { layouts = own }
    guard let file = try FunctionSymbolFile(object, layouts: layouts) else { return nil }
    return file.table.functions.map { record($0, file) }
  }

  private static func record(_ function: FunctionSymbol, _ file: FunctionSymbolFile) -> DumpRecord {
    let indexes = 0..<((function.pcdata.keys.max() ?? -1) + 1)
    let dataIndexes = 0..<((function.funcdata.keys.max() ?? -1) + 1)
    var members: [JSONValue.Member] = [.init("name", .string(function.name))]
    if file.hasAddresses {
      members += [
        .init("entry", JSONValue(function.entry)),
        .init("end", JSONValue(function.entry &+ UInt64(function.size))),
      ]
    } else {
      members += [
        .init("symbol", .string(function.symbol ?? function.name)),
        .init("offset", JSONValue(function.symbolOffset)),
      ]
    }
    members += [
      .init("size", JSONValue(function.size)),
      .init("args", function.arguments.map { JSONValue($0) } ?? .null),
    ]
    if let frame = function.frame { members.append(.init("frame", JSONValue(frame))) }
    members += [
      .init("file", JSONValue(fileName(function, file))),
      .init("pcsp", rows(function.stackDeltas, function)),
      .init("pcfile", rows(function.files, function)),
      .init("pcln", rows(function.lines, function)),
      .init(
        "pcdata",
        .array(
          indexes.map { index in
            function.pcdata[index].map { rows($0, function) } ?? .null
          })),
      .init(
        "funcdata",
        .array(
          dataIndexes.map { index in
            function.funcdata[index].map { funcdata($0, index, file) } ?? .null
          })),
    ]
    return DumpRecord(
      .function, .object(members), text: text(function, file, indexes, dataIndexes))
  }

  /// Of the first file that the function names, as many files as there are.
  private static func fileName(_ function: FunctionSymbol, _ file: FunctionSymbolFile) -> String? {
    let number = function.files.first { $0.value > 0 }.map { Int($0.value) } ?? 0
    return file.table.files.indices.contains(number - 1) ? file.table.files[number - 1] : nil
  }

  /// `[start, end, value]`, in bytes from the entry.
  private static func rows(_ entries: [PCValue], _ function: FunctionSymbol) -> JSONValue {
    .array(
      entries.enumerated().map { index, entry in
        let end = index + 1 < entries.count ? entries[index + 1].pc : function.size
        return [JSONValue(entry.pc), JSONValue(end), JSONValue(entry.value)]
      })
  }

  private static func funcdata(
    _ data: FuncDataAddress, _ index: Int, _ file: FunctionSymbolFile
  ) -> JSONValue {
    var members: [JSONValue.Member] = []
    switch data {
    case .address(let address): members.append(.init("addr", JSONValue(address)))
    case .symbol(let name, let addend):
      members += [.init("sym", .string(name)), .init("addend", JSONValue(addend))]
    }
    members.append(.init("map", FunctionMap(data, index, file)?.json ?? .null))
    return .object(members)
  }

  private static func text(
    _ function: FunctionSymbol, _ file: FunctionSymbolFile, _ pcdata: Range<Int>,
    _ funcdata: Range<Int>
  ) -> [String] {
    let place =
      file.hasAddresses
      ? hex(function.entry)
      : "\(function.symbol ?? function.name)" + signed(function.symbolOffset)
    var first = "function \(function.name) at \(place), "
    first += function.arguments.map { "\($0) argument bytes" } ?? "arguments unknown"
    if let frame = function.frame { first += ", frame \(frame)" }
    func line(_ name: String, _ entries: [PCValue]) -> String {
      let rows = entries.map { "+\($0.pc): \($0.value)" }.joined(separator: ", ")
      return "  \(name) " + (rows.isEmpty ? "none" : rows)
    }
    var lines = [first, line("pcsp", function.stackDeltas), line("pcfile", function.files)]
    let path = fileName(function, file).map { "\($0) " } ?? ""
    lines.append(line("pcln \(path)".trimmingEnd, function.lines))
    for index in pcdata {
      if let entries = function.pcdata[index] { lines.append(line("pcdata \(index)", entries)) }
    }
    for index in funcdata {
      guard let data = function.funcdata[index] else { continue }
      var line = "  funcdata \(index) "
      switch data {
      case .address(let address): line += hex(address)
      case .symbol(let name, let addend): line += name + (addend == 0 ? "" : signed(addend))
      }
      if let map = FunctionMap(data, index, file) { line += ": \(map.text)" }
      lines.append(line)
    }
    return lines
  }

  private static func hex(_ value: some BinaryInteger) -> String { "0x" + String(value, radix: 16) }

  private static func signed(_ value: Int64) -> String {
    (value < 0 ? "-" : "+") + hex(value.magnitude)
  }
}

extension String {
  /// Without the spaces at its end.
  fileprivate var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
