import Symbols

/// A method that stands behind another whose receiver takes another room, in the stack convention:
/// the arguments are copied, the method is called with its own receiver, and its results are copied
/// back.
struct RelayThunk {
  let way: Thunk.ReceiverWay
  let callee: Thunk.RelayCallee
  /// Of the method that is called, and how many leaves its receiver has.
  let outer: CallLayout
  let outerLeaves: Int
  /// Of the method that stands behind it.
  let inner: CallLayout
  let innerLeaves: Int

  func thunk(_ architecture: Architecture) -> Thunk {
    architecture == .x86_64 ? x86 : arm64
  }

  private var parameters: [Copy] {
    zip(outer.parameters.dropFirst(outerLeaves), inner.parameters.dropFirst(innerLeaves))
      .flatMap { Copy.copies(from: $0, to: $1) }
  }

  private var results: [Copy] {
    zip(inner.results, outer.results).flatMap { Copy.copies(from: $0, to: $1) }
  }

  private var x86: Thunk {
    let size = inner.argumentSize
    var lines = ["pushq %rbp", "movq %rsp, %rbp"]
    if size > 0 { lines.append("subq $\(size), %rsp") }
    lines.append(way.beginsWithPointer ? "movq 16(%rbp), %r12" : "leaq 16(%rbp), %r12")
    lines += way.steps.map { step in
      switch step {
      case .advance(let bytes): "addq $\(bytes), %r12"
      case .load: "movq (%r12), %r12"
      }
    }
    var call = Thunk.Line("callq {}", .callee)
    switch callee {
    case .itab(let offset):
      lines += ["movq 8(%r12), %r13", "movq %r13, (%rsp)", "movq (%r12), %r12"]
      call = Thunk.Line("callq *\(offset)(%r12)")
    case .address: lines.append("movq %r12, (%rsp)")
    case .value(let bytes):
      for copy in Copy.copies(count: bytes, from: 0, to: 0) {
        lines += copy.x86(from: "\(copy.source)(%r12)", to: "\(copy.destination)(%rsp)")
      }
    }
    for copy in parameters {
      lines += copy.x86(from: "\(16 + copy.source)(%rbp)", to: "\(copy.destination)(%rsp)")
    }
    var end: [String] = []
    for copy in results {
      end += copy.x86(from: "\(copy.source)(%rsp)", to: "\(16 + copy.destination)(%rbp)")
    }
    if size > 0 { end.append("addq $\(size), %rsp") }
    end += ["popq %rbp", "retq"]
    return Thunk(lines: lines.map { Thunk.Line($0) } + [call] + end.map { Thunk.Line($0) })
  }

  /// The return address at [SP], the arguments above it.
  private var arm64: Thunk {
    let size = (8 + inner.argumentSize + 15) / 16 * 16
    var lines = ["sub sp, sp, #\(size)", "str x30, [sp]"]
    lines.append(
      way.beginsWithPointer ? "ldr x16, [sp, #\(size + 8)]" : "add x16, sp, #\(size + 8)")
    for step in way.steps {
      switch step {
      case .advance(let bytes):
        if bytes >> 12 > 0 { lines.append("add x16, x16, #\(bytes >> 12), lsl #12") }
        if bytes & 0xfff > 0 { lines.append("add x16, x16, #\(bytes & 0xfff)") }
      case .load: lines.append("ldr x16, [x16]")
      }
    }
    var call = Thunk.Line("bl {}", .callee)
    var load: [String] = []
    switch callee {
    case .itab(let offset):
      lines += ["ldr x17, [x16, #8]", "str x17, [sp, #8]", "ldr x16, [x16]"]
      load = ["ldr x16, [x16, #\(offset)]"]
      call = Thunk.Line("blr x16")
    case .address: lines.append("str x16, [sp, #8]")
    case .value(let bytes):
      for copy in Copy.copies(count: bytes, from: 0, to: 0) {
        lines += copy.arm64(from: copy.source, of: "x16", to: 8 + copy.destination)
      }
    }
    for copy in parameters {
      lines += copy.arm64(from: size + 8 + copy.source, to: 8 + copy.destination)
    }
    var end: [String] = []
    for copy in results {
      end += copy.arm64(from: 8 + copy.source, to: size + 8 + copy.destination)
    }
    end += ["ldr x30, [sp]", "add sp, sp, #\(size)", "ret"]
    return Thunk(
      lines: (lines + load).map { Thunk.Line($0) } + [call] + end.map { Thunk.Line($0) })
  }

  /// Some bytes of an argument or result.
  private struct Copy {
    /// In bytes from the start of the arguments.
    var source, destination: Int
    /// 1, 2, 4 or 8.
    var size: Int

    static func copies(from source: CallLayout.Leaf, to destination: CallLayout.Leaf) -> [Copy] {
      copies(count: source.kind.size, from: source.offset, to: destination.offset)
    }

    static func copies(count: Int, from source: Int, to destination: Int) -> [Copy] {
      var copies: [Copy] = []
      var done = 0
      while done < count {
        let rest = count - done
        let size = rest >= 8 ? 8 : rest >= 4 ? 4 : rest >= 2 ? 2 : 1
        copies.append(Copy(source: source + done, destination: destination + done, size: size))
        done += size
      }
      return copies
    }

    func x86(from: String, to: String) -> [String] {
      switch size {
      case 1: ["movb \(from), %al", "movb %al, \(to)"]
      case 2: ["movw \(from), %ax", "movw %ax, \(to)"]
      case 4: ["movl \(from), %eax", "movl %eax, \(to)"]
      default: ["movq \(from), %rax", "movq %rax, \(to)"]
      }
    }

    func arm64(from: Int, of base: String = "sp", to: Int) -> [String] {
      let (suffix, register) =
        size == 1 ? ("b", "w9") : size == 2 ? ("h", "w9") : size == 4 ? ("", "w9") : ("", "x9")
      return [
        "ldr\(suffix) \(register), [\(base), #\(from)]", "str\(suffix) \(register), [sp, #\(to)]",
      ]
    }
  }
}

extension Thunk {
  /// How the receiver of one method leads to that of another.
  public struct ReceiverWay: Sendable, Equatable {
    /// Whether the receiver is an address already; else the way begins at its own address.
    public var beginsWithPointer: Bool
    public var steps: [ReceiverStep]

    public init(beginsWithPointer: Bool, steps: [ReceiverStep]) {
      self.beginsWithPointer = beginsWithPointer
      self.steps = steps
    }
  }

  public enum RelayCallee: Sendable, Equatable {
    /// The method at an offset of the itab of the interface where the way ends.
    case itab(Int)
    /// `callee`, with the address where the way ends as its receiver.
    case address
    /// `callee`, with the so many bytes there as its receiver.
    case value(bytes: Int)
  }

  /// The most bytes of arguments and results that are copied: what a function may use of the stack
  /// without asking is little, and the immediate offsets of arm64 reach no further.
  public static let largestRelay = 256

  /// Code of the stack convention that calls a method with another receiver; nil for more arguments
  /// than `largestRelay`.
  ///
  /// - Parameters:
  ///   - outer: the layout of the method itself, whose receiver has so many leaves.
  ///   - inner: that of the method that stands behind it.
  public static func relay(
    _ way: ReceiverWay, to callee: RelayCallee, outer: (layout: CallLayout, receiverLeaves: Int),
    inner: (layout: CallLayout, receiverLeaves: Int), architecture: Architecture
  ) -> Thunk? {
    guard outer.layout.convention == .stack, inner.layout.convention == .stack,
      inner.layout.argumentSize <= largestRelay, outer.layout.argumentSize <= 2 * largestRelay
    else { return nil }
    return RelayThunk(
      way: way, callee: callee, outer: outer.layout, outerLeaves: outer.receiverLeaves,
      inner: inner.layout, innerLeaves: inner.receiverLeaves
    ).thunk(architecture)
  }
}
