import Symbols

extension CodeText {
  /// The function whose code holds an offset of the section, by its index.
  public func function(around offset: Int) -> Int? {
    var low = 0
    var high = functions.count
    while low < high {
      let middle = (low + high) / 2
      if functions[middle].range.upperBound > offset { high = middle } else { low = middle + 1 }
    }
    return low < functions.count && functions[low].range.contains(offset) ? low : nil
  }

  /// The bytes of the instruction that starts at an offset of the section; nil where no function
  /// has one.
  public func instruction(at offset: Int) -> Range<Int>? {
    guard let index = function(around: offset) else { return nil }
    let end = functions[index].range.upperBound
    let state = StackState(delta: 0, frame: .unknown)
    let length: Int
    switch object.architecture {
    case .x86_64:
      length =
        X86Stepper(opcodes: X86OpcodeMap.all)
        .step(bytes.span.bytes, at: offset, end: end, from: state, framePointerSave: nil).length
    case .arm64:
      guard offset % object.architecture.pcQuantum == 0 else { return nil }
      length =
        ARM64Stepper()
        .step(bytes.span.bytes, at: offset, end: end, from: state, framePointerSave: nil).length
    }
    return length > 0 ? offset..<offset + length : nil
  }
}
