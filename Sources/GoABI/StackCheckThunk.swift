import Symbols

/// What managed code calls in place of a compiled function: it sees that the stack is large enough
/// for the function's real frame, and goes on there. Arguments stay where C's convention has them;
/// the first ones that come in registers are also stored where tracebacks look for them.
///
/// LLVM's code keeps nothing of Go's but R28 on AArch64: on x86-64 the goroutine is found among the
/// thread's variables. While the stack grows the thunk has a frame, with all registers that carry
/// arguments, and those that survive calls in C's convention: the caller's may hold anything but
/// pointers there.
struct StackCheckThunk {
  let form: NativeForm
  let parameters: [ScalarLeaf.Kind]
  let architecture: Architecture
  let keepsShown: Bool
  private let native: NativeRegisters
  /// What is kept while the stack grows, from the frame's lowest free word on.
  private let kept: [(kind: ScalarLeaf.Kind, register: String)]

  init(
    _ form: NativeForm, _ parameters: [ScalarLeaf.Kind], keepsShown: Bool,
    _ architecture: Architecture
  ) {
    self.keepsShown = keepsShown
    self.form = form
    self.parameters = parameters
    self.architecture = architecture
    let native = NativeRegisters(architecture)
    self.native = native
    var kept: [(kind: ScalarLeaf.Kind, register: String)] = []
    if form.returnsThroughMemory { kept.append((.pointer, native.integers[0])) }
    if let register = form.context.flatMap({ native.register(of: $0) }) {
      kept.append((.pointer, register))
    }
    for (kind, place) in zip(parameters, form.parameters) {
      guard let register = native.register(of: place) else { continue }
      kept.append((kind.isFloat ? .float64 : kind.isPointer ? .pointer : .integer(8), register))
    }
    for register in native.surviving {
      kept.append((ThunkCode.isFloat(register) ? .float64 : .integer(8), register))
    }
    self.kept = kept
  }

  var thunk: Thunk {
    var code = ThunkCode(architecture)
    code.emit("0:")
    let above = architecture == .x86_64 ? 8 : 0
    for (place, shown) in zip(form.parameters, form.shownPlaces) where keepsShown {
      guard let register = native.register(of: place), let shown else { continue }
      code.store(
        ThunkCode.isFloat(register) ? .float64 : .integer(8), register, at: above + shown)
    }
    switch architecture {
    case .x86_64:
      code.emit("movq {}@GOTTPOFF(%rip), %r10", .goroutineSlot)
      code.emit("movq %fs:(%r10), %r10")
      code.checkStack(goroutine: "r10", "rax", "r11")
    case .arm64: code.checkStack(goroutine: "x28", "x16", "x17")
    }
    code.jump(.callee)
    code.emit("1:")
    code.enter(frameSize)
    for (index, (kind, register)) in kept.enumerated() {
      code.store(kind, register, at: lowest + 8 * index)
    }
    code.callMoreStack()
    for (index, (kind, register)) in kept.enumerated() {
      code.load(kind, register, from: lowest + 8 * index)
    }
    code.leave(frameSize)
    code.retry()
    var thunk = Thunk(lines: code.lines)
    thunk.frame = frame
    return thunk
  }

  private var lowest: Int { architecture == .x86_64 ? 0 : 8 }

  /// On AArch64 the topmost word is the caller's.
  private var frameSize: Int {
    switch architecture {
    case .x86_64: 8 * kept.count + 8
    case .arm64: (8 + 8 * kept.count + 8 + 15) / 16 * 16
    }
  }

  private var frame: ThunkFrame {
    let start = architecture == .x86_64 ? 0 : 8
    var frame = ThunkFrame()
    frame.argumentSize =
      max(keepsShown ? form.outgoingSize : form.stackSize, start) - start
    frame.growingArguments = zip(parameters, form.parameters).compactMap { kind, place in
      guard kind.isPointer, case .memory(let offset) = place else { return nil }
      return (offset - start) / 8
    }
    frame.growingLocals = kept.indices.filter { kept[$0].kind == .pointer }.map {
      $0 + lowest / 8
    }
    return frame
  }
}

extension ScalarLeaf.Kind {
  /// Whether C code gets a pointer.
  var isPointer: Bool {
    switch self {
    case .pointer, .array: true
    case .integer, .float32, .float64: false
    }
  }
}

extension Thunk {
  /// The code that checks the stack for a compiled function, `callee`, with parameters of these
  /// kinds.
  ///
  /// - Parameter keepsShown: whether callers leave room for the arguments that tracebacks show.
  public static func stackCheck(
    _ form: NativeForm, _ parameters: [ScalarLeaf.Kind], keepsShown: Bool = true,
    architecture: Architecture
  ) -> Thunk {
    StackCheckThunk(form, parameters, keepsShown: keepsShown, architecture).thunk
  }
}
