/// What is wrong with a function of a plugin, and where. docs/code-checking.md has the rules.
public struct CodeProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// Its Go name; of a thunk its symbol, or the name of the function that it is for.
  public let function: String
  /// In bytes from its entry: of the instruction, or of the call.
  public let offset: Int
  /// The same place in the file's address space.
  public let address: UInt64
  /// Of the source, where the pclntab tells.
  public let line: Int?
  public let kind: Kind

  public enum Kind: Equatable, Sendable {
    // Control flow and depth.
    case undecodable
    case leavesFunction(depth: Int?)
    case indirectJump
    case callsNoFunction
    case returnAddressOutside
    case depthsDisagree(Int, Int)
    case depthUnknown(instruction: String)
    case misaligned(depth: Int)
    case returnsAtDepth(Int)
    case wrongDepth(table: Int?, code: Int)
    // What the unwinder finds.
    case noReturnAddress(isCall: Bool)
    case framePointerNotSaved
    case framePointerUnmapped(word: Int)
    // Maps.
    case noLocalMaps
    case noSuchMap(arguments: Bool, index: Int?)
    case missingBit(word: Int, why: Why)
    case surplusBit(word: Int)
    case unstoredWord(word: Int)
    case missingArgumentBit(word: Int)
    case surplusArgumentBit(word: Int)
    // Records.
    case noRecord
    case recordWithoutCall
    case badLocation(String)
    case frameSizeDiffers(record: Int, code: Int)
    case rootOutside(word: Int)
    case rootUnstored(word: Int)
    case rootOnSavedRegister(word: Int)
    // Pre-emption.
    case wideVectors(instruction: String)
    case unmanagedStops(callee: String)
    // Stack.
    case unchecked(callee: String, need: Int)
    case tooSmallCheck(checked: Int, need: Int)
    case recursionUnchecked
    case checkSkipped
    case leafTooDeep(callee: String, need: Int)
    // Values.
    case staleStackAddress(instruction: String)
    case stalePointer(instruction: String)
    // Inline trees.
    case inlineIndex(Int)
    case parentOutside(index: Int, parent: Int)
    case parentsDoNotEnd(index: Int)
  }

  /// Why a bit must be there.
  public enum Why: Equatable, Sendable {
    case record
    case argument
  }

  public var description: String {
    let place = "\(function)+0x\(String(offset, radix: 16))\(line.map { " (line \($0))" } ?? "")"
    return "\(place): \(kind.text)"
  }
}

extension CodeProblem.Kind {
  var text: String {
    switch self {
    case .undecodable: "no instruction can be decoded here"
    case .leavesFunction(let depth):
      depth == 0
        ? "execution leaves the function, but not for another function's entry"
        : "a jump leaves the function at depth \(depth.map { "\($0)" } ?? "unknown"), not 0"
    case .indirectJump: "an indirect jump: where it leads cannot be told"
    case .callsNoFunction: "calls an address at which no function of the pclntab starts"
    case .returnAddressOutside: "the return address of this call lies outside the function"
    case .depthsDisagree(let one, let other):
      "SP is \(one) bytes below its entry or \(other), by the way that leads here"
    case .depthUnknown(let instruction): "SP is not known behind `\(instruction)`"
    case .misaligned(let depth): "SP is \(depth) bytes below its entry, which are no whole words"
    case .returnsAtDepth(let depth): "returns with SP \(depth) bytes below its entry"
    case .wrongDepth(let table, let code):
      "pcsp says \(table.map { "\($0)" } ?? "nothing"), SP is \(code) bytes below its entry"
    case .noReturnAddress(let isCall):
      "the return address is not where the unwinder reads it"
        + (isCall ? "" : ", and this is no unsafe point")
    case .framePointerNotSaved: "the caller's frame pointer is not in the word -8"
    case .framePointerUnmapped(let word):
      "word \(word) holds the caller's frame pointer, and the locals map lacks its bit"
    case .noLocalMaps: "there are no maps of its locals"
    case .noSuchMap(let arguments, let index):
      "the \(arguments ? "arguments" : "locals") map in force is "
        + "\(index.map { "\($0)" } ?? "none"), which does not exist"
    case .missingBit(let word, let why):
      switch why {
      case .record: "word \(word) holds a root, and the locals map lacks its bit"
      case .argument: "word \(word) holds a pointer argument, and the locals map lacks its bit"
      }
    case .surplusBit(let word): "the locals map has a bit for word \(word), which is no root"
    case .unstoredWord(let word):
      "the locals map has a bit for word \(word), which is not stored on every way here"
    case .missingArgumentBit(let word):
      "word \(word) holds a pointer argument, and the arguments map lacks its bit"
    case .surplusArgumentBit(let word):
      "the arguments map has a bit for word \(word), which holds no pointer"
    case .noRecord: "a call below which Go code may run has no stack map record"
    case .recordWithoutCall: "a stack map record, but no call returns here"
    case .badLocation(let what): "the stack map record has a root in \(what)"
    case .frameSizeDiffers(let record, let code):
      "the stack map record is of a frame of \(record) bytes, SP is \(code) below its entry"
    case .rootOutside(let word): "the root at word \(word) lies outside what a locals map reaches"
    case .rootUnstored(let word): "the root at word \(word) is not stored on every way to the call"
    case .rootOnSavedRegister(let word):
      "the root at word \(word) lies on a register saved for the caller"
    case .wideVectors(let instruction):
      "`\(instruction)` uses vector registers that pre-emption does not save; not an unsafe point "
        + "throughout"
    case .unmanagedStops(let callee):
      "calls \(callee), below which Go code may run and return, without a stack map record"
    case .unchecked(let callee, let need):
      "goes on to \(callee), which needs \(need) bytes of stack, without a check that they are "
        + "there"
    case .tooSmallCheck(let checked, let need):
      "the stack check is for \(checked) bytes, and \(need) are needed"
    case .recursionUnchecked: "a recursion without a stack check"
    case .checkSkipped:
      "no way leads to this code, which gets more stack: there is no check of the stack before it"
    case .leafTooDeep(let callee, let need):
      "calls \(callee), which needs \(need) bytes of stack without a check, after a call during "
        + "which the stack may have shrunk; 896 are certain"
    case .staleStackAddress(let instruction):
      "`\(instruction)` uses an address of the stack from before a call that may have moved it"
    case .stalePointer(let instruction):
      "`\(instruction)` uses a pointer that was in no mapped word during a call"
    case .inlineIndex(let index): "inline tree index \(index) names no record"
    case .parentOutside(let index, let parent):
      "inlined call \(index) has parentPc +0x\(String(parent, radix: 16)), outside the function"
    case .parentsDoNotEnd(let index): "the parents of inlined call \(index) do not end"
    }
  }
}
