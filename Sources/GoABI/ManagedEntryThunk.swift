import Symbols

/// The code that Go calls, before managed code in C's convention: what comes in Go's registers and on
/// the caller's stack goes to C's registers and to the bottom of the thunk's own frame, results come
/// back the other way.
///
/// From its lowest word on the frame holds arguments that C passes in memory, with the words in which
/// the callee keeps others for tracebacks, and the area of results that C's registers do not hold.
/// That one is in no pointer map: nothing is called between the stores there and the loads.
///
/// x86-64: above it is the saved RBP. Go's integers are in RAX RBX RCX RDI RSI R8–R11, C's in RDI RSI
/// RDX RCX R8 R9, C's results in RAX RDX RCX; RDX is a closure's context. C keeps R14, the goroutine,
/// and leaves anything in X15, which is zero in Go.
///
/// AArch64: the lowest word is the return address, above the rest is the R29–R30 pair of the chain of
/// frames, and the topmost word is the caller's, who keeps its R29 there. C's registers are the first
/// of Go's; R26 is a closure's context.
struct ManagedEntryThunk {
  let layout: CallLayout
  let form: NativeForm
  let architecture: Architecture
  private let hasContext: Bool

  init(_ layout: CallLayout, hasContext: Bool, architecture: Architecture) {
    self.layout = layout
    self.hasContext = hasContext
    self.architecture = architecture
    form = NativeForm(layout, hasContext: hasContext, architecture: architecture)
    (go, native) = (GoRegisters(architecture), NativeRegisters(architecture))
  }

  private let go: GoRegisters
  private let native: NativeRegisters

  var thunk: Thunk {
    var code = ThunkCode(architecture)
    code.emit("0:")
    code.checkStack(
      goroutine: architecture == .x86_64 ? "r14" : "x28", code.scratch, code.secondScratch)
    code.enter(frameSize)
    if architecture == .arm64 {
      code.storeFrameChain(at: pairOffset)
    }
    passArguments(&code)
    code.call(.callee)
    passResults(&code)
    if architecture == .arm64 {
      code.loadFrameChain(from: pairOffset)
    } else {
      code.emit("xorps %xmm15, %xmm15")
    }
    code.leave(frameSize)
    code.ret()
    grow(&code)
    var thunk = Thunk(lines: code.lines)
    thunk.frame = frame
    return thunk
  }

  // MARK: The frame

  private var resultArea: Int { form.outgoingSize }

  private var pairOffset: Int {
    form.outgoingSize + (form.returnsThroughMemory ? 8 * form.results.count : 0)
  }

  /// On x86-64 with the saved RBP, without the return address.
  private var frameSize: Int {
    switch architecture {
    case .x86_64: pairOffset + 8
    case .arm64: (max(pairOffset, 8) + 16 + 8 + 15) / 16 * 16
    }
  }

  /// Where the caller's argument of an offset is, from SP in the frame, or at entry.
  private func incoming(_ offset: Int, inFrame: Bool = true) -> Int {
    (inFrame ? frameSize : 0) + 8 + offset
  }

  /// The frame in which a closure's context is kept while the stack grows.
  private var contextFrame: Int { architecture == .x86_64 ? 16 : 32 }
  private var contextOffset: Int { architecture == .x86_64 ? 0 : 8 }

  private var frame: ThunkFrame {
    var frame = ThunkFrame()
    frame.argumentSize = layout.argumentSize
    frame.growingArguments = layout.pointerWords
    frame.callingArguments = layout.stackPointerWords
    if hasContext {
      // Words count from the lowest of the deepest frame.
      let deepest = max(frameSize, contextFrame)
      frame.growingLocals = [(deepest - contextFrame + contextOffset) / 8]
    }
    return frame
  }

  // MARK: Arguments

  private func register(_ leaf: CallLayout.Leaf) -> String {
    leaf.kind.isFloat ? go.floats[leaf.register] : go.integers[leaf.register]
  }

  private func passArguments(_ code: inout ThunkCode) {
    var moves: [(source: String, target: String)] = []
    let pairs = zip(layout.parameters, form.parameters)
    // What goes to memory comes first: then all of C's registers are free for the rest.
    for (leaf, place) in pairs {
      guard let target = native.register(of: place) else { continue }
      if !leaf.isOnStack { moves.append((register(leaf), target)) }
    }
    for (leaf, place) in pairs {
      guard case .memory(let offset) = place else { continue }
      if leaf.isOnStack {
        load(leaf, code.scratch, &code)
        code.store(.integer(8), code.scratch, at: offset)
      } else {
        code.store(leaf.kind.isFloat ? .float64 : .integer(8), register(leaf), at: offset)
      }
    }
    if let target = form.context.flatMap({ native.register(of: $0) }) {
      moves.append((architecture == .x86_64 ? "rdx" : "x26", target))
    }
    code.move(moves)
    for (leaf, place) in pairs where leaf.isOnStack {
      guard let target = native.register(of: place) else { continue }
      load(leaf, target, &code)
    }
    if form.returnsThroughMemory { code.address(native.integers[0], of: resultArea) }
  }

  /// An argument from the caller's stack; of an array its address, of a float in an integer register
  /// the bits.
  private func load(_ leaf: CallLayout.Leaf, _ register: String, _ code: inout ThunkCode) {
    if case .array = leaf.kind {
      code.address(register, of: incoming(leaf.offset))
    } else if leaf.kind.isFloat, !ThunkCode.isFloat(register) {
      code.load(.integer(leaf.kind.size), register, from: incoming(leaf.offset))
    } else {
      code.load(leaf.kind, register, from: incoming(leaf.offset))
    }
  }

  // MARK: Results

  private func passResults(_ code: inout ThunkCode) {
    var moves: [(source: String, target: String)] = []
    for (leaf, place) in zip(layout.results, form.results) {
      switch (native.register(ofResult: place), place) {
      case (let source?, _):
        if leaf.isOnStack {
          code.store(leaf.kind, source, at: incoming(leaf.offset))
        } else {
          moves.append((source, register(leaf)))
        }
      case (nil, .memory(let offset)):
        if leaf.isOnStack {
          let kind = ScalarLeaf.Kind.integer(leaf.kind.size)
          code.load(kind, code.scratch, from: resultArea + offset)
          code.store(kind, code.scratch, at: incoming(leaf.offset))
        } else {
          code.load(leaf.kind, register(leaf), from: resultArea + offset)
        }
      default: break
      }
    }
    code.move(moves)
  }

  // MARK: Growth

  /// Arguments that came in registers are kept in their spill slots meanwhile, a context in a frame.
  private func grow(_ code: inout ThunkCode) {
    code.emit("1:")
    let leaves = layout.parameters.filter { !$0.isOnStack }
    for leaf in leaves {
      code.store(leaf.kind, register(leaf), at: incoming(leaf.offset, inFrame: false))
    }
    if hasContext {
      code.enter(contextFrame)
      code.store(.pointer, architecture == .x86_64 ? "rdx" : "x26", at: contextOffset)
    }
    code.callMoreStack()
    if hasContext {
      code.load(.pointer, architecture == .x86_64 ? "rdx" : "x26", from: contextOffset)
      code.leave(contextFrame)
    }
    for leaf in leaves {
      code.load(leaf.kind, register(leaf), from: incoming(leaf.offset, inFrame: false))
    }
    code.retry()
  }
}

extension ThunkCode {
  mutating func storeFrameChain(at offset: Int) {
    if offset <= 504 {
      emit("stp x29, x30, [sp, #\(offset)]")
    } else {
      emit("str x29, [sp, #\(offset)]")
      emit("str x30, [sp, #\(offset + 8)]")
    }
    address("x29", of: offset)
  }

  mutating func loadFrameChain(from offset: Int) {
    emit("ldr x29, [sp, #\(offset)]")
  }
}

extension Thunk {
  /// The code that Go calls, before managed code: `callee` is what checks the stack for it.
  ///
  /// - Parameter hasContext: whether it is a closure's code, which gets the closure's object.
  public static func managedEntry(
    _ layout: CallLayout, hasContext: Bool = false, architecture: Architecture
  ) -> Thunk {
    ManagedEntryThunk(layout, hasContext: hasContext, architecture: architecture).thunk
  }
}
