import GoTypes
import LLVM
import TypeDescriptors

extension ModuleLowering {
  /// Go's variables go to one section, which the collector scans by their declared types. Other
  /// variables stay where LLVM puts them, unseen by the collector, and may hold no GC pointer.
  func bindVariables(_ module: borrowing Module) throws(CompileError) {
    var declared: Set<String> = []
    for variable in universe.variables where variable.package == contract.package {
      let name = FunctionSymbol.name(package: contract.package.path, function: variable.name)
      declared.insert(name)
      guard let global = module.globalVariable(named: name) else { continue }
      if !global.isDeclaration { try place(global, variable, module) }
      global.visibility = variable.isExported ? .default : .hidden
      if variable.isExported, !global.isDeclaration, let plain = plainName(name) {
        try llvm { () throws(LLVMError) in
          _ = try module.addAlias(plain, global.valueType, to: global.constant)
        }
      }
    }
    for global in module.globalVariables where !global.isDeclaration {
      guard !declared.contains(global.name), !global.name.hasPrefix("llvm.") else { continue }
      if !global.isReadOnly, global.valueType.holdsGCPointer {
        throw .mismatch(
          symbol: global.name,
          what: "a variable with GC pointers (address space 1) that no Go declaration describes; "
            + "declare it in !go.declarations: \"var name T\"")
      }
      try refuse(global)
      if !global.linkage.isLocal { global.visibility = .hidden }
    }
  }

  /// Variables of no Go declaration that only a linker of today could place.
  private func refuse(_ global: GlobalVariable) throws(CompileError) {
    guard !target.release.hasModules else { return }
    if global.threadLocalMode != .notThreadLocal {
      throw .mismatch(
        symbol: global.name,
        what: "is thread-local, which the linker of Go \(target.release.name) does not know")
    }
    if [Naming.dataSection, Naming.zeroSection].contains(global.section) {
      throw .mismatch(
        symbol: global.name,
        what: "is in section \(global.section), which belongs to variables with Go declarations")
    }
  }

  private func place(
    _ global: GlobalVariable, _ variable: VariableDeclaration, _ module: borrowing Module
  ) throws(CompileError) {
    let layout: TypeLayout
    do { layout = try universe.layout(of: variable.type) } catch {
      throw .mismatch(symbol: global.name, what: "\(error)")
    }
    if global.isReadOnly {
      throw .mismatch(
        symbol: global.name, what: "is constant, but Go may write to a variable; make it global")
    }
    if global.threadLocalMode != .notThreadLocal {
      throw .mismatch(symbol: global.name, what: "is thread-local; Go has no such variables")
    }
    if !target.release.hasModules, global.comdat != nil {
      throw .mismatch(
        symbol: global.name,
        what: "is in a COMDAT group, but a variable of Go has one definition; take it out")
    }
    let size = module.dataLayout.size(of: global.valueType) ?? 0
    guard size == UInt64(layout.size) else {
      throw .mismatch(
        symbol: global.name,
        what: "takes \(size) bytes as \(global.valueType), its Go declaration makes it "
          + "\(layout.size)")
    }
    let pointers = GCPointerOffsets(of: global.valueType, module.dataLayout)
    if let offset = pointers.misaligned {
      throw .mismatch(
        symbol: global.name,
        what: "holds a GC pointer at offset \(offset), which is no multiple of 8: the collector "
          + "looks at whole words")
    }
    if let offset = pointers.offsets.first, layout.pointerBytes == 0 {
      throw .mismatch(
        symbol: global.name,
        what: "holds a GC pointer at offset \(offset), its Go declaration makes it a type without "
          + "pointers")
    }
    try llvm { () throws(LLVMError) in
      if let section = section(for: global, layout) { try global.setSection(section) }
      // Whole words, so that a pointer bit is a word's.
      try global.setAlignment(max(8, global.alignment))
    }
    global.linkage = .external
  }

  /// A module's tables tell of one section of variables; where objects carry root programs instead,
  /// there is one for data, one for zeros, and what has no pointers needs none.
  private func section(for global: GlobalVariable, _ layout: TypeLayout) -> String? {
    if target.release.hasModules { return Naming.dataSection }
    if layout.pointerBytes == 0 { return nil }
    return global.initializer?.isZero ?? true ? Naming.zeroSection : Naming.dataSection
  }
}

extension IRType {
  /// Whether a value of the type holds a pointer that the collector follows.
  var holdsGCPointer: Bool {
    if addressSpace == 1 { return true }
    if let element = elementType { return element.holdsGCPointer }
    return StructType(self)?.fields.contains { $0.holdsGCPointer } ?? false
  }
}
