import MachineCode

/// The functions that a table describes, in the order in which they will lie in memory.
public struct TextLayout: Sendable {
  public struct Function: Sendable {
    /// A place among the inputs.
    public var input: Int
    /// A place in the input's `FunctionIndex`.
    public var index: Int
    /// In bytes from `start`.
    public var entry: UInt64
  }

  /// In ascending order of their entries.
  public private(set) var functions: [Function] = []
  /// How a linker finds each of them; none for an image, nor for an object whose code is one
  /// section and seen in that object only.
  public private(set) var anchors: [FunctionAnchors.Anchor] = []
  /// From where entries count: 0, or the address of an image's `.text`.
  public let start: UInt64
  /// Functions of an image before its start, which are left out.
  public private(set) var omitted: [String] = []
  /// Functions of objects in sections all of whose symbols are local. No other object can refer to
  /// them, and they are left out where there is another section.
  public private(set) var unreachable: [String] = []
  /// Whether the distances between functions are final: in an image, and in one section of an object.
  public let isFinal: Bool

  /// Lays out objects in the order in which they will be linked, or one image.
  ///
  /// - Parameter hasAddresses: whether the table has addresses. Else its entries count from the
  ///   start of the text, which to Go's tools is that of `.text`: what lies before it in an image
  ///   (start-up code in `.init`, stubs of the linker's) cannot be described.
  public init(_ inputs: [CodeInput], hasAddresses: Bool) {
    var pieces: [(rank: Int, piece: Piece)] = []
    for (number, input) in inputs.enumerated() {
      for (place, section) in input.sections.enumerated() {
        let first = input.functions.firstIndex(endingAfter: section.address)
        let last = input.functions.firstIndex(endingAfter: section.end &- 1)
        let count = input.functions.count
        let end = last < count && input.functions.functions[last].section == place ? last + 1 : last
        guard first < end else { continue }
        let piece = Piece(input: number, section: place, functions: first..<end, address: 0)
        pieces.append((input.isRelocatable ? Self.rank(section.name) : 0, piece))
      }
    }
    // Pieces of one rank stay in the order of the inputs and their sections.
    var ordered = pieces.enumerated()
      .sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element.piece)
    let isImage = inputs.count == 1 && inputs.allSatisfy { !$0.isRelocatable }
    isFinal = isImage || pieces.count == 1
    start = isImage && !hasAddresses ? inputs.first.map(Self.textStart) ?? 0 : 0
    functions.reserveCapacity(inputs.reduce(0) { $0 + $1.functions.count })
    if isImage {
      for piece in ordered { addImage(piece, inputs[piece.input]) }
    } else {
      Self.place(&ordered, inputs)
      addObjects(ordered, inputs)
    }
  }

  /// Functions of one section that follow one another.
  private struct Piece {
    var input: Int
    var section: Int
    /// Places in the input's `FunctionIndex`.
    var functions: Range<Int>
    /// Where the section is put.
    var address: UInt64
  }

  /// Puts sections one behind another from address 0.
  private static func place(_ pieces: inout [Piece], _ inputs: [CodeInput]) {
    var end: UInt64 = 0
    for index in pieces.indices {
      let section = inputs[pieces[index].input].sections[pieces[index].section]
      let mask = max(section.alignment, 1) &- 1
      pieces[index].address = (end &+ mask) & ~mask
      end = pieces[index].address &+ section.size
    }
  }

  private mutating func addImage(_ piece: Piece, _ input: CodeInput) {
    for index in piece.functions {
      let function = input.functions.functions[index]
      if function.address >= start {
        functions.append(
          Function(input: piece.input, index: index, entry: function.address &- start))
      } else {
        omitted.append(String(decoding: input.name(of: function), as: UTF8.self))
      }
    }
  }

  private mutating func addObjects(
    _ pieces: [Piece], _ inputs: [CodeInput]
  ) {
    let known = inputs.map { FunctionAnchors($0) }
    // Of functions that several objects define in groups a linker keeps the first.
    var shared: Set<String> = []
    for piece in pieces {
      let input = inputs[piece.input]
      let section = input.sections[piece.section]
      for index in piece.functions {
        let function = input.functions.functions[index]
        let symbol = input.object.symbols[Int(function.symbol)]
        if symbol.binding == .weak || symbol.binding == .gnuUnique,
          !shared.insert(symbol.name).inserted
        {
          continue
        }
        let anchor = known[piece.input].anchor(of: function)
        guard anchor != nil || isFinal else {
          unreachable.append(symbol.name)
          continue
        }
        functions.append(
          Function(
            input: piece.input, index: index,
            entry: piece.address &+ (function.address &- section.address)))
        if let anchor { anchors.append(anchor) }
      }
    }
  }

  private static func textStart(of input: CodeInput) -> UInt64 {
    let text = input.sections.first { $0.name == ".text" } ?? input.sections.first
    return text?.address ?? 0
  }

  /// Linkers put some sections of code before all others, whatever the order of the objects (the
  /// default scripts of GNU ld).
  private static func rank(_ name: String) -> Int {
    let groups = [".text.unlikely", ".text.exit", ".text.startup", ".text.hot"]
    for (rank, group) in groups.enumerated()
    where name == group || name.hasPrefix(group + ".") {
      return rank
    }
    return groups.count
  }
}
