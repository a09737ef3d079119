/// A word of an algorithm's frame or of its arguments.
enum AlgorithmPlace {
  /// An argument or result of the function. In the register convention arguments are put at once
  /// into the room that the caller leaves for them, and the result stays in its register.
  case incoming(Int)
  /// An argument or result of a function that it calls.
  case outgoing(Int)
  /// A number that is kept across calls, such as how far a loop is, in bytes. Never an address: the
  /// stack may move, and the collector does not look here.
  case local(Int)
}

/// What an algorithm's code needs room for, and how it is entered.
struct AlgorithmFrame {
  var convention: GoConvention
  /// Whether the stack grows when it is too small. A function that does not check may use little.
  var checksStack: Bool
  /// Arguments that come in registers.
  var arguments: Int
  /// Words for the arguments and results of what it calls.
  var outgoing: Int
  var locals: Int
}

enum AlgorithmOperator { case add, and, xor, multiply }

/// When to branch; numbers are unsigned.
enum AlgorithmCondition { case equal, notEqual, above, notBelow }

/// The instructions that algorithms need, for one machine: on words in memory, since no register
/// survives a call of Go.
protocol AlgorithmCode {
  /// Begins with the function's prologue.
  init(_ frame: AlgorithmFrame)

  var lines: [Thunk.Line] { get }
  mutating func copy(_ source: AlgorithmPlace, to target: AlgorithmPlace)
  mutating func set(_ target: AlgorithmPlace, to number: Int64)
  mutating func setByte(_ target: AlgorithmPlace, to number: UInt8)
  mutating func setByte(pointedToBy pointer: AlgorithmPlace, to number: UInt8)
  /// The sum of a base, an offset and the first locals.
  mutating func setAddress(
    _ target: AlgorithmPlace, base: AlgorithmPlace, offset: Int64, counters: Int)
  /// The address of a place itself.
  mutating func setAddress(_ target: AlgorithmPlace, of place: AlgorithmPlace)
  /// The address of a symbol, which the host defines, or the same image.
  mutating func setAddress(_ target: AlgorithmPlace, ofSymbol symbol: String, isHosts: Bool)
  /// A word of the closure that was called, in the register convention, before anything else is
  /// called.
  mutating func loadContext(_ target: AlgorithmPlace, at offset: Int)
  /// From where a word points, and on by an offset: 1, 4 or 8 bytes.
  mutating func load(
    _ target: AlgorithmPlace, from base: AlgorithmPlace, at offset: Int, width: Int)
  mutating func combine(_ target: AlgorithmPlace, _ operation: AlgorithmOperator, _ number: UInt64)
  mutating func combine(
    _ target: AlgorithmPlace, _ operation: AlgorithmOperator, _ place: AlgorithmPlace)

  mutating func setCArgument(_ index: Int, base: AlgorithmPlace, offset: Int64, counters: Int)
  /// Calls a C function.
  mutating func callC(_ function: String)
  /// Calls a function of Go's: its arguments are the first outgoing words, its results the next.
  mutating func call(_ function: String, arguments: Int, results: Int)

  /// Branches forward.
  mutating func branchIfCResultIsZero(to label: Int)
  mutating func branchIfByteIsZero(_ place: AlgorithmPlace, to label: Int)
  mutating func branchIfByteIsZero(pointedToBy pointer: AlgorithmPlace, to label: Int)
  mutating func branch(
    if place: AlgorithmPlace, _ condition: AlgorithmCondition, _ number: UInt64, to label: Int)
  mutating func branch(
    if place: AlgorithmPlace, _ condition: AlgorithmCondition, _ other: AlgorithmPlace,
    to label: Int)
  mutating func branch(to label: Int)
  mutating func branch(backTo label: Int)
  mutating func place(label: Int)
  /// Adds to a counter and branches back while it is below a number.
  mutating func advance(_ counter: AlgorithmPlace, by step: Int64, below end: Int64, label: Int)

  /// Gives the function its result, which stands at a place of the arguments in memory.
  mutating func returnWord(_ place: AlgorithmPlace, as result: AlgorithmPlace)
  mutating func returnByte(_ number: UInt8, as result: AlgorithmPlace)
  /// Stands behind a call that does not return.
  mutating func trap()
  /// Leaves the function.
  mutating func finish()
}
