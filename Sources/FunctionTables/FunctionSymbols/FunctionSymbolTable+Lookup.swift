extension FunctionSymbolTable {
  /// What the table says of one PC.
  public struct Place: Sendable, Equatable {
    public var function: FunctionSymbol
    /// Nil where the runtime prints "?".
    public var file: String?
    /// 0 where there is no file.
    public var line: Int32
    /// The distance of SP below its value at entry; −1 outside the function's code.
    public var stackDelta: Int32
  }

  /// The function whose part of the text a PC is in, the gap behind its code included
  /// (runtime.findfunc); nil outside the text.
  public func function(at pc: UInt64) -> FunctionSymbol? {
    guard pc < end else { return nil }
    var (low, high) = (0, functions.count)
    while low < high {
      let middle = low + (high - low) / 2
      if functions[middle].entry <= pc { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : functions[low - 1]
  }

  /// Function, file, line and stack depth of a PC, as the runtime finds them; nil outside the
  /// text.
  ///
  /// - Parameter isReturnAddress: the PC is where a callee returns to. Its line is then that of the
  ///   call, one byte before; its stack depth is that of the PC itself.
  public func place(at pc: UInt64, isReturnAddress: Bool = false) -> Place? {
    guard let function = function(at: pc) else { return nil }
    // An entry has no call before it.
    let linePC = isReturnAddress && pc > function.entry ? pc - 1 : pc
    let number = function.value(in: function.files, at: linePC)
    let line = function.value(in: function.lines, at: linePC)
    let file = line == -1 ? nil : file(number)
    return Place(
      function: function, file: file, line: file == nil ? 0 : line,
      stackDelta: function.value(in: function.stackDeltas, at: pc))
  }

  /// A PCDATA value at the call that returns to a PC: the runtime asks for one byte before it. −1
  /// where there is none; nil outside the text.
  public func pcdata(_ index: Int, atReturnAddress pc: UInt64) -> Int32? {
    guard let function = function(at: pc) else { return nil }
    guard pc > function.entry else { return -1 }
    return function.value(in: function.pcdata[index] ?? [], at: pc - 1)
  }

  /// The name of the file of a number; nil where the runtime finds none: in Go 1.2 also for the
  /// last file.
  public func file(_ number: Int32) -> String? {
    let index = Int(number)
    let count = files.count + layouts.extraFileCount
    return index >= 1 && index < count ? files[index - 1] : nil
  }
}

extension FunctionSymbol {
  /// The value that one of the function's tables has at a PC, −1 outside the code
  /// (runtime.pcvalue).
  public func value(in table: [PCValue], at pc: UInt64) -> Int32 {
    guard pc >= entry, pc - entry < UInt64(size) else { return -1 }
    return table.last { UInt64($0.pc) <= pc - entry }?.value ?? -1
  }
}
