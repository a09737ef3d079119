import FunctionTables
import GoABI
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
  /// The calls that were inlined.
  var inlineTrees = InlineTrees()
  /// What LLVM says of the frames of managed code.
  let stackMaps: FunctionStackMaps
  /// For each entry thunk, a word that says how many bytes below its entry it needs.
  var stackNeedSection = Section(
    kind: SectionKind(name: ".rodata", access: .readOnly), alignment: 4)

  var hasManagedCode: Bool { functions.contains(where: \.record.role.isManaged) }

  struct Function {
    var symbol: String
    var range: Range<Int>
    var record: FunctionSectionRecord
    var track: StackPointerTrack
  }

  /// Of the object, for messages.
  let lines: LineTable

  init(_ object: ObjectFile, lines: LineTable) throws(LinkError) {
    self.lines = lines
    do throws(CodeTextError) { text = try CodeText(object) } catch {
      throw .code(function: error.function, what: error.what)
    }
    do throws(FunctionMarkersError) {
      markers = try FunctionMarkers(reading: object, text)
    } catch { throw .code(function: error.function, what: "\(error)") }
    do throws(MachineCode.StackMapError) { stackMaps = try FunctionStackMaps(object) } catch {
      throw .code(function: "", what: "\(error)")
    }
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
      case .lineTable(let layouts): try describe(function, &record, layouts, release)
      case .symbols(let layouts): describe(function, &record, layouts)
      }
      if let layouts = release.functions { inlineTrees.add(to: &record, layouts) }
      try addMarkers(of: function, to: &record, from: &symbols)
      records.append(record)
    }
    return (records, places.files)
  }

  private func describe(
    _ function: Function, _ record: inout FunctionRecord, _ layouts: FunctionLayouts,
    _ release: GoRelease
  ) throws(LinkError) {
    let role = function.record.role
    record.functionID = role.isShown ? 0 : layouts.wrapperID
    // Frames of other code than managed one have no maps of what they hold: no goroutine may be
    // stopped there.
    if role.isManaged {
      let unsafe = try unsafePoints(of: function, release: release, layouts)
      if !unsafe.isEmpty { record.pcdata[layouts.pcdata.unsafePoint] = unsafe }
    } else {
      record.pcdata[layouts.pcdata.unsafePoint] = [
        PCValue(pc: 0, value: layouts.pcdata.unsafePointUnsafe)
      ]
    }
    let maps: FrameMaps
    switch role {
    case .managedBody, .generatedManagedBody:
      maps = try managedMaps(function)
      try checkStackAddresses(function, maps)
    case .thunk, .stackCheck, .exit: maps = thunkMaps(function)
    case .protect:
      maps = thunkMaps(function)
      describeDefer(function, &record, layouts, release)
    case .body, .generatedBody:
      maps = FrameMaps(
        locals: function.track.localMap, arguments: nil, indexes: [PCValue(pc: 0, value: 0)])
    }
    record.pcdata[layouts.pcdata.stackMapIndex] = maps.indexes
    record.funcdata[layouts.funcdata.localPointerMaps] = FuncData(
      bytes: maps.locals.encoded, alignment: 4)
    record.funcdata[layouts.funcdata.argumentPointerMaps] = maps.arguments.map {
      FuncData(bytes: $0.encoded, alignment: 4)
    }
    if let index = layouts.funcdata.argumentInfo, !function.record.argumentInfo.isEmpty {
      record.funcdata[index] = FuncData(bytes: function.record.argumentInfo, alignment: 1)
    }
  }

  /// What the runtime looks for in frames that it unwinds, and where it goes on after a recovery.
  private func describeDefer(
    _ function: Function, _ record: inout FunctionRecord, _ layouts: FunctionLayouts,
    _ release: GoRelease
  ) {
    let thunk = ProtectThunk(architecture: text.object.architecture)
    let resume = function.track.calls.last {
      text.callee(of: $0) == .external(ProtectThunk.deferReturn)
    }
    guard let resume else { return }
    record.deferReturn = UInt32(truncatingIfNeeded: resume.offset - thunk.resumeBeforeCall)
    record.funcdata[layouts.funcdata.openCodedDefers] = FuncData(
      bytes: thunk.deferInfo(countsDefers: release.code.countsOpenDefers), alignment: 1)
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
