import Symbols

/// The call frame information of one input (`.debug_frame`: DWARF 2 to 5 §6.4; `.eh_frame`: LSB
/// core): which functions have some, in order of address, and where it stands.
///
///     let frames = try CallFrameIndex(input.debug, architecture: input.architecture)
///     var reader = CallFrameReader()
///     if let index = frames.index(containing: 0x4019c0) {
///       try reader.read(index, of: frames)
///     }
///
/// It takes 24 bytes a function, and reads no function's instructions. Where both sections describe
/// a function, `.eh_frame` counts: it is what is loaded, and it tells of exception tables. What a
/// linker left out (at address 0 or at the end of the address space, or without a size) are
/// not listed.
public struct CallFrameIndex: Sendable {
  /// What is known of one function: an FDE.
  public struct Function: Sendable, Equatable {
    public var address: UInt64
    /// In bytes; never 0.
    public var size: UInt32
    /// Where its instructions stand in its section.
    var instructions: UInt32
    var instructionsSize: UInt32
    /// A place in `commons`, and a mark.
    private var common: UInt32

    private static let tableMark: UInt32 = 1 << 31

    init(
      address: UInt64, size: UInt32, instructions: Range<Int>, common: Int, hasTable: Bool
    ) {
      (self.address, self.size) = (address, size)
      self.instructions = UInt32(truncatingIfNeeded: instructions.lowerBound)
      instructionsSize = UInt32(truncatingIfNeeded: instructions.count)
      self.common = UInt32(truncatingIfNeeded: common) | (hasTable ? Self.tableMark : 0)
    }

    public var end: UInt64 { address &+ UInt64(size) }
    /// An exception that a call in the function raises may go on at other places of it.
    public var hasExceptionTable: Bool { common & Self.tableMark != 0 }
    var commonIndex: Int { Int(common & ~Self.tableMark) }
  }

  public let architecture: Architecture
  /// In order of address; no two start at the same one.
  public private(set) var functions: [Function] = []
  var commons: [CallFrameCommon] = []
  let debugFrame: InputBytes
  let ehFrame: InputBytes
  let ehFrameAddress: UInt64

  /// Finds the functions of both sections.
  public init(
    _ debug: DebugSections, architecture: Architecture
  ) throws(CallFrameError) {
    self.architecture = architecture
    (debugFrame, ehFrame) = (debug.frame, debug.ehFrame)
    ehFrameAddress = debug.ehFrameAddress
    try readFunctions(of: .ehFrame)
    try readFunctions(of: .debugFrame)
    sort()
  }

  public var count: Int { functions.count }

  /// The first function that starts after an address; `count` if none does.
  public func firstIndex(startingAfter address: UInt64) -> Int {
    var low = 0
    var high = functions.count
    while low < high {
      let middle = (low &+ high) / 2
      if functions[middle].address > address { high = middle } else { low = middle &+ 1 }
    }
    return low
  }

  /// The function that holds an address: of several that overlap, the one that starts last.
  public func index(containing address: UInt64) -> Int? {
    let index = firstIndex(startingAfter: address) &- 1
    guard index >= 0, functions[index].end > address else { return nil }
    return index
  }

  func bytes(of section: CallFrameError.Section) -> InputBytes {
    section == .ehFrame ? ehFrame : debugFrame
  }

  mutating func append(_ function: Function) { functions.append(function) }

  mutating func removeFunctions(from first: Int) {
    functions.removeLast(functions.count &- first)
  }

  mutating func reserve(_ count: Int) { functions.reserveCapacity(functions.count &+ count) }

  /// Puts the functions in order, and drops what describes one again. The first described stays
  /// before others that start where it does.
  private mutating func sort() {
    var isSorted = true
    for index in functions.indices.dropFirst()
    where functions[index &- 1].address >= functions[index].address {
      isSorted = false
      break
    }
    if isSorted { return }
    let commons = commons
    functions.sort {
      if $0.address != $1.address { return $0.address < $1.address }
      let (left, right) = (commons[$0.commonIndex].section, commons[$1.commonIndex].section)
      if left != right { return left == .ehFrame }
      return $0.size != $1.size ? $0.size > $1.size : $0.instructions < $1.instructions
    }
    var kept = 0
    for index in functions.indices {
      if kept > 0, functions[kept &- 1].address == functions[index].address { continue }
      functions[kept] = functions[index]
      kept &+= 1
    }
    functions.removeLast(functions.count &- kept)
  }
}
