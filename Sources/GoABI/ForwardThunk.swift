import Symbols

/// A method promoted through embedded pointers, or from an embedded interface, as Go calls it: the
/// receiver, one word, is replaced by that of the method which it stands for, and the rest of the
/// call goes on there. It has no frame, so tracebacks and the stack check do not see it.
struct ForwardThunk {
  /// How the receiver's address becomes the other method's receiver.
  let steps: [Thunk.ReceiverStep]
  /// In bytes from the start of an itab; nil for a method known by name.
  let itabOffset: Int?
  let convention: GoConvention

  func thunk(_ architecture: Architecture) -> Thunk {
    switch architecture {
    case .x86_64: x86
    case .arm64: arm64
    }
  }

  /// R12 holds no argument in either convention (cmd/compile/abi-internal.md).
  private var x86: Thunk {
    let isStack = convention == .stack
    let (place, word) = ("8(%rsp)", isStack ? "%r12" : "%rax")
    var lines: [Thunk.Line] = isStack ? [.init("movq \(place), \(word)")] : []
    for step in steps {
      switch step {
      case .advance(let bytes): lines.append(.init("addq $\(bytes), \(word)"))
      case .load: lines.append(.init("movq (\(word)), \(word)"))
      }
    }
    guard let itabOffset else {
      if isStack { lines.append(.init("movq \(word), \(place)")) }
      lines.append(.init("jmp {}", .callee))
      return Thunk(lines: lines)
    }
    // An interface: its table, then the receiver that it holds.
    let other = isStack ? "%r13" : "%r12"
    if isStack {
      lines += [
        .init("movq 8(%r12), \(other)"), .init("movq \(other), \(place)"),
        .init("movq (%r12), %r12"), .init("jmpq *\(itabOffset)(%r12)"),
      ]
    } else {
      lines += [
        .init("movq (%rax), \(other)"), .init("movq 8(%rax), %rax"),
        .init("jmpq *\(itabOffset)(\(other))"),
      ]
    }
    return Thunk(lines: lines)
  }

  /// X16 and X17 hold nothing across calls (AAPCS64, "intra-procedure-call" registers).
  private var arm64: Thunk {
    let isStack = convention == .stack
    let (place, word) = ("[sp, #8]", isStack ? "x16" : "x0")
    var lines: [Thunk.Line] = isStack ? [.init("ldr \(word), \(place)")] : []
    for step in steps {
      switch step {
      case .advance(let bytes):
        // An immediate has 12 bits, or 12 bits shifted by 12.
        if bytes >> 12 > 0 {
          lines.append(.init("add \(word), \(word), #\(bytes >> 12), lsl #12"))
        }
        if bytes & 0xfff > 0 { lines.append(.init("add \(word), \(word), #\(bytes & 0xfff)")) }
      case .load: lines.append(.init("ldr \(word), [\(word)]"))
      }
    }
    guard let itabOffset else {
      if isStack { lines.append(.init("str \(word), \(place)")) }
      lines.append(.init("b {}", .callee))
      return Thunk(lines: lines)
    }
    if isStack {
      lines += [
        .init("ldr x17, [x16, #8]"), .init("str x17, \(place)"), .init("ldr x16, [x16]"),
        .init("ldr x16, [x16, #\(itabOffset)]"), .init("br x16"),
      ]
    } else {
      lines += [
        .init("ldr x16, [x0]"), .init("ldr x0, [x0, #8]"),
        .init("ldr x16, [x16, #\(itabOffset)]"), .init("br x16"),
      ]
    }
    return Thunk(lines: lines)
  }
}

extension Thunk {
  public enum ReceiverStep: Sendable, Equatable {
    /// So many bytes further, at most 2^24.
    case advance(Int)
    /// To where the word there points.
    case load
  }

  /// The most bytes that one step advances.
  public static let largestAdvance = 1 << 24 - 1

  /// Code that passes a call on to another method, `callee`, or the one at an offset of the itab of
  /// the interface that the steps lead to.
  public static func forward(
    _ steps: [ReceiverStep], itabOffset: Int? = nil, convention: GoConvention,
    architecture: Architecture
  ) -> Thunk {
    ForwardThunk(steps: steps, itabOffset: itabOffset, convention: convention).thunk(architecture)
  }
}
