import FunctionTables
import GoRelease
import MachineCode
import Symbols

/// Collects the facts of functions, input by input, for one table.
struct FunctionSymbolBuilder {
  let release: GoRelease
  let layouts: FunctionSymbolLayouts
  let architecture: Architecture

  /// The maps that were made here.
  private(set) var maps = FuncDataSymbols()
  /// What the user may want to know, one line each.
  private(set) var notes: [String] = []
  private var functions: [FunctionSymbol] = []
  private var places = FunctionPlaces(firstNumber: 1)
  /// Where the next relocatable text starts when all are put behind one another.
  private var base: UInt64 = 0

  init(release: GoRelease, layouts: FunctionSymbolLayouts, architecture: Architecture) {
    self.release = release
    self.layouts = layouts
    self.architecture = architecture
  }

  var table: FunctionSymbolTable {
    // Where the runtime never reaches the last file, that is one without a name.
    let files = places.files + (layouts.extraFileCount == 0 ? [""] : [])
    return FunctionSymbolTable(
      functions: functions, files: files, architecture: architecture, layouts: layouts)
  }

  /// Adds an input's functions behind those that are there.
  mutating func add(
    _ input: RebuildInput, unknownFrames: FunctionTableRebuilder.UnknownFrames
  ) throws(RebuildError) {
    places.begin(input.lines)
    let source: GoFunctionFacts?
    if input.isRelocatable, let text = input.texts.first {
      source = try GoFunctionFacts(input, text)
      for other in source?.releases ?? [] where other != release.name {
        notes.append("\(input.path): compiled for Go \(other), described for Go \(release.name)")
      }
    } else {
      source = nil
    }
    var omitted: [String] = []
    for text in input.texts {
      let origin = input.isRelocatable ? start(of: text) : text.address
      let anchors = input.isRelocatable ? SymbolAnchors(text) : nil
      for function in text.functions {
        let go = source?.functions[function.range.lowerBound]
        var symbol = FunctionSymbol(
          name: go?.record.name ?? function.name,
          entry: origin &+ UInt64(clamping: function.range.lowerBound),
          size: UInt32(truncatingIfNeeded: function.range.count), stackDeltas: [], files: [],
          lines: [])
        guard UInt32(exactly: function.range.count) != nil else {
          throw .function(path: input.path, name: symbol.name, what: "has 4 GiB of code or more")
        }
        if let anchors {
          guard let anchor = anchors.anchor(of: function.range.lowerBound) else {
            throw .function(
              path: input.path, name: symbol.name,
              what: "is seen in its own object only, and so is all code beside it: no other object "
                + "can refer to it; make one function of the object global")
          }
          symbol.symbol = anchor.name
          symbol.symbolOffset = anchor.distance
        }
        let first = text.address &+ UInt64(clamping: function.range.lowerBound)
        (symbol.files, symbol.lines) = places.tables(
          inSection: text.section.index, range: first..<first &+ UInt64(symbol.size),
          start: go.map { ($0.record.file, $0.record.startLine) })
        let track = try track(function, text, input, unknownFrames)
        if track == nil { omitted.append(function.name) }
        try describe(&symbol, go, track, input)
        functions.append(symbol)
      }
    }
    note(input, omitted)
  }

  private mutating func start(of text: CodeText) -> UInt64 {
    let alignment = max(text.section.alignment, UInt64(clamping: architecture.pcQuantum), 1)
    let origin = (base &+ alignment &- 1) / alignment &* alignment
    base = origin &+ UInt64(clamping: text.bytes.count)
    return origin
  }

  /// Nil when the stack pointer cannot be followed and that is no error.
  private func track(
    _ function: CodeText.Function, _ text: CodeText, _ input: RebuildInput,
    _ unknownFrames: FunctionTableRebuilder.UnknownFrames
  ) throws(RebuildError) -> StackPointerTrack? {
    do throws(CodeTextError) {
      // The part of a function that a compiler moved away starts with that function's frame.
      guard !Self.isColdPart(function.name) else {
        throw .function(
          function.name,
          what: "is the moved part of another: compile without hot/cold splitting")
      }
      return try text.track(function)
    } catch {
      switch unknownFrames {
      case .omit: return nil
      case .refuse: throw .function(path: input.path, name: function.name, what: error.what)
      }
    }
  }

  private static func isColdPart(_ name: String) -> Bool {
    name.hasSuffix(".cold") || name.contains(".cold.")
  }

  /// Frame, arguments, FUNCDATA and PCDATA.
  private mutating func describe(
    _ symbol: inout FunctionSymbol, _ go: GoFunctionFacts.Function?, _ track: StackPointerTrack?,
    _ input: RebuildInput
  ) throws(RebuildError) {
    let frameSize = Int32(clamping: track?.frameSize ?? 0)
    if let track {
      symbol.stackDeltas = track.pcValues
      // Where the return address is pushed it comes on top; elsewhere the function stores it.
      let pushed: Int32 = architecture == .x86_64 ? 8 : 0
      symbol.frame = layouts.function[.frame] == nil ? nil : frameSize &+ pushed
    } else if layouts.function[.frame] != nil {
      symbol.frame = 0
    }
    // An image has no place for maps; without them all of a frame is scanned conservatively.
    guard input.isRelocatable else { return }
    var made: [Int: [UInt8]] = [:]
    if let arguments = go?.arguments {
      symbol.arguments = arguments.size
      made[layouts.funcdata.argumentPointerMap] = try argumentMap(arguments)
    }
    if track != nil {
      made[layouts.funcdata.localPointerMap] = try localMap(frameSize, go, track)
    }
    for (index, bytes) in made { symbol.funcdata[index] = maps.address(of: bytes) }
    guard let go else { return }
    for (index, target) in go.funcdata { symbol.funcdata[index] = target }
    for (index, values) in go.pcdata { symbol.pcdata[index] = values }
  }

  private func argumentMap(_ arguments: ArgumentLayout) throws(RebuildError) -> [UInt8] {
    switch layouts.frameMaps {
    case .wordKinds: try encode(.words(arguments.words))
    case .bitmaps: arguments.stackMap.encoded
    }
  }

  /// What is known of a frame's words. In Go 1.2 that is nothing, and all of it is scanned for what
  /// looks like a pointer. Go 1.8 does not scan so: Go functions hold no pointers that it must
  /// know, since no goroutine is stopped in them, and for others there is no map.
  private func localMap(
    _ frameSize: Int32, _ go: GoFunctionFacts.Function?, _ track: StackPointerTrack?
  ) throws(RebuildError) -> [UInt8]? {
    switch layouts.frameMaps {
    case .wordKinds:
      try encode(frameSize > 0 ? .conservative(byteCount: frameSize) : .words([]))
    case .bitmaps: go == nil ? nil : track?.localMap.encoded
    }
  }

  private func encode(_ map: FrameMap) throws(RebuildError) -> [UInt8] {
    do { return try map.encoded() } catch { throw .object("\(error)") }
  }

  private mutating func note(_ input: RebuildInput, _ omitted: [String]) {
    if !omitted.isEmpty {
      let names = omitted.prefix(3).joined(separator: ", ") + (omitted.count > 3 ? ", …" : "")
      notes.append(
        "\(input.path): functions without stack depths, since their stack pointer cannot be "
          + "followed: \(omitted.count) (\(names))")
    }
    if input.lines.sequences.isEmpty {
      notes.append("\(input.path): no line table (section .debug_line): functions have no lines")
    }
  }
}
