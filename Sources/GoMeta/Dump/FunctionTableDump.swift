import FunctionTables
import GoRelease
import ModuleTables

/// Writes what a pclntab says of its functions, one after the other, as text or as JSON.
///
/// Nothing of a function is kept: a table of any size is written in little memory.
struct FunctionTableDump {
  let file: FunctionTableFile
  let style: DumpStyle
  /// What the magic number does not tell.
  let facts: FunctionTableFacts

  init(_ file: FunctionTableFile, _ style: DumpStyle, release: String? = nil) {
    self.file = file
    self.style = style
    facts = FunctionTableFacts(file, release: release ?? file.release)
  }

  /// Lines of about so many bytes are handed on together.
  private static let chunk = 1 << 16

  /// The longest line of a function, in bytes. A row takes two bytes in the table and some twenty
  /// in the line; in a damaged table a function's parts may overlap over and over.
  var longestLine: Int { 64 * (file.table.count + file.funcData.count) + 1 << 16 }

  /// How many rows are looked at to place the calls that were inlined into a function.
  static let mostRows = 1 << 26

  func check(
    _ line: borrowing LineBuffer, of function: Function
  ) throws(FunctionTableViewError) {
    guard line.bytes.count <= longestLine else {
      throw .malformed(.functionRecord, offset: function.place.record)
    }
  }

  /// Every function, in the order of the table. What cannot be read is left out, and named.
  func functions(
    to sink: ([UInt8]) throws -> Void
  ) throws -> [String] {
    try file.withView { view in
      var faults: [String] = []
      var line = LineBuffer()
      var text = LineBuffer()
      // All functions together take some six times the table's bytes.
      var left = 4 * longestLine
      for index in 0..<view.functionCount {
        line.removeAll()
        do throws(FunctionTableViewError) {
          let function = try self.function(at: index, in: view)
          switch style {
          case .json: try appendJSON(function, view, to: &line)
          case .text: try appendText(function, view, to: &line)
          }
          text.append(line)
          left -= line.bytes.count
        } catch {
          // In a table of which nothing can be read every function has a fault.
          if faults.count < 64 { faults.append("function \(index): \(error)") }
        }
        if left < 0 {
          faults.append(
            "function \(index): functions share so many bytes that they outgrow the table")
          break
        }
        if text.bytes.count >= Self.chunk {
          try sink(text.bytes)
          text.removeAll()
        }
      }
      if !text.bytes.isEmpty { try sink(text.bytes) }
      return faults
    }
  }

  /// A function as it is dumped: the gap behind its code is not its own. In an object, where it has
  /// no address, it stands at 0.
  struct Function {
    var place: FunctionTableView.Function
    var fields: FunctionTableView.Fields
    var size: UInt64
    /// What a linker will store as its entry.
    var reference: FunctionTableFile.Reference?
  }

  func function(
    at index: Int, in view: borrowing FunctionTableView
  ) throws(FunctionTableViewError) -> Function {
    var place = try view.function(at: index)
    let fields = try view.fields(of: place)
    let gap = place.end > place.entry ? place.end - place.entry : 0
    let size = try view.codeSize(of: place).map { UInt64($0) } ?? (file.hasAddresses ? gap : 0)
    var function = Function(place: place, fields: fields, size: size)
    if !file.hasAddresses {
      function.reference = file.entryReference(at: view.entryPlace(of: place), place.entry)
      place.entry = 0
      place.end = size
      function.place = place
    }
    return function
  }
}

/// How a dump is written.
public enum DumpStyle: Sendable {
  /// Lines for a reader.
  case text
  /// One JSON object a line.
  case json
}

extension LineBuffer {
  mutating func append(_ other: borrowing LineBuffer) { append(other.bytes.span.bytes) }
}

extension FunctionTableFile {
  /// What a linker will store as a function's entry: its own reference, or else that of the text's
  /// start, from which it has a distance.
  func entryReference(at place: Int, _ entry: UInt64) -> Reference? {
    if let reference = reference(at: place) { return reference }
    guard let header = FunctionLayouts.reading1_20.header[.textStart],
      var text = reference(at: header.offset)
    else { return nil }
    text.addend &+= Int64(bitPattern: entry)
    text.offset &+= entry
    return text
  }
}
