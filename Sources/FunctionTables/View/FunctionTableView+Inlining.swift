/// Which calls were inlined where.
extension FunctionTableView {
  /// A record of a function's inline tree: a call that was inlined into it.
  public struct InlinedCall: Sendable, Equatable {
    /// The function that was called.
    public var name: TableString
    public var functionID: UInt8
    /// An instruction of the calling code, in bytes from the function's entry: its file and line,
    /// and what else is inlined there, are those of the call.
    public var parentPC: Int32
    /// Where the called function starts; since Go 1.20.
    public var startLine: Int32?
    /// The call around, or −1, and the number of the file and the line of the call: up to Go 1.19.
    public var parent, file, line: Int32?
  }

  /// A function at a PC: one that was inlined there, or at last the one whose code it is.
  public struct Frame: Sendable, Equatable {
    public var name: TableString
    /// Of the code of this function that is executed.
    public var file: TableString?
    public var line: Int32
    /// Where the function starts; nil up to Go 1.19.
    public var startLine: Int32?
    public var functionID: UInt8?
    /// Its record in the inline tree; nil for the function whose code it is.
    public var call: Int?
    /// The PC whose file and line these are: the one asked for, or the call's.
    public var pc: UInt64
  }

  /// The functions at a PC from the innermost outward, one after the other.
  ///
  ///     var chain = view.inlineChain(of: function, at: pc)
  ///     while let frame = try chain.next(in: view) { … }
  public struct InlineChain: Sendable {
    let function: Function
    var pc: UInt64
    var depth = 0
    var isFinished = false

    /// The next one outward; nil behind the outermost.
    public mutating func next(
      in view: borrowing FunctionTableView
    ) throws(FunctionTableViewError) -> Frame? {
      if isFinished { return nil }
      isFinished = true
      let (file, line) = try view.line(in: function, at: pc)
      let index = try view.pcdata(view.places.inlineTreeIndex, of: function, at: pc)
      guard index >= 0, let call = try view.inlinedCall(Int(index), of: function) else {
        let fields = try view.fields(of: function)
        return Frame(
          name: fields.name, file: file, line: line, startLine: fields.startLine,
          functionID: fields.functionID, call: nil, pc: pc)
      }
      let frame = Frame(
        name: call.name, file: file, line: line, startLine: call.startLine,
        functionID: call.functionID, call: Int(index), pc: pc)
      pc = function.entry &+ UInt64(bitPattern: Int64(call.parentPC))
      depth &+= 1
      // In a damaged table calls may be inlined into one another.
      guard function.reaches(pc), depth < FunctionTableView.deepestInlining else {
        throw .malformed(.inlineTree, offset: function.record)
      }
      isFinished = false
      return frame
    }
  }

  /// More than any compiler inlines.
  private static var deepestInlining: Int { 4096 }

  /// The functions at a PC. Without `go:func.*`, and up to Go 1.15, whose tables do not tell which
  /// FUNCDATA has them, it is the one function whose code it is.
  public func inlineChain(of function: Function, at pc: UInt64) -> InlineChain {
    InlineChain(function: function, pc: pc, isFinished: !function.contains(pc))
  }

  /// A record of a function's inline tree; nil where the function has none, or its bytes were not
  /// given. How many there are is told by the largest value of their PCDATA.
  public func inlinedCall(
    _ index: Int, of function: Function
  ) throws(FunctionTableViewError) -> InlinedCall? {
    guard places.inlineTreeData >= 0 else { return nil }
    let tree = try funcdataBytes(places.inlineTreeData, of: function)
    if tree.isEmpty { return nil }
    let (start, overflow) = index.multipliedReportingOverflow(by: places.callSize)
    guard index >= 0, !overflow, start <= tree.byteCount &- places.callSize else {
      throw .truncated(.inlineTree, offset: function.record)
    }
    func word(_ place: Int) throws(FunctionTableViewError) -> Int32 {
      Int32(bitPattern: try tree.number32(at: start &+ place, .inlineTree))
    }
    let isOld = places.callStartLine < 0
    return InlinedCall(
      name: try name(
        at: UInt32(bitPattern: word(places.callName)), from: function.record),
      functionID: try tree.number8(at: start &+ places.callID, .inlineTree),
      parentPC: try word(places.callParentPC),
      startLine: isOld ? nil : try word(places.callStartLine),
      parent: isOld
        ? Int32(Int16(truncatingIfNeeded: try word(places.callParent))) : nil,
      file: isOld ? try word(places.callFile) : nil,
      line: isOld ? try word(places.callLine) : nil)
  }

  /// Whether a format's table tells which calls were inlined.
  public var knowsInlining: Bool { places.inlineTreeData >= 0 && !funcData.isEmpty }

  /// The PCDATA index of the inline tree's table; nil where the format does not tell.
  public var inlineTreeIndex: Int? { places.inlineTreeIndex < 0 ? nil : places.inlineTreeIndex }

  /// How many records a function's inline tree has: as many as its PCDATA name.
  public func inlinedCallCount(
    of function: Function
  ) throws(FunctionTableViewError) -> Int {
    guard places.inlineTreeIndex >= 0 else { return 0 }
    var indexes = cursor(try pcdataTable(places.inlineTreeIndex, of: function))
    var count: Int32 = 0
    while let entry = try indexes.next() {
      if entry.value < .max { count = max(count, entry.value &+ 1) }
    }
    return Int(count)
  }
}
