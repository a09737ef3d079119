import FunctionTables
import GoRelease
import MachineCode
import Symbols

/// The functions of the joined objects, with everything that the pclntab says of them.
struct LinkedFunctions {
  let text: CodeText
  /// In order of address, as in `text`.
  private(set) var functions: [Function] = []
  /// For each entry thunk, a word that says how many bytes below its entry it needs.
  private(set) var stackNeedSection = Section(
    kind: SectionKind(name: ".rodata", access: .readOnly), alignment: 4)

  struct Function {
    var symbol: String
    var range: Range<Int>
    var record: FunctionSectionRecord
    var track: StackPointerTrack
  }

  init(_ object: ObjectFile) throws(LinkError) {
    do throws(CodeTextError) { text = try CodeText(object) } catch {
      throw .code(function: error.function, what: error.what)
    }
    var records = try Self.records(object, text)
    for function in text.functions {
      guard let record = records.removeValue(forKey: function.range.lowerBound) else {
        throw .code(
          function: function.name, what: "nothing describes it; make its object with gometa compile"
        )
      }
      do throws(CodeTextError) {
        functions.append(
          Function(
            symbol: function.name, range: function.range, record: record,
            track: try text.track(function)))
      } catch { throw .code(function: record.name, what: error.what) }
    }
    try findStackNeeds()
    if object.architecture == .arm64 { try checkReturnAddresses() }
  }

  private func checkReturnAddresses() throws(LinkError) {
    for function in functions {
      do throws(ARM64ReturnAddressSlot.Violation) {
        try ARM64ReturnAddressSlot.check(
          text.bytes, function: function.range, track: function.track)
      } catch { throw .code(function: function.record.name, what: "\(error)") }
    }
  }

  /// The records of `.go.func`, by the offset of their function in the text.
  private static func records(
    _ object: ObjectFile, _ text: CodeText
  ) throws(LinkError) -> [Int: FunctionSectionRecord] {
    // A plugin of variables alone has no functions.
    guard let section = object.section(named: FunctionSectionRecord.sectionName) else { return [:] }
    guard
      let contents = try? object.contents(of: section),
      let relocations = try? object.relocations(for: section),
      let records = try? FunctionSectionRecord.decode(Array(contents))
    else {
      throw .code(function: "", what: "the section \(FunctionSectionRecord.sectionName) is damaged")
    }
    var targets: [UInt64: Int] = [:]
    for relocation in relocations where relocation.symbolIndex < object.symbols.count {
      let symbol = object.symbols[relocation.symbolIndex]
      guard symbol.sectionIndex == .section(text.section.index),
        let offset = Int(exactly: Int64(bitPattern: symbol.value) &+ relocation.addend)
      else { continue }
      targets[relocation.offset] = offset
    }
    var result: [Int: FunctionSectionRecord] = [:]
    for (offset, record) in records {
      guard let target = targets[UInt64(offset)] else {
        throw .code(function: record.name, what: "its record does not say where its code is")
      }
      result[target] = record
    }
    return result
  }

  /// Follows the calls from every thunk down.
  private mutating func findStackNeeds() throws(LinkError) {
    var nodes = functions.map {
      StackNeed.Function(name: $0.record.name, track: $0.track, callees: [])
    }
    // What thunks call in Go checks the stack itself.
    let goFunction = nodes.count
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
        switch text.callee(of: call) {
        case .function(let callee): nodes[index].callees.append(callee)
        case .external where function.record.role == .thunk:
          nodes[index].callees.append(goFunction)
        case .external(let name):
          throw .code(
            function: function.record.name,
            what:
              "calls \(name), which no object of the plugin defines; code outside Go needs more "
              + "stack than a goroutine has")
        case .unknown:
          throw .code(
            function: function.record.name,
            what:
              "calls through a pointer at +\(call.offset): how much stack the callee needs is not "
              + "known; call it by name")
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
          + "known; recursion is not supported yet")
    }
    for (index, function) in functions.enumerated() where function.record.role == .thunk {
      var word: [UInt8] = []
      word.append(littleEndian: UInt32(clamping: needs[index] - returnAddress))
      stackNeedSection.append(
        Symbol(
          name: Naming.stackNeed(function.symbol), bytes: word, alignment: 4, binding: .hidden))
    }
  }
}

extension LinkedFunctions {
  /// The records of the pclntab, and the files that they index.
  func table(
    lines: LineTable, release: GoRelease
  ) -> (functions: [FunctionRecord], files: [String]) {
    var files = FileIndex(lines.files)
    let layouts = release.functions
    var records: [FunctionRecord] = []
    for function in functions {
      let (fileTable, lineTable) = rows(of: function, lines, &files)
      var record = FunctionRecord(
        name: function.record.name, entry: UInt32(truncatingIfNeeded: function.range.lowerBound),
        size: UInt32(truncatingIfNeeded: function.range.count),
        stackDeltas: function.track.deltas.map {
          PCValue(
            pc: UInt32(truncatingIfNeeded: $0.offset), value: Int32(truncatingIfNeeded: $0.delta))
        }, files: fileTable, lines: lineTable)
      record.startLine = Int32(truncatingIfNeeded: function.record.startLine)
      record.argumentSize = Int32(truncatingIfNeeded: function.record.argumentSize)
      record.functionID = function.record.role == .body ? 0 : layouts.wrapperID
      // Frames of compiled code have no maps of what they hold: no goroutine may be stopped there.
      record.pcdata[layouts.pcdata.unsafePoint] = [
        PCValue(pc: 0, value: layouts.pcdata.unsafePointUnsafe)
      ]
      record.funcdata[layouts.funcdata.localPointerMaps] = FuncData(
        bytes: localMap(of: function.track).encoded, alignment: 4)
      if function.record.argumentSize > 0 {
        let map = StackMap(
          bitCount: Int(function.record.argumentSize / 8),
          bitmaps: [function.record.argumentPointerWords.map { Int($0) }])
        record.funcdata[layouts.funcdata.argumentPointerMaps] = FuncData(
          bytes: map.encoded, alignment: 4)
      }
      records.append(record)
    }
    return (records, files.used)
  }

  /// Lines and files by PC. Where debug info says nothing, or line 0, what was last said holds;
  /// before that, the function's own line.
  private func rows(
    of function: Function, _ lines: LineTable, _ files: inout FileIndex
  ) -> (files: [PCValue], lines: [PCValue]) {
    let start = UInt64(function.range.lowerBound)
    var fileTable = [PCValue(pc: 0, value: files.index(of: function.record.file))]
    var lineTable = [PCValue(pc: 0, value: Int32(truncatingIfNeeded: function.record.startLine))]
    let rows = lines.rows(
      inSection: text.section.index, range: start..<UInt64(function.range.upperBound))
    for row in rows where row.line > 0 && !row.endsSequence && row.file < lines.files.count {
      let pc = row.address > start ? UInt32(truncatingIfNeeded: row.address - start) : 0
      fileTable.set(files.index(of: row.file), at: pc)
      lineTable.set(Int32(truncatingIfNeeded: row.line), at: pc)
    }
    return (fileTable, lineTable)
  }

  /// The words of a frame that Go must know: on arm64 the saved frame pointer, which moves with the
  /// stack. (On x86-64 the runtime finds it by itself.) Bit 0 is the frame's lowest word.
  private func localMap(of track: StackPointerTrack) -> StackMap {
    let size = track.frameSize
    guard let save = track.framePointerSave, size >= 8 else {
      return StackMap(bitCount: 0, bitmaps: [[]])
    }
    let bitCount = (size - 8) / 8
    let bit = (size - save) / 8
    return StackMap(bitCount: bitCount, bitmaps: [bit < bitCount && bit >= 0 ? [bit] : []])
  }
}

/// The files that functions mention, in the order of their first mention.
private struct FileIndex {
  private(set) var used: [String] = []
  private let files: [String]
  private var indexes: [String: Int32] = [:]
  /// By the line table's own numbers; −1 for files not mentioned yet.
  private var numbers: [Int32]

  init(_ files: [String]) {
    self.files = files
    numbers = [Int32](repeating: -1, count: files.count)
  }

  /// The index of a file of the line table.
  mutating func index(of file: Int) -> Int32 {
    if numbers[file] < 0 { numbers[file] = index(of: files[file]) }
    return numbers[file]
  }

  mutating func index(of path: String) -> Int32 {
    let path = path.isEmpty ? "<autogenerated>" : path
    if let known = indexes[path] { return known }
    let index = Int32(truncatingIfNeeded: used.count)
    used.append(path)
    indexes[path] = index
    return index
  }
}

extension [PCValue] {
  /// Sets the value from a PC on, which is not before those that are there.
  fileprivate mutating func set(_ value: Int32, at pc: UInt32) {
    if last?.pc == pc { removeLast() }
    if last?.value == value { return }
    append(PCValue(pc: pc, value: value))
  }
}
