import GoRelease
import GoTypes

extension DescriptorBuilder {
  struct MethodCode {
    /// What interfaces call, with their data word: the value itself where the word holds it, else
    /// its address.
    var forInterfaces: String
    /// What other code calls, with the value.
    var direct: String
  }

  /// The functions of a method for values of a type. Those that no one declares become wrappers
  /// (cmd/gc/reflect.c, `methods`).
  mutating func code(
    of entry: MethodSetEntry, in type: GoType, _ layout: TypeLayout
  ) throws(DescriptorError) -> MethodCode {
    let word: Int64 = 8
    let interfaceReceiver = isDirectInterface(layout) ? type : .pointer(type)
    var forInterfaces = functionForInterfaces(entry.method, of: type, layout)
    let direct = functionName(entry.method, receiver: type)
    // A value shorter than the word that it is passed in needs a function of its own.
    let padding = isDirectInterface(layout) ? max(word - layout.size, 0) : 0
    if padding > 0 { forInterfaces += "·i" }
    let declared = declaredReceiver(of: entry)
    if padding > 0 || declared != interfaceReceiver {
      add(
        MethodWrapper(
          symbol: forInterfaces, receiver: interfaceReceiver, entry: entry, padding: Int(padding)))
    }
    if declared != type {
      add(MethodWrapper(symbol: direct, receiver: type, entry: entry))
    }
    return MethodCode(forInterfaces: forInterfaces, direct: direct)
  }

  /// What interfaces call where their word needs no padding. Other packages have it as well.
  func functionForInterfaces(
    _ method: Method, of type: GoType, _ layout: TypeLayout
  ) -> String {
    functionName(method, receiver: isDirectInterface(layout) ? type : .pointer(type))
  }

  /// The receiver that the method is declared with; nil where it is promoted.
  private func declaredReceiver(of entry: MethodSetEntry) -> GoType? {
    guard entry.path.isEmpty, let receiver = entry.receiver else { return nil }
    return entry.hasPointerReceiver ? .pointer(.named(receiver)) : .named(receiver)
  }

  /// The functions of a named interface's methods, which method expressions refer to (cmd/gc
  /// reflect.c, `imethods`).
  mutating func addInterfaceCode(of type: GoType) {
    guard release.typeRules.interfacesHaveCode, case .named(let name) = type,
      !name.packagePath.isEmpty, case .interface = universe.underlying(type)
    else { return }
    for entry in universe.methodSet(of: type) where entry.method.name != "_" {
      let symbol = functionName(entry.method, receiver: type)
      add(MethodWrapper(symbol: symbol, receiver: type, entry: entry))
    }
  }

  private func functionName(_ method: Method, receiver: GoType) -> String {
    FunctionSymbol.name(
      receiver: receiver, method: method, unnamed: release.typeRules.unnamedReceiverPrefix
    ) { text(of: $0, .packagePath) }
  }

  private mutating func add(_ wrapper: MethodWrapper) { wrappers[wrapper.symbol] = wrapper }
}
