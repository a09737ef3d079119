import FunctionTables
import GoRelease
import MachineCode

extension LinkedFunctions {
  /// PCDATA_UnsafePoint of managed code: where its goroutine must not be stopped asynchronously.
  /// Empty where it may be anywhere.
  func unsafePoints(
    of function: Function, release: GoRelease, _ layouts: FunctionLayouts
  ) throws(LinkError) -> [PCValue] {
    let unsafe = layouts.pcdata.unsafePointUnsafe
    let architecture = text.object.architecture
    let saved = release.code.savedVectorBits[architecture] ?? 0
    if text.usesVectors(in: function.range, widerThan: saved) {
      return [PCValue(pc: 0, value: unsafe)]
    }
    guard architecture == .arm64 else { return [] }
    let storeEnd: Int?
    do throws(ARM64ReturnAddressSlot.Violation) {
      storeEnd = try ARM64ReturnAddressSlot.check(
        text.bytes, function: function.range, track: function.track)
    } catch { throw .code(function: function.record.name, what: "\(error)") }
    let ranges = function.track.incompleteFrames(
      storeEnd: storeEnd, size: function.range.count)
    var points: [PCValue] = []
    if let first = ranges.first, first.lowerBound > 0 { points.set(-1, at: 0) }
    for range in ranges {
      points.set(unsafe, at: UInt32(truncatingIfNeeded: range.lowerBound))
      if range.upperBound < function.range.count {
        points.set(-1, at: UInt32(truncatingIfNeeded: range.upperBound))
      }
    }
    return points
  }
}
