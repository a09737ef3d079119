import FunctionTables
import MachineCode

/// Turns inlined subroutines into inline trees and tables of their indexes, unit by unit.
struct InlineWorker {
  private(set) var result = InlineParts()
  private var reader: DebugUnitReader
  private let units: DebugUnits
  private let lineUnits: LineUnits
  private let lines: LineTables
  private let functions: FunctionIndex
  private let quantum: Int
  private var map = InlineMap()
  private var places = CallPlaces()
  private var sites: CallSites
  private var files: UnitFileNames
  private let hasCallSites: Bool
  /// Where all code ends.
  private let end: UInt64
  /// By place in the subprogram's calls, that in the function's; −1 for those that have no code in
  /// it.
  private var numbers: [Int32] = []
  /// The function that is looked for first.
  private var next = 0

  init(
    _ units: DebugUnits, _ lineUnits: LineUnits, _ lines: LineTables, _ input: CodeInput,
    hasCallSites: Bool
  ) {
    self.hasCallSites = hasCallSites
    reader = DebugUnitReader(units)
    self.units = units
    self.lineUnits = lineUnits
    self.lines = lines
    functions = input.functions
    quantum = input.architecture.pcQuantum
    sites = CallSites(quantum: input.architecture.pcQuantum)
    files = UnitFileNames(lineUnits)
    end = input.sections.last?.end ?? 0
  }

  /// Takes room for a share of all work. A call takes over 100 bytes of `.debug_info`.
  mutating func reserve(oneOf jobs: Int) {
    let size = units.debug.info.count / jobs
    result.parts.reserveCapacity(functions.count / jobs)
    result.calls.reserveCapacity(size / 128)
    result.indexBytes.reserveCapacity(size / 16)
  }

  mutating func read(_ unit: Int) throws(DebugInfoError) {
    try reader.read(unit)
    let lineUnit = reader.lineProgram.flatMap { lineUnits.unit(at: $0) }
    for index in reader.subprograms.indices {
      let subprogram = reader.subprograms[index]
      for range in subprogram.ranges {
        guard let function = function(startingAt: reader.ranges[range].start) else { continue }
        add(subprogram, index, to: function, of: unit, lineUnit)
      }
    }
    files.append(to: &result.sites)
  }

  /// Compilers write functions in order, so that mostly it is the one after the last.
  private mutating func function(startingAt address: UInt64) -> Int? {
    if next < functions.count, functions.functions[next].address == address {
      next &+= 1
      return next &- 1
    }
    guard let index = functions.index(startingAt: address) else { return nil }
    next = index &+ 1
    return index
  }

  private mutating func add(
    _ subprogram: Subprogram, _ index: Int, to function: Int, of unit: Int, _ lineUnit: Int?
  ) {
    let calls = result.calls.count
    let start = result.indexBytes.count
    var hasSites = false
    if !subprogram.inlined.isEmpty {
      let code = functions.functions[function]
      map.build(reader, index, from: code.address, size: code.size)
      addCalls(subprogram, lineUnit)
      encodeIndex(size: code.size)
      findPlaces(function, calls: calls, lineUnit)
      hasSites = !sites.isEmpty
      if hasSites { addSites(toIndexAt: start, size: code.size) }
    }
    result.parts.append(
      InlineParts.Part(
        function: Int32(truncatingIfNeeded: function), unit: Int32(truncatingIfNeeded: unit),
        lineUnit: Int32(truncatingIfNeeded: lineUnit ?? -1), name: subprogram.function.name,
        startLine: Int32(truncatingIfNeeded: subprogram.function.declLine),
        calls: calls..<result.calls.count,
        index: UInt32(
          truncatingIfNeeded: start)..<UInt32(truncatingIfNeeded: result.indexBytes.count),
        sites: hasSites && result.sites.parts.last?.function == Int32(function)
          ? Int32(truncatingIfNeeded: result.sites.parts.count &- 1) : -1))
  }

  /// Adds the calls that have code in the function, and those around them, in their order.
  private mutating func addCalls(_ subprogram: Subprogram, _ lineUnit: Int?) {
    let all = subprogram.inlined
    numbers.removeAll(keepingCapacity: true)
    numbers.append(contentsOf: repeatElement(-1, count: all.count))
    for transition in map.transitions {
      // A call is seen with those around it; marked ones have theirs marked.
      var call = Int(transition.call)
      while numbers.indices.contains(call), numbers[call] < 0 {
        numbers[call] = 0
        call = Int(reader.inlined[all.lowerBound &+ call].parent)
      }
    }
    let firstFile = lineUnit.map { lineUnits.units[$0].version >= 5 ? 0 : 1 } ?? 0
    var count: Int32 = 0
    for place in all.indices {
      let number = place &- all.lowerBound
      guard numbers[number] == 0 else { continue }
      numbers[number] = count
      count &+= 1
      let call = reader.inlined[place]
      let parent = Int(call.parent)
      let origin =
        reader.origins.indices.contains(Int(call.origin)) ? reader.origins[Int(call.origin)] : nil
      result.calls.append(
        InlineParts.Call(
          parent: numbers.indices.contains(parent) ? numbers[parent] : -1, name: origin?.name,
          startLine: Int32(truncatingIfNeeded: origin?.declLine ?? 0),
          file: call.callFile == .max || lineUnit == nil
            ? -1 : Int32(truncatingIfNeeded: Int(call.callFile) &- firstFile),
          line: call.callLine == 0 ? -1 : Int32(truncatingIfNeeded: call.callLine), parentPC: -1))
    }
  }

  private mutating func encodeIndex(size: UInt32) {
    let (transitions, numbers) = (map.transitions, numbers)
    let room =
      transitions.count &* PCValueEncoder.longestEntry &+ PCValueEncoder.longestEnd
    result.indexBytes.append(addingCapacity: room) { (bytes: inout OutputSpan<UInt8>) in
      var encoder = PCValueEncoder(quantum: quantum)
      for transition in transitions {
        let call = Int(transition.call)
        encoder.append(
          at: transition.offset, value: numbers.indices.contains(call) ? numbers[call] : -1,
          to: &bytes)
      }
      encoder.finish(end: size, to: &bytes)
    }
  }

  /// Finds each call's PC: the runtime shows that PC's place as the call's.
  private mutating func findPlaces(_ function: Int, calls start: Int, _ lineUnit: Int?) {
    sites.removeAll()
    guard result.calls.count > start else { return }
    places.begin(result.calls[start...])
    if let entry = lines.entry(of: function) {
      // Copies of references, since what is found is another part of this value.
      let files = lines.workers[entry.worker].fileBytes
      let lines = lines.workers[entry.worker].lineBytes
      let isOwnUnit = lineUnit.map { $0 == Int(entry.part.unit) } ?? false
      places.walk(
        indexes: map.transitions, numbers: numbers,
        files: files.span.bytes.extracting(
          Int(entry.part.files.lowerBound)..<Int(entry.part.files.upperBound)),
        lines: lines.span.bytes.extracting(
          Int(entry.part.lines.lowerBound)..<Int(entry.part.lines.upperBound)),
        quantum: quantum, comparesFiles: isOwnUnit)
    }
    places.end()
    let entry = lines.entry(of: function)
    let code = functions.functions[function]
    let isOwnUnit = entry.map { Int($0.part.unit) == lineUnit } ?? false
    let hasRoom = hasCallSites && sites.begin(end &- code.address)
    for index in start..<result.calls.count {
      let found = places.found(index &- start)
      result.calls[index].parentPC = found.pc
      guard found.precision != .exact else { continue }
      var call = result.calls[index]
      let unit = isOwnUnit ? lineUnit : nil
      if hasRoom, found.precision == .none || !(unit.map { files.isGo($0) } ?? false) {
        // What is not told is −1; line 0 is told of calls that no source has.
        if let unit, files.name(call.file, of: unit) {
          call.line = max(call.line, 0)
        } else {
          (call.file, call.line) = (-1, -1)
          result.unplacedCalls &+= 1
        }
        result.calls[index].parentPC = sites.pc(of: call)
      } else {
        result.approximateCalls &+= 1
      }
    }
    if isOwnUnit, !sites.isEmpty, let entry { addSites(function, entry, size: code.size) }
  }

  private mutating func addSites(toIndexAt start: Int, size: UInt32) {
    let table = Array(result.indexBytes[start...])
    result.indexBytes.removeLast(table.count)
    sites.append(table.span.bytes, .caller, size: size, to: &result.indexBytes)
  }

  /// Writes a function's tables again, with its call sites behind them.
  private mutating func addSites(_ function: Int, _ entry: LineTables.Entry, size: UInt32) {
    let worker = lines.workers[entry.worker]
    let (files, lines) = (result.sites.fileBytes.count, result.sites.lineBytes.count)
    sites.append(
      worker.fileBytes.part(entry.part.files), .file, size: size, to: &result.sites.fileBytes)
    sites.append(
      worker.lineBytes.part(entry.part.lines), .line, size: size, to: &result.sites.lineBytes)
    var part = entry.part
    part.files = LineParts.range(from: files, result.sites.fileBytes)
    part.lines = LineParts.range(from: lines, result.sites.lineBytes)
    result.sites.parts.append(part)
  }
}
