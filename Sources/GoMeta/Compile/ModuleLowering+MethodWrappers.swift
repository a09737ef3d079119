import GoABI
import GoTypes
import LLVM
import TypeDescriptors

/// Methods that descriptors name and no front end writes: value methods called with the value's
/// address, and those promoted from embedded fields.
extension ModuleLowering {
  mutating func addMethodWrappers(_ module: borrowing Module) throws(CompileError) {
    var wrappers = self.wrappers
    if let descriptors {
      wrappers += descriptors.wrappers
    } else {
      wrappers += valueMethodWrappers()
    }
    for wrapper in wrappers { try add(wrapper, module) }
  }

  /// The wrappers of the value methods that this module defines: `(*T).M` for `T.M`, since
  /// interfaces call methods with the value's address.
  private func valueMethodWrappers() -> [MethodWrapper] {
    var wrappers: [MethodWrapper] = []
    for type in universe.typeDeclarations(in: contract.package.path) {
      let receiver = GoType.pointer(.named(type.name))
      for entry in universe.methodSet(of: receiver)
      where entry.path.isEmpty && !entry.hasPointerReceiver {
        let name = entry.method.name
        let value = FunctionSymbol.name(receiver: type.name, pointer: false, method: name)
        guard bodies[Naming.body(value)] != nil else { continue }
        wrappers.append(
          MethodWrapper(
            symbol: FunctionSymbol.name(receiver: type.name, pointer: true, method: name),
            receiver: receiver, entry: entry))
      }
    }
    return wrappers
  }

  private mutating func add(
    _ wrapper: MethodWrapper, _ module: borrowing Module
  ) throws(CompileError) {
    do throws(CompileError) { try make(wrapper, module) } catch {
      switch error {
      case .unsupported, .signature(_, .onStack), .signature(_, .tooMany),
        .signature(_, .tooManyScalars), .signature(_, .tooLarge), .signature(_, .resultOnStack):
        // What only reflection's Method.Func calls is left out, as what nothing calls is by Go's
        // linker.
        guard try isDispensable(wrapper) else { throw error }
      default: throw error
      }
    }
  }

  /// Whether no interface calls a method: it is called with a value that its data word does not
  /// hold.
  private func isDispensable(_ wrapper: MethodWrapper) throws(CompileError) -> Bool {
    guard target.release.hasModules, !wrapper.isPointer else { return false }
    return try wordLeaf(of: wrapper.base, wrapper.symbol)?.kind != .pointer
  }

  private mutating func make(
    _ wrapper: MethodWrapper, _ module: borrowing Module
  ) throws(CompileError) {
    let way: WrapperWay?
    do { way = try wrapper.way(in: universe) } catch {
      throw .signature(function: wrapper.symbol, .layout(error))
    }
    guard let way else {
      throw .signature(function: wrapper.symbol, .onStack(what: "the receiver"))
    }
    let isInterface: Bool
    if case .interface? = universe.underlying(way.type) {
      isInterface = true
    } else {
      isInterface = false
    }
    // Padding would take registers of C's that the arguments need: a thunk passes it over.
    if !isInterface, wrapper.padding == 0, hasBody(of: wrapper.entry, module),
      try isCalled(wrapper)
    {
      try call(wrapper, way, module)
    } else {
      try addForward(wrapper, way, isInterface: isInterface)
    }
  }

  /// Whether a method has to be called: one that wants an address, and gets it from a value wider
  /// than a word, cannot have its receiver replaced. (In modules a thunk does that.)
  private func isCalled(_ wrapper: MethodWrapper) throws(CompileError) -> Bool {
    guard wrapper.entry.hasPointerReceiver else { return true }
    guard !target.release.hasModules, !wrapper.isPointer else { return false }
    return try layout(of: wrapper.base, wrapper.symbol).size != 8
  }

  /// Whether the method's code is compiled by us, in this module or in another object of the same
  /// plugin; in a program that Go's own linker makes, it may as well be Go's.
  private func hasBody(of entry: MethodSetEntry, _ module: borrowing Module) -> Bool {
    guard let receiver = entry.receiver else { return false }
    if bodies[Naming.body(symbol(of: entry, receiver))] != nil { return true }
    return target.release.hasModules && definedPackages.contains(receiver.packagePath)
  }

  func symbol(of entry: MethodSetEntry, _ receiver: TypeName) -> String {
    FunctionSymbol.name(
      receiver: receiver, pointer: entry.hasPointerReceiver, method: entry.method.name)
  }

  // MARK: Thunks

  /// The call goes on at the other method, its receiver replaced; or, where that takes another room,
  /// is made anew.
  private mutating func addForward(
    _ wrapper: MethodWrapper, _ way: WrapperWay, isInterface: Bool
  ) throws(CompileError) {
    let entry = wrapper.entry
    let itabOffset =
      isInterface
      ? try self.itabOffset(of: entry.method.name, entry.method.packagePath, in: way.type) : nil
    var steps = way.steps
    let endsWithPointer: Bool
    if case .pointer = way.type { endsWithPointer = true } else { endsWithPointer = false }
    if !isInterface, endsWithPointer { steps.append(.load) }

    var thunk: Thunk?
    var (callee, receiverSteps) = (isInterface ? "" : name(of: entry), steps)
    var takesWord = isInterface || entry.hasPointerReceiver
    if !takesWord { takesWord = try replaceValue(wrapper, &callee, &receiverSteps) }
    let size = try self.layout(of: wrapper.base, wrapper.symbol).size
    // A value of one word that is the embedded pointer: its address would have led to it.
    let isWord = size == 8 && receiverSteps.first == .load
    if takesWord, wrapper.isPointer || isWord {
      thunk = .forward(
        wrapper.isPointer ? receiverSteps : Array(receiverSteps.dropFirst()),
        itabOffset: itabOffset, convention: target.convention, architecture: target.architecture)
    } else {
      callee = isInterface ? "" : name(of: entry)
      thunk = try relay(wrapper, steps, itabOffset)
    }
    // An interface's own function: no descriptor names it. A program that calls it says so at link.
    if isInterface, entry.path.isEmpty, let limit = target.release.code.uncheckedStack {
      let size = try forwardLayout(wrapper)?.argumentSize ?? 0
      if thunk == nil || size + 2 * 8 > limit { return }
    }
    guard let thunk, steps.allSatisfy(\.isReachable) else {
      throw .unsupported(
        symbol: wrapper.symbol,
        what: "a method promoted or called in this way, with this signature, is not made; declare "
          + "the method, or let the type be used by its address")
    }
    forwards.append(
      Forward(
        name: wrapper.symbol, thunk: thunk, callee: callee, isHosts: isHosts(entry),
        layout: try forwardLayout(wrapper)))
  }

  /// Replaces a method that takes a value of another package, so that it takes one word: the value
  /// itself where that is one, else its address, which the package's own wrapper takes.
  private func replaceValue(
    _ wrapper: MethodWrapper, _ callee: inout String, _ steps: inout [Thunk.ReceiverStep]
  ) throws(CompileError) -> Bool {
    guard let receiver = wrapper.entry.receiver, wrapper.padding == 0 else { return false }
    if try wordLeaf(of: .named(receiver), wrapper.symbol) != nil {
      steps.append(.load)
      return true
    }
    guard isHosts(wrapper.entry), target.convention == .registers else { return false }
    callee = FunctionSymbol.name(
      receiver: receiver, pointer: true, method: wrapper.entry.method.name)
    return true
  }

  /// The one integer or pointer of eight bytes that a value is.
  private func wordLeaf(
    of type: GoType, _ name: String
  ) throws(CompileError) -> ScalarLeaf? {
    guard try layout(of: type, name).size == 8, let leaf = try leaves(of: type, name).first,
      leaf.kind == .integer(8) || leaf.kind == .pointer
    else { return nil }
    return leaf
  }

  /// Whether the method's code is the host's: that of a package which is imported.
  private func isHosts(_ entry: MethodSetEntry) -> Bool {
    guard target.release.hasModules, let receiver = entry.receiver else { return false }
    return !definedPackages.contains(receiver.packagePath)
  }

  private func name(of entry: MethodSetEntry) -> String {
    entry.receiver.map { symbol(of: entry, $0) } ?? ""
  }

  /// How the call's arguments lie in memory; nil where a thunk that leaves them as they are need
  /// not know.
  private func forwardLayout(_ wrapper: MethodWrapper) throws(CompileError) -> CallLayout? {
    do throws(CompileError) {
      return try callLayout(
        wrapper.symbol, wrapper.paddedReceiver, wrapper.entry.method.signature)
    } catch {
      guard case .signature(_, let cause) = error, target.convention == .registers else {
        throw error
      }
      switch cause {
      case .onStack, .tooMany, .tooManyScalars, .tooLarge, .resultOnStack: return nil
      case .layout: throw error
      }
    }
  }

  private func relay(
    _ wrapper: MethodWrapper, _ steps: [Thunk.ReceiverStep], _ itabOffset: Int?
  ) throws(CompileError) -> Thunk? {
    guard target.convention == .stack else { return nil }
    let entry = wrapper.entry
    let layout = try callLayout(wrapper.symbol, wrapper.paddedReceiver, entry.method.signature)
    var receiver = GoType.basic(.unsafePointer)
    var callee = Thunk.RelayCallee.itab(itabOffset ?? 0)
    if itabOffset == nil, entry.hasPointerReceiver {
      callee = .address
    } else if itabOffset == nil, let name = entry.receiver {
      receiver = .named(name)
      callee = .value(bytes: Int(try self.layout(of: receiver, wrapper.symbol).size))
    }
    let inner = try callLayout(wrapper.symbol, receiver, entry.method.signature)
    return .relay(
      .init(beginsWithPointer: wrapper.isPointer, steps: steps), to: callee,
      outer: (layout, try leaves(of: wrapper.paddedReceiver, wrapper.symbol).count),
      inner: (inner, try leaves(of: receiver, wrapper.symbol).count),
      architecture: target.architecture)
  }

  /// Where a method's code stands in the itabs of an interface.
  func itabOffset(
    of method: String, _ packagePath: String, in type: GoType
  ) throws(CompileError) -> Int {
    let notation = DescriptorBuilder(
      universe: universe, release: target.release, definedPackages: definedPackages
    ).notation
    guard case .interface(let interface)? = universe.underlying(type),
      let index = notation.sorted(interface.methods).firstIndex(where: {
        $0.name == method && $0.packagePath == packagePath
      }),
      let functions = target.release.types.itab[.functions]
    else { throw .unsupported(symbol: method, what: "no interface has this method") }
    return functions.offset + 8 * index
  }

  func addForwards(_ module: borrowing Module) throws(CompileError) {
    for forward in forwards {
      let function = try ThunkAssembly.define(
        forward.name, forward.thunk,
        symbols: forward.callee.isEmpty ? [:] : [.callee: forward.callee],
        weak: forward.isHosts ? [forward.callee] : [], in: module,
        architecture: target.architecture)
      function.visibility = target.release.hasModules ? .hidden : .default
      try addRecord(
        of: function,
        FunctionSectionRecord(
          role: .thunk, name: forward.name, file: FunctionPlaces.generated, startLine: 1,
          argumentSize: UInt32(truncatingIfNeeded: forward.layout?.argumentSize ?? 0),
          argumentPointerWords: (forward.layout?.pointerWords ?? []).map {
            UInt32(truncatingIfNeeded: $0)
          }),
        module)
    }
  }

  // MARK: Layouts

  func leaves(of type: GoType, _ name: String) throws(CompileError) -> [ScalarLeaf] {
    do {
      if let leaves = try MethodWrapper.leaves(of: type, in: universe) { return leaves }
    } catch { throw .signature(function: name, .layout(error)) }
    throw .signature(function: name, .onStack(what: "the receiver"))
  }

  private func layout(of type: GoType, _ name: String) throws(CompileError) -> TypeLayout {
    do { return try universe.layout(of: type) } catch {
      throw .signature(function: name, .layout(error))
    }
  }

  func callLayout(
    _ name: String, _ receiver: GoType?, _ signature: Signature
  ) throws(CompileError) -> CallLayout {
    do {
      return try CallLayout(
        receiver: receiver, signature, universe: universe, architecture: target.architecture,
        convention: target.convention)
    } catch { throw .signature(function: name, error) }
  }
}

extension Thunk.ReceiverStep {
  /// Whether an immediate operand has room for it.
  fileprivate var isReachable: Bool {
    if case .advance(let bytes) = self { bytes <= Thunk.largestAdvance } else { true }
  }
}
