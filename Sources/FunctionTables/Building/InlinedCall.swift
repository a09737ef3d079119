import GoRelease

/// An inlined call, an element of an inline tree: `runtime.inlinedCall`. Those of its fields that the
/// release does not have are left out.
public struct InlinedCall: Sendable, Equatable {
  /// The function that was inlined, as `FunctionTableBuilder.name` gave it.
  public var name: UInt32
  /// The index of the call in whose code this call stands; −1: the function itself. Up to Go 1.19;
  /// an index above 32767 has no room.
  public var parent: Int32
  /// The place of the call, up to Go 1.19: an index into the function's file list, and a line.
  public var file: Int32
  public var line: Int32
  /// An instruction whose place is the call's, in bytes from the function's entry.
  public var parentPC: UInt32
  /// Where the inlined function starts, since Go 1.20.
  public var startLine: Int32
  public var functionID: UInt8

  public init(
    name: UInt32, parent: Int32, file: Int32, line: Int32, parentPC: UInt32, startLine: Int32,
    functionID: UInt8 = 0
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

/// Writes elements of inline trees in a release's form, in words of four bytes.
struct InlinedCallWriter: Sendable {
  let wordCount: Int
  private let parent, functionID, file, line, name, parentPC, startLine: FieldPlace

  init(_ layout: RecordLayout<FunctionLayouts.InlinedCallField>) {
    wordCount = layout.size / 4
    parent = FieldPlace(layout[.parent])
    functionID = FieldPlace(layout[.funcID])
    file = FieldPlace(layout[.file])
    line = FieldPlace(layout[.line])
    name = FieldPlace(layout[.nameOff])
    parentPC = FieldPlace(layout[.parentPc])
    startLine = FieldPlace(layout[.startLine])
  }

  /// Replaces what is in `words` by a tree.
  func write(_ calls: Span<InlinedCall>, to tree: inout [UInt32]) {
    tree.removeAll(keepingCapacity: true)
    tree.append(zeros: calls.count &* wordCount)
    var words = tree.mutableSpan
    for index in calls.indices {
      let call = calls[index]
      let start = index &* wordCount
      name.put(call.name, in: &words, of: start)
      parentPC.put(call.parentPC, in: &words, of: start)
      startLine.put(UInt32(bitPattern: call.startLine), in: &words, of: start)
      file.put(UInt32(bitPattern: call.file), in: &words, of: start)
      line.put(UInt32(bitPattern: call.line), in: &words, of: start)
      parent.put(UInt32(bitPattern: call.parent), in: &words, of: start)
      functionID.put(UInt32(call.functionID), in: &words, of: start)
    }
    tree.makeLittleEndian()
  }
}
