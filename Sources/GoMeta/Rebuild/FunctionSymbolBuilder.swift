import FunctionTables
import GoRelease
import MachineCode
import Symbols
import TableRebuilding

/// Makes the functions of a table of addresses (up to Go 1.15) from what was read of the inputs.
struct FunctionSymbolBuilder {
  private let layouts: FunctionSymbolLayouts
  private let architecture: Architecture
  private let inputs: [RebuildInput]
  private let facts: [FunctionFacts]

  /// The maps that were made here.
  private(set) var maps = FuncDataSymbols()
  private var files = SourceNumbers()
  private var functions: [FunctionSymbol] = []

  init(
    _ inputs: [RebuildInput], _ facts: [FunctionFacts], layouts: FunctionSymbolLayouts,
    architecture: Architecture
  ) {
    self.inputs = inputs
    self.facts = facts
    self.layouts = layouts
    self.architecture = architecture
  }

  var table: FunctionSymbolTable {
    // Where the runtime never reaches the last file, that is one without a name.
    let paths = files.paths + (layouts.extraFileCount == 0 ? [""] : [])
    return FunctionSymbolTable(
      functions: functions, files: paths, architecture: architecture, layouts: layouts)
  }

  /// Adds the functions of a layout, which has addresses.
  mutating func add(_ layout: TextLayout) throws(RebuildError) {
    for (place, function) in layout.functions.enumerated() {
      let anchor = layout.anchors.isEmpty ? nil : layout.anchors[place]
      try add(function, anchor)
    }
  }

  private mutating func add(
    _ place: TextLayout.Function, _ anchor: FunctionAnchors.Anchor?
  ) throws(RebuildError) {
    let input = inputs[place.input]
    let facts = facts[place.input]
    let function = input.code.functions.functions[place.index]
    let section = input.code.sections[Int(function.section)]
    let offset = Int(truncatingIfNeeded: function.address &- section.address)
    let go = input.go?.functions[offset]
    var symbol = FunctionSymbol(
      name: go?.record.name ?? String(decoding: input.code.name(of: function), as: UTF8.self),
      entry: place.entry, size: function.size, stackDeltas: facts.stackDeltas(of: place.index),
      files: [], lines: [])
    if let anchor {
      symbol.symbol = anchor.name
      symbol.symbolOffset = anchor.distance
    }
    (symbol.files, symbol.lines) = files.places(
      of: place.index, facts, start: go.map { ($0.record.file, $0.record.startLine) })
    try describe(&symbol, go, input, track: go.flatMap { _ in input.go?.track(at: offset) })
    functions.append(symbol)
  }

  /// Frame, arguments, FUNCDATA and PCDATA.
  private mutating func describe(
    _ symbol: inout FunctionSymbol, _ go: GoFunctionFacts.Function?, _ input: RebuildInput,
    track: StackPointerTrack?
  ) throws(RebuildError) {
    let frameSize = symbol.stackDeltas.reduce(0) { max($0, $1.value) }
    let isKnown = !symbol.stackDeltas.isEmpty
    if layouts.function[.frame] != nil {
      // Where the return address is pushed it comes on top; elsewhere the function stores it.
      symbol.frame = isKnown ? frameSize &+ (architecture == .x86_64 ? 8 : 0) : 0
    }
    // An image has no place for maps; without them all of a frame is scanned conservatively.
    guard input.isRelocatable else { return }
    var made: [Int: [UInt8]] = [:]
    if let arguments = go?.arguments {
      symbol.arguments = arguments.size
      made[layouts.funcdata.argumentPointerMap] = try argumentMap(arguments)
    }
    if isKnown {
      made[layouts.funcdata.localPointerMap] = try localMap(frameSize, go, track)
    }
    for (index, bytes) in made.sorted(by: { $0.key < $1.key }) {
      symbol.funcdata[index] = maps.address(of: bytes)
    }
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
}
