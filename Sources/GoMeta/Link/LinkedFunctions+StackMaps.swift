import FunctionTables
import GoRelease
import MachineCode
import Symbols

/// Which words of a frame hold pointers at each of its calls.
extension LinkedFunctions {
  /// Stack maps of one function, and which of them holds where.
  struct FrameMaps {
    var locals: StackMap
    var arguments: StackMap?
    var indexes: [PCValue]
    /// The words that the map at each call of managed code names, by its return address.
    var words: [Int: Set<Int>] = [:]
  }

  /// Of a function of managed code: what LLVM says of its statepoints.
  func managedMaps(_ function: Function) throws(LinkError) -> FrameMaps {
    let frame = function.track.frameSize
    if let recorded = stackMaps.frameSizes[function.range.lowerBound],
      let problem = RecordedFrameSize.problem(recorded: recorded, track: function.track)
    {
      throw .code(function: function.record.name, what: "\(problem)")
    }
    let words = max(0, (frame - 8) / 8)
    let always = function.track.localMap.bitmaps.first ?? []
    var statepoints = stackMaps.statepoints(of: function.range.lowerBound)
    var maps = FrameMaps(
      locals: StackMap(bitCount: words, bitmaps: []), arguments: nil, indexes: [])
    var numbers: [[Int]: Int32] = [:]
    var start: UInt32 = 0
    for call in function.track.calls where !call.isTailCall {
      var bits = Set(always)
      if let record = statepoints.removeValue(forKey: call.returnOffset) {
        guard call.delta == frame else {
          throw fault(function, call.offset, "calls with a frame that is not whole")
        }
        do throws(FrameRoots.Fault) {
          bits.formUnion(
            try FrameRoots(record, stackMaps, text.object.architecture, words: words).bits)
        } catch { throw fault(function, call.offset, error.what) }
      } else if try !isLeaf(call) {
        throw fault(
          function, call.offset,
          "calls what may move the stack, and LLVM wrote no record of its pointers there")
      }
      maps.words[call.returnOffset] = bits
      let map = bits.sorted()
      let number = numbers[map] ?? Int32(maps.locals.bitmaps.count)
      if numbers.updateValue(number, forKey: map) == nil { maps.locals.bitmaps.append(map) }
      maps.indexes.set(number, at: start)
      start = UInt32(truncatingIfNeeded: call.returnOffset)
    }
    guard statepoints.isEmpty else {
      throw fault(
        function, statepoints.keys.min() ?? 0,
        "LLVM's record speaks of a call that returns there, and none does")
    }
    if maps.locals.bitmaps.isEmpty {
      maps.locals.bitmaps = [always]
      maps.indexes = [PCValue(pc: 0, value: 0)]
    }
    return maps
  }

  /// That no address of the frame is kept where a move of the stack does not mend it.
  func checkStackAddresses(_ function: Function, _ maps: FrameMaps) throws(LinkError) {
    guard let code = text.function(at: function.range.lowerBound) else { return }
    let violations: [StackAddressFlow.Violation]
    do throws(CodeTextError) {
      violations = try StackAddressFlow.violations(
        in: text, function: text.functions[code], track: function.track,
        moves: { call in (try? isLeaf(call)) != true },
        isMapped: { call, offset in maps.words[call.returnOffset]?.contains(offset / 8) == true })
    } catch { throw .code(function: function.record.name, what: error.what) }
    guard let violation = violations.first else { return }
    throw .code(
      function: function.record.name,
      what: place(function, violation.use) + violation.description)
  }

  /// Where code comes from, for messages; empty where debug info does not tell.
  func place(_ function: Function, _ offset: Int) -> String {
    let address = UInt64(function.range.lowerBound + offset)
    let rows = lines.rows(
      inSection: text.section.index, range: UInt64(function.range.lowerBound)..<address + 1)
    guard let row = rows.last(where: { $0.line > 0 && !$0.endsSequence }),
      row.file < lines.files.count
    else { return "" }
    return "\(lines.files[row.file]):\(row.line): "
  }

  /// Of a thunk: one map for calls that grow the stack, one for all others.
  func thunkMaps(_ function: Function) -> FrameMaps {
    let record = function.record
    let words = max(0, (function.track.frameSize - 8) / 8)
    let always = function.track.localMap.bitmaps.first ?? []
    // The frame in which the stack grows is another, with no frame pointer in it.
    func map(_ words: [UInt32], _ always: [Int] = []) -> [Int] {
      Set(words.map { Int($0) } + always).sorted()
    }
    var indexes: [PCValue] = []
    var start: UInt32 = 0
    for call in function.track.calls where !call.isTailCall {
      indexes.set(growsStack(call) ? 0 : 1, at: start)
      start = UInt32(truncatingIfNeeded: call.returnOffset)
    }
    let arguments = Int(record.argumentSize / 8)
    return FrameMaps(
      locals: StackMap(
        bitCount: words, bitmaps: [map(record.growingLocals), map(record.callingLocals, always)]),
      arguments: arguments == 0
        ? nil
        : StackMap(
          bitCount: arguments,
          bitmaps: [record.argumentPointerWords, record.callingArguments].map {
            $0.map { Int($0) }
          }),
      indexes: indexes.isEmpty ? [PCValue(pc: 0, value: 0)] : indexes)
  }

  private func growsStack(_ call: StackPointerTrack.Call) -> Bool {
    if case .external(let name) = text.callee(of: call) {
      return name.hasPrefix("runtime.morestack")
    }
    return false
  }

  /// Whether the stack stays where it is during a call.
  func isLeaf(_ call: StackPointerTrack.Call) throws(LinkError) -> Bool {
    guard case .function(let index) = text.callee(of: call) else { return false }
    switch functions[index].record.role {
    case .body, .generatedBody, .thunk: return true
    case .managedBody, .generatedManagedBody, .stackCheck, .exit, .protect: return false
    }
  }

  private func fault(_ function: Function, _ offset: Int, _ what: String) -> LinkError {
    .code(
      function: function.record.name, what: "\(place(function, offset))at +\(offset): \(what)")
  }
}

/// The words of a frame that one statepoint names.
struct FrameRoots {
  /// Ascending, from the frame's lowest word.
  private(set) var bits: Set<Int> = []

  struct Fault: Error {
    var what: String
  }

  /// In front of the values: calling convention, flags, number of other operands.
  private static let fixed = 3

  /// - Parameter words: of the frame that a map speaks of.
  init(
    _ record: StackMapTable.Record, _ table: StackMapTable, _ architecture: Architecture, words: Int
  ) throws(Fault) {
    let locations = table.locations[record.locations]
    guard locations.count >= Self.fixed,
      let others = locations.dropFirst(2).first, others.kind == .constant, others.offset >= 0,
      locations.count >= Self.fixed + Int(others.offset)
    else { throw Fault(what: "LLVM's record of the call is not that of a statepoint") }
    let operands = locations.dropFirst(Self.fixed)
    try addLocals(operands.prefix(Int(others.offset)), architecture, words)
    for location in operands.dropFirst(Int(others.offset)) {
      // A nil pointer.
      if location.kind == .constant || location.kind == .constantIndex { continue }
      guard location.kind == .indirect, location.size == 8 else {
        throw Fault(
          what: "LLVM keeps a pointer in a register over the call, where Go's collector does not "
            + "look; do not raise -max-registers-for-gc-values")
      }
      try add(location, architecture, words)
    }
  }

  /// Locals with pointers: the address, the number of words, 24 bits in a number.
  private mutating func addLocals(
    _ operands: ArraySlice<StackMapTable.Location>, _ architecture: Architecture, _ words: Int
  ) throws(Fault) {
    var rest = operands
    while let local = rest.popFirst() {
      guard local.kind == .direct, let count = rest.popFirst(), count.kind == .constant,
        count.offset >= 0
      else {
        throw Fault(what: "its deopt operands are not GoMeta's; leave them to it")
      }
      for number in 0..<(Int(count.offset) + 23) / 24 {
        guard let bits = rest.popFirst(), bits.kind == .constant else {
          throw Fault(what: "its deopt operands are not GoMeta's; leave them to it")
        }
        for bit in 0..<24 where bits.offset >> Int32(bit) & 1 == 1 {
          var word = local
          word.offset += Int32(8 * (24 * number + bit))
          try add(word, architecture, words)
        }
      }
    }
  }

  private mutating func add(
    _ location: StackMapTable.Location, _ architecture: Architecture, _ words: Int
  ) throws(Fault) {
    // DWARF's numbers of RSP and SP.
    let stackPointer: UInt16 = architecture == .x86_64 ? 7 : 31
    let word = Int(location.offset) / 8
    guard location.register == stackPointer, location.offset >= 0, location.offset % 8 == 0,
      word < words
    else {
      throw Fault(
        what:
          "LLVM keeps a pointer at register \(location.register) + \(location.offset), which is "
          + "no word of the frame above SP")
    }
    bits.insert(word)
  }
}

/// LLVM's stack maps by function.
struct FunctionStackMaps {
  let table: StackMapTable
  /// The records of each function, by its offset in the text.
  private let records: [Int: Range<Int>]
  /// The frame sizes that LLVM states.
  let frameSizes: [Int: UInt64]

  init(_ object: ObjectFile) throws(MachineCode.StackMapError) {
    table = try StackMapTable(object)
    var records: [Int: Range<Int>] = [:]
    var start = 0
    while start < table.records.count {
      let function = table.records[start].function
      let end =
        table.records[start...].firstIndex { $0.function != function } ?? table.records.count
      records[function] = start..<end
      start = end
    }
    self.records = records
    frameSizes = table.functions.reduce(into: [:]) { sizes, function in
      sizes[function.start] = function.frameSize
    }
  }

  /// By their return addresses, in bytes from the function's entry.
  func statepoints(of function: Int) -> [Int: StackMapTable.Record] {
    guard let range = records[function] else { return [:] }
    return table.records[range].reduce(into: [:]) { $0[$1.offset] = $1 }
  }
}

extension FrameRoots {
  fileprivate init(
    _ record: StackMapTable.Record, _ maps: FunctionStackMaps, _ architecture: Architecture,
    words: Int
  ) throws(Fault) {
    try self.init(record, maps.table, architecture, words: words)
  }
}
