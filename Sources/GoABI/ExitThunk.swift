import Symbols

/// What an exit thunk calls.
public enum ExitCallee: Sendable, Equatable {
  /// A function by its symbol: the operand `.callee`.
  case function
  /// A func value, which the context of the native form is: its first word is the code's address.
  case closure
  /// The method at an offset of an itab, in bytes. The context of the native form is the itab, the
  /// first parameter is the receiver, one word.
  case method(itabOffset: Int)
}

extension Thunk {
  /// The code by which compiled code calls a Go function, in the register convention.
  ///
  /// What C passes, in its registers or at the bottom of its caller's frame, goes to Go's registers
  /// and to the bottom of the thunk's own frame, arrays as copies; results come back the same way.
  /// The frame has room for all of the call's arguments, spill space too; nothing in it is a root
  /// but the address of the result area.
  ///
  /// - Parameters:
  ///   - layout: of the Go function; of a method with a receiver of one word.
  ///   - form: made from the layout, with a context but for `.function`.
  public static func exit(
    layout: CallLayout, form: NativeForm, callee: ExitCallee, architecture: Architecture
  ) -> Thunk {
    switch architecture {
    case .x86_64: X86ExitThunk(layout: layout, form: form, callee: callee).thunk
    case .arm64: ARM64ExitThunk(layout: layout, form: form, callee: callee).thunk
    }
  }
}

/// A register to copy to another.
struct RegisterMove: Equatable {
  var source, destination: String

  /// An order of the moves in which none overwrites what a later one reads; a cycle goes through
  /// `scratch`, which is none of their registers. Destinations differ.
  static func ordered(_ moves: [RegisterMove], scratch: String) -> [RegisterMove] {
    var waiting = moves.filter { $0.source != $0.destination }
    var order: [RegisterMove] = []
    while !waiting.isEmpty {
      if let free = waiting.firstIndex(where: { move in
        !waiting.contains { $0.source == move.destination }
      }) {
        order.append(waiting.remove(at: free))
      } else {
        // All that wait are parts of cycles: one register is set aside, and its place is free.
        let first = waiting[0].source
        order.append(RegisterMove(source: first, destination: scratch))
        for index in waiting.indices where waiting[index].source == first {
          waiting[index].source = scratch
        }
      }
    }
    return order
  }
}

/// Bytes of an array to copy with one instruction.
struct CopyPiece: Equatable {
  /// In bytes from the array's start.
  var offset: Int
  /// 1, 2, 4 or 8.
  var size: Int

  /// So many bytes that a loop is the shorter code.
  static let longestUnrolled = 64

  static func pieces(_ range: Range<Int>) -> [CopyPiece] {
    var pieces: [CopyPiece] = []
    var offset = range.lowerBound
    while offset < range.upperBound {
      let size = [8, 4, 2, 1].first { $0 <= range.upperBound - offset } ?? 1
      pieces.append(CopyPiece(offset: offset, size: size))
      offset += size
    }
    return pieces
  }
}
