/// The calls that were inlined into a function, and into one another. PCDATA_InlTreeIndex holds, for
/// each PC, the index of the innermost, −1 where there is none.
public struct InlineTree: Sendable, Equatable {
  public struct Node: Sendable, Equatable {
    /// The function that was inlined.
    public var name: String
    /// The index of the call in whose code this one stands; nil: the function itself.
    public var parent: Int?
    /// The place of the call: an index into the file table, and a line.
    public var file: Int32
    public var line: Int32
    /// An instruction whose place is the call's, in bytes from the function's entry.
    public var parentPC: UInt32
    /// Where the inlined function starts.
    public var startLine: Int32
    public var functionID: UInt8

    public init(
      name: String, parent: Int? = nil, file: Int32, line: Int32, parentPC: UInt32,
      startLine: Int32, functionID: UInt8 = 0
    ) {
      self.name = name
      self.parent = parent
      self.file = file
      self.line = line
      self.parentPC = parentPC
      self.startLine = startLine
      self.functionID = functionID
    }
  }

  public var nodes: [Node]

  public init(nodes: [Node] = []) { self.nodes = nodes }
}
