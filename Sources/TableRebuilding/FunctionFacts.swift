public import MachineCode

/// What one input's machine code and debug information say of its functions, as encoded tables.
///
/// Takes about as much memory as the table that is made of it.
public struct FunctionFacts: Sendable {
  public let input: CodeInput
  private(set) var lines: LineTables
  let stacks: [StackParts]
  let inlined: [InlineParts]
  let lineUnits: LineUnits?
  let debugUnits: DebugUnits?

  /// By function: the worker and its part; −1 where there is none.
  private(set) var stackChoices: [Choice]
  private(set) var inlineChoices: [Choice]
  /// By line unit: the worker and its files.
  private(set) var unitFiles: [UnitFiles]

  struct Choice: Sendable {
    var worker: Int32 = -1
    var part: Int32 = -1
  }

  struct UnitFiles: Sendable {
    var worker: Int32 = -1
    /// Places in the worker's `files`.
    var files: Range<Int> = 0..<0
    /// Further files, of other workers.
    var others: [(worker: Int, file: LineParts.File)] = []
  }

  init(
    _ input: CodeInput, lines: LineTables, stacks: [StackParts], inlined: [InlineParts],
    lineUnits: LineUnits?, debugUnits: DebugUnits?
  ) {
    self.input = input
    self.lines = lines
    self.stacks = stacks
    self.inlined = inlined
    self.lineUnits = lineUnits
    self.debugUnits = debugUnits
    let count = input.functions.count
    stackChoices = Array(repeating: Choice(), count: count)
    inlineChoices = Array(repeating: Choice(), count: count)
    unitFiles = Array(repeating: UnitFiles(), count: lineUnits?.count ?? 0)
    for (worker, parts) in stacks.enumerated() {
      for (place, part) in parts.parts.enumerated() {
        stackChoices[Int(part.function)] = Choice(
          worker: Int32(truncatingIfNeeded: worker), part: Int32(truncatingIfNeeded: place))
      }
    }
    for (worker, parts) in inlined.enumerated() {
      for (place, part) in parts.parts.enumerated() {
        let known = inlineChoices[Int(part.function)]
        // Of functions that a linker folded the first unit's counts, as its lines do.
        if known.worker >= 0,
          !Self.precedes(part, inlined[Int(known.worker)].parts[Int(known.part)], lines)
        {
          continue
        }
        inlineChoices[Int(part.function)] = Choice(
          worker: Int32(truncatingIfNeeded: worker), part: Int32(truncatingIfNeeded: place))
      }
    }
    addSites()
    for (worker, parts) in self.lines.workers.enumerated() { addFiles(parts, of: worker) }
  }

  /// The tables with call sites belong to the calls that count.
  private mutating func addSites() {
    let workers = inlined.map { lines.append($0.sites) }
    for choice in inlineChoices where choice.worker >= 0 {
      let sites = inlined[Int(choice.worker)].parts[Int(choice.part)].sites
      if sites >= 0 { lines.choose(sites, of: workers[Int(choice.worker)]) }
    }
  }

  private mutating func addFiles(_ parts: LineParts, of worker: Int) {
    for (place, file) in parts.files.enumerated() {
      let unit = Int(file.unit)
      if unitFiles[unit].worker >= 0, unitFiles[unit].worker != worker {
        unitFiles[unit].others.append((worker, file))
        continue
      }
      if unitFiles[unit].worker < 0 {
        unitFiles[unit] = UnitFiles(worker: Int32(truncatingIfNeeded: worker), files: place..<place)
      }
      unitFiles[unit].files = unitFiles[unit].files.lowerBound..<place &+ 1
    }
  }

  /// Whether a part counts rather than another: the one of the line program that counts for the
  /// function, else the first.
  private static func precedes(
    _ part: InlineParts.Part, _ other: InlineParts.Part, _ lines: LineTables
  ) -> Bool {
    if part.lineUnit != other.lineUnit,
      let unit = lines.entry(of: Int(part.function))?.part.unit
    {
      if part.lineUnit == unit { return true }
      if other.lineUnit == unit { return false }
    }
    return part.unit < other.unit
  }

  /// Calls a closure with the number and path of each file that a unit's tables name, some more than
  /// once.
  func forEachFile(of unit: Int, _ body: (_ number: Int, _ paths: [UInt8], Range<UInt32>) -> Void) {
    let files = unitFiles[unit]
    guard files.worker >= 0 else { return }
    let worker = lines.workers[Int(files.worker)]
    for place in files.files {
      body(Int(worker.files[place].number), worker.paths, worker.files[place].path)
    }
    for (worker, file) in files.others {
      body(Int(file.number), lines.workers[worker].paths, file.path)
    }
  }

  /// The file of a call, or, where no row names that file, of the instruction that stands for the
  /// call: tables have the files that rows name.
  func namedFile(_ call: InlineParts.Call, of function: Int) -> Int32 {
    guard let entry = lines.entry(of: function) else { return 0 }
    var isNamed = false
    forEachFile(of: Int(entry.part.unit)) { number, _, _ in
      if number == Int(call.file) { isNamed = true }
    }
    if isNamed { return call.file }
    let files = places(of: function).files
    return max(files.last { $0.pc <= UInt32(bitPattern: call.parentPC) }?.value ?? 0, 0)
  }

  func stack(of function: Int) -> (bytes: StackParts, part: StackParts.Part)? {
    let choice = stackChoices[function]
    guard choice.worker >= 0 else { return nil }
    let parts = stacks[Int(choice.worker)]
    return (parts, parts.parts[Int(choice.part)])
  }
}
