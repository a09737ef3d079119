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
    if !isInterface, !wrapper.entry.hasPointerReceiver, hasBody(of: wrapper.entry, module) {
      try call(wrapper, way, module)
    } else {
      try addForward(wrapper, way, isInterface: isInterface)
    }
  }

  /// Whether the method's code is compiled by us, in this module or in another object of the same
  /// plugin; in a program that Go's own linker makes, it may as well be Go's.
  private func hasBody(of entry: MethodSetEntry, _ module: borrowing Module) -> Bool {
    guard let receiver = entry.receiver else { return false }
    if bodies[Naming.body(symbol(of: entry, receiver))] != nil { return true }
    return target.release.hasModules && definedPackages.contains(receiver.packagePath)
  }

  private func symbol(of entry: MethodSetEntry, _ receiver: TypeName) -> String {
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
    let layout = try callLayout(wrapper.symbol, wrapper.paddedReceiver, entry.method.signature)
    let itabOffset = isInterface ? try self.itabOffset(of: entry.method, in: way.type) : nil
    let callee = isInterface ? "" : entry.receiver.map { symbol(of: entry, $0) } ?? ""
    var steps = way.steps
    let endsWithPointer: Bool
    if case .pointer = way.type { endsWithPointer = true } else { endsWithPointer = false }
    if !isInterface, endsWithPointer { steps.append(.load) }

    let size = try self.layout(of: wrapper.base, wrapper.symbol).size
    // A value of one word that is the embedded pointer: its address would have led to it.
    let isWord = size == 8 && steps.first == .load
    let takesWord = isInterface || entry.hasPointerReceiver
    var thunk: Thunk?
    if takesWord, wrapper.isPointer || isWord {
      thunk = .forward(
        wrapper.isPointer ? steps : Array(steps.dropFirst()), itabOffset: itabOffset,
        convention: layout.convention, architecture: target.architecture)
    } else if isInterface || !entry.hasPointerReceiver {
      thunk = try relay(wrapper, steps, itabOffset, layout)
    }
    guard let thunk, steps.allSatisfy(\.isReachable) else {
      throw .unsupported(
        symbol: wrapper.symbol,
        what: "a method promoted or called in this way, with this signature, is not made; declare "
          + "the method, or let the type be used by its address")
    }
    forwards.append(
      Forward(name: wrapper.symbol, thunk: thunk, callee: callee, layout: layout))
  }

  private func relay(
    _ wrapper: MethodWrapper, _ steps: [Thunk.ReceiverStep], _ itabOffset: Int?,
    _ layout: CallLayout
  ) throws(CompileError) -> Thunk? {
    let entry = wrapper.entry
    var receiver = GoType.basic(.unsafePointer)
    var callee = Thunk.RelayCallee.itab(itabOffset ?? 0)
    if itabOffset == nil, let name = entry.receiver {
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
  private func itabOffset(
    of method: Method, in type: GoType
  ) throws(CompileError) -> Int {
    guard case .interface(let interface)? = universe.underlying(type),
      let index = interface.methods.firstIndex(where: {
        $0.name == method.name && $0.packagePath == method.packagePath
      }),
      let functions = target.release.types.itab[.functions]
    else { throw .unsupported(symbol: method.name, what: "no interface has this method") }
    return functions.offset + 8 * index
  }

  func addForwards(_ module: borrowing Module) throws(CompileError) {
    for forward in forwards {
      let function = try ThunkAssembly.define(
        forward.name, forward.thunk,
        symbols: forward.callee.isEmpty ? [:] : [.callee: forward.callee], in: module,
        architecture: target.architecture)
      function.visibility = target.release.hasModules ? .hidden : .default
      try addRecord(
        of: function,
        FunctionSectionRecord(
          role: .thunk, name: forward.name, file: FunctionPlaces.generated, startLine: 1,
          argumentSize: UInt32(truncatingIfNeeded: forward.layout.argumentSize),
          argumentPointerWords: forward.layout.pointerWords.map { UInt32(truncatingIfNeeded: $0) }),
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
