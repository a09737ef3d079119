import FunctionTables
import GoRelease
import MachineCode
import Symbols

/// The functions of the joined objects, with everything that the pclntab says of them.
struct LinkedFunctions {
  let text: CodeText
  /// In order of address, as in `text`.
  private(set) var functions: [Function] = []
  /// What the front end said of them by `go.pcdata` and `go.funcdata`.
  let markers: FunctionMarkers
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
    do throws(FunctionMarkersError) {
      markers = try FunctionMarkers(reading: object, text)
    } catch { throw .code(function: error.function, what: "\(error)") }
    // A plugin of variables alone has no functions.
    var records: [Int: FunctionSectionRecord]
    do throws(FunctionSectionRecord.Fault) {
      records = try FunctionSectionRecord.records(of: object, in: text)
    } catch { throw .code(function: error.function, what: error.what) }
    for function in text.functions {
      guard let record = records.removeValue(forKey: function.range.lowerBound) else {
        throw .code(
          function: function.name,
          what: "nothing describes it; make its object with gometa compile or GoMeta's passes"
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
    for function in functions {
      switch object.architecture {
      case .x86_64: try checkFrame(function)
      case .arm64: try checkReturnAddress(function)
      }
    }
  }

  private func checkReturnAddress(_ function: Function) throws(LinkError) {
    do throws(ARM64ReturnAddressSlot.Violation) {
      try ARM64ReturnAddressSlot.check(
        text.bytes, function: function.range, track: function.track)
    } catch {
      throw .code(function: function.record.name, what: "\(error)\(Self.adviceOnLevels)")
    }
  }

  /// Go's frames are whole words.
  private func checkFrame(_ function: Function) throws(LinkError) {
    guard let place = function.track.deltas.first(where: { $0.delta % 8 != 0 }) else { return }
    throw .code(
      function: function.record.name,
      what: "its frame is of \(place.delta) bytes at +\(place.offset), which are no whole words"
        + Self.adviceOnLevels)
  }

  private static let adviceOnLevels =
    "; if the object is not of gometa compile, generate its code with the target and level that "
    + "GoMeta's passes were told (gometa<O2>, llc -O2), on arm64 at least 1"

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
        // Thunks are entered as Go's functions are, and ask for stack themselves.
        case .function(let callee)
        where function.record.role == .thunk && functions[callee].record.role == .thunk:
          nodes[index].callees.append(goFunction)
        case .function(let callee): nodes[index].callees.append(callee)
        case .external where function.record.role == .thunk:
          nodes[index].callees.append(goFunction)
        case .external(let name):
          throw .code(
            function: function.record.name,
            what:
              "calls \(name), which no object of the plugin defines; code outside Go needs more "
              + "stack than a goroutine has")
        case .unknown where function.record.role == .thunk:
          // A method found in an itab: Go's own, or another thunk, which asks for its callees.
          nodes[index].callees.append(goFunction)
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
  ) throws(LinkError) -> (functions: [FunctionRecord], files: [String]) {
    var places: FunctionPlaces
    switch release.functionTable {
    case .lineTable: places = FunctionPlaces()
    case .symbols: places = FunctionPlaces(firstNumber: 1)
    }
    places.begin(lines)
    var symbols = SymbolContents(text.object)
    var records: [FunctionRecord] = []
    for function in functions {
      let (fileTable, lineTable) = places.tables(
        inSection: text.section.index,
        range: UInt64(function.range.lowerBound)..<UInt64(function.range.upperBound),
        start: (function.record.file, function.record.startLine))
      var record = FunctionRecord(
        name: function.record.name, entry: UInt32(truncatingIfNeeded: function.range.lowerBound),
        size: UInt32(truncatingIfNeeded: function.range.count),
        stackDeltas: function.track.pcValues, files: fileTable, lines: lineTable)
      record.startLine = Int32(truncatingIfNeeded: function.record.startLine)
      record.argumentSize = Int32(truncatingIfNeeded: function.record.argumentSize)
      switch release.functionTable {
      case .lineTable(let layouts): describe(function, &record, layouts)
      case .symbols(let layouts): describe(function, &record, layouts)
      }
      try addMarkers(of: function, to: &record, from: &symbols)
      records.append(record)
    }
    return (records, places.files)
  }

  private func describe(
    _ function: Function, _ record: inout FunctionRecord, _ layouts: FunctionLayouts
  ) {
    record.functionID = function.record.role == .body ? 0 : layouts.wrapperID
    // Frames of compiled code have no maps of what they hold: no goroutine may be stopped there.
    record.pcdata[layouts.pcdata.unsafePoint] = [
      PCValue(pc: 0, value: layouts.pcdata.unsafePointUnsafe)
    ]
    record.funcdata[layouts.funcdata.localPointerMaps] = FuncData(
      bytes: function.track.localMap.encoded, alignment: 4)
    record.funcdata[layouts.funcdata.argumentPointerMaps] = argumentMap(function)
  }

  /// Go 1.8 stops goroutines only where they call its own code, and a frame of compiled code is not
  /// resumed after that. It has no frame pointers to keep on arm64.
  private func describe(
    _ function: Function, _ record: inout FunctionRecord, _ layouts: FunctionSymbolLayouts
  ) {
    record.funcdata[layouts.funcdata.localPointerMap] = FuncData(
      bytes: StackMap(bitCount: 0, bitmaps: [[]]).encoded, alignment: 4)
    record.funcdata[layouts.funcdata.argumentPointerMap] = argumentMap(function)
  }

  /// Nil for a function without arguments on the stack.
  private func argumentMap(_ function: Function) -> FuncData? {
    guard function.record.argumentSize > 0 else { return nil }
    let map = StackMap(
      bitCount: Int(function.record.argumentSize / 8),
      bitmaps: [function.record.argumentPointerWords.map { Int($0) }])
    return FuncData(bytes: map.encoded, alignment: 4)
  }
}
