import FunctionTables
import MachineCode

extension StackPointerTrack {
  /// The deltas as a pc-value table.
  var pcValues: [PCValue] {
    deltas.map {
      PCValue(
        pc: UInt32(truncatingIfNeeded: $0.offset), value: Int32(truncatingIfNeeded: $0.delta))
    }
  }

  /// The words of a frame that Go must know: on arm64 the saved frame pointer, which moves with the
  /// stack. (On x86-64 the runtime finds it by itself.) Bit 0 is the frame's lowest word.
  var localMap: StackMap {
    let size = frameSize
    guard let save = framePointerSave, size >= 8 else {
      return StackMap(bitCount: 0, bitmaps: [[]])
    }
    let bitCount = (size - 8) / 8
    let bit = (size - save) / 8
    return StackMap(bitCount: bitCount, bitmaps: [bit < bitCount && bit >= 0 ? [bit] : []])
  }
}
