import Symbols

/// A section of code, its functions, and what their calls reach: the one text of an object.
public struct CodeText: Sendable {
  public struct Function: Sendable {
    public var name: String
    /// Where it lies in the section, in bytes.
    public var range: Range<Int>
  }

  /// What a call or jump reaches.
  public enum Callee: Sendable, Equatable {
    /// A function of the section, by its index.
    case function(Int)
    /// A symbol that another object or image defines.
    case external(String)
    case unknown
  }

  public let object: ObjectFile
  public let section: ObjectFile.Section
  public let bytes: [UInt8]
  /// Where the section starts; 0 in relocatable objects.
  public var address: UInt64 { section.address }
  /// In order of address.
  public let functions: [Function]
  let relocations: [ObjectFile.Relocation]
  let relocatedOffsets: [Int]

  /// Reads the object's `.text`. Code in any other section is an error: distances within one
  /// section are what the tables are made of.
  ///
  /// - Parameter mergesAliases: whether several names for the same code are one function; else they
  ///   are an error.
  public init(_ object: ObjectFile, mergesAliases: Bool = false) throws(CodeTextError) {
    guard let section = object.section(named: ".text") else { throw .noText }
    for other in object.sections
    where other.flags.contains(.execinstr) && other.index != section.index && other.size > 0 {
      throw .otherCode(section: other.name)
    }
    let functions =
      try mergesAliases
      ? Self.functions(
        object.symbols.filter {
          $0.type == .function && $0.sectionIndex == .section(section.index)
        }, in: section)
      : Self.functions(of: object, in: section)
    try self.init(object, section, functions: functions)
  }

  init(
    _ object: ObjectFile, _ section: ObjectFile.Section, functions: [Function]
  ) throws(CodeTextError) {
    self.object = object
    self.section = section
    do throws(ObjectFileError) {
      bytes = Array(try object.contents(of: section))
      relocations = try object.relocations(for: section)
    } catch { throw .object("\(error)") }
    relocatedOffsets = relocations.map { Int(clamping: $0.offset) }
    self.functions = functions
    for (previous, next) in zip(functions, functions.dropFirst())
    where next.range.lowerBound < previous.range.upperBound {
      throw .function(next.name, what: "shares its code with \(previous.name)")
    }
  }

  private static func functions(
    of object: ObjectFile, in section: ObjectFile.Section
  ) throws(CodeTextError) -> [Function] {
    let count = section.fileRange.count
    var functions: [Function] = []
    for symbol in object.symbols
    where symbol.type == .function && symbol.sectionIndex == .section(section.index) {
      guard let start = Int(exactly: symbol.value), let size = Int(exactly: symbol.size),
        size > 0, start <= count, size <= count - start
      else { throw .function(symbol.name, what: "its symbol has no size, or one past the section") }
      functions.append(Function(name: symbol.name, range: start..<start + size))
    }
    return functions.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  /// Follows a function's stack pointer.
  public func track(_ function: Function) throws(CodeTextError) -> StackPointerTrack {
    do {
      return try StackPointerTracker.track(
        architecture: object.architecture, code: bytes.span.bytes, function: function.range,
        relocatedOffsets: relocatedOffsets)
    } catch {
      throw .function(function.name, what: "\(error)")
    }
  }

  /// The function that starts at an offset.
  public func function(at offset: Int) -> Int? {
    let index = Self.firstIndex(count: functions.count) {
      functions[$0].range.lowerBound >= offset
    }
    return index < functions.count && functions[index].range.lowerBound == offset ? index : nil
  }

  private func relocation(at offset: Int) -> ObjectFile.Relocation? {
    let index = Self.firstIndex(count: relocatedOffsets.count) { relocatedOffsets[$0] >= offset }
    guard index < relocatedOffsets.count, relocatedOffsets[index] == offset else { return nil }
    return relocations[index]
  }

  /// The first of `count` ordered indexes that a predicate holds for; `count` if none.
  private static func firstIndex(count: Int, where holds: (Int) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// What a call of a track reaches.
  public func callee(of call: StackPointerTrack.Call) -> Callee {
    switch call.target {
    case .indirect: return .unknown
    case .direct(let offset): return function(at: offset).map { .function($0) } ?? .unknown
    case .relocated(let offset):
      guard let relocation = relocation(at: offset),
        relocation.symbolIndex < object.symbols.count
      else { return .unknown }
      let symbol = object.symbols[relocation.symbolIndex]
      switch symbol.sectionIndex {
      case .undefined: return .external(symbol.name)
      case .section(section.index):
        // On x86-64 the operand counts from its own end, four bytes on.
        let bias: Int64 = object.architecture == .x86_64 ? 4 : 0
        let target = Int64(bitPattern: symbol.value) &+ relocation.addend &+ bias
        return Int(exactly: target).flatMap { function(at: $0) }.map { .function($0) } ?? .unknown
      default: return .unknown
      }
    }
  }
}

/// Why an object's code cannot be described.
public enum CodeTextError: Error, Equatable, CustomStringConvertible {
  case object(String)
  case noText
  case otherCode(section: String)
  case function(String, what: String)

  /// The function at fault; empty when it is the object as a whole.
  public var function: String {
    if case .function(let name, _) = self { return name }
    return ""
  }

  public var what: String {
    switch self {
    case .object(let message): message
    case .noText: "there is no section of code (.text) with functions"
    case .otherCode(let section):
      "code in section \(section): compile without function sections and hot/cold splitting, and for "
        + "the small code model; all of a module's code must lie in .text"
    case .function(_, let what): what
    }
  }

  public var description: String { function.isEmpty ? what : "function \(function): \(what)" }
}
