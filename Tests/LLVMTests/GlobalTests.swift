import LLVM
import Testing

@Suite struct GlobalTests {
  @Test(arguments: Linkage.allCases) func linkageReachesTheTextAndComesBack(_ linkage: Linkage)
    throws
  {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let type = module.context.array(of: module.context.i8, count: 1)
    let global = try module.addGlobalVariable("g", type)
    if linkage != .externalWeak { try global.setInitializer(type.zero) }
    global.linkage = linkage
    #expect(global.linkage == linkage)
    let word: String =
      switch linkage {
      case .external: "global"
      case .availableExternally: "available_externally global"
      case .linkOnceAny: "linkonce global"
      case .linkOnceODR: "linkonce_odr global"
      case .weakAny: "weak global"
      case .weakODR: "weak_odr global"
      case .appending: "appending global"
      case .internal: "internal global"
      case .private: "private global"
      case .externalWeak: "extern_weak global"
      case .common: "common global"
      }
    let value = linkage == .externalWeak ? "" : " zeroinitializer"
    try expect(module, says: "@g = \(word) [1 x i8]\(value)")
  }

  @Test func everyPropertyReachesTheTextAndComesBack() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let hidden = try module.addGlobalVariable("hidden", initializer: types.i32.constant(1))
    hidden.visibility = .hidden
    hidden.unnamedAddress = .global
    hidden.isReadOnly = true
    try hidden.setSection(".data.rel.ro")
    try hidden.setAlignment(32)
    let protected = try module.addGlobalVariable("protected", types.i8, addressSpace: 3)
    protected.visibility = .protected
    protected.unnamedAddress = .local
    protected.isExternallyInitialized = true
    for mode in ThreadLocalMode.allCases {
      let local = try module.addGlobalVariable("\(mode)", initializer: types.i8.zero)
      local.threadLocalMode = mode
      #expect(local.threadLocalMode == mode)
    }
    let group = try module.comdat(named: "group")
    group.selection = .noDeduplicate
    hidden.comdat = group
    try expect(
      module,
      says: """
        $group = comdat nodeduplicate
        @hidden = hidden unnamed_addr constant i32 1, section ".data.rel.ro", comdat($group), align 32
        @protected = external protected local_unnamed_addr addrspace(3) externally_initialized global i8
        @notThreadLocal = global i8 0
        @generalDynamic = thread_local global i8 0
        @localDynamic = thread_local(localdynamic) global i8 0
        @initialExec = thread_local(initialexec) global i8 0
        @localExec = thread_local(localexec) global i8 0
        """)
    #expect(hidden.visibility == .hidden && hidden.unnamedAddress == .global && hidden.isReadOnly)
    #expect(hidden.section == ".data.rel.ro" && hidden.alignment == 32)
    #expect(hidden.comdat == group && group.selection == .noDeduplicate)
    #expect(protected.isDeclaration && !hidden.isDeclaration && protected.initializer == nil)
    #expect(protected.section == "" && protected.comdat == nil)
    #expect(hidden.initializer?.unsignedInteger == 1 && hidden.valueType == types.i32)
    #expect(protected.type.addressSpace == 3 && protected.isExternallyInitialized)
    hidden.comdat = nil
    #expect(hidden.comdat == nil)
  }

  @Test func anInitializerOfAnotherTypeIsRefused() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let global = try module.addGlobalVariable("g", module.context.i32)
    let error = try thrown { () throws(LLVMError) in
      try global.setInitializer(module.context.i64.zero)
    }
    #expect(error == .typeMismatch(expected: "i32", found: "i64"))
    #expect(global.isDeclaration)
  }

  @Test func anAlignmentIsAPowerOfTwo() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let global = try module.addGlobalVariable("g", module.context.i32)
    let error = try thrown { () throws(LLVMError) in try global.setAlignment(24) }
    #expect(error == .invalidAlignment(bytes: 24))
  }

  @Test(arguments: Target.allCases) func excludeMetadataSetsTheSectionsExcludeFlag(
    _ target: Target
  ) throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    for (name, excluded) in [(".go.func", true), (".go.kept", false)] {
      let global = try module.addGlobalVariable("g\(name)", initializer: types.bytes([1, 2, 3]))
      global.linkage = .private
      try global.setSection(name)
      if excluded {
        try global.setMetadata(types.metadataKind("exclude"), to: types.metadata([]))
      }
    }
    let folder = try Folder()
    try folder.write(target.object(module), "m.o")
    let lines = words(
      try Tool.llvm("llvm-readelf").output(["-S", "-W", "m.o"], in: folder)
        .split(separator: "\n").map { $0.replacing("[ ", with: "[") }.joined(separator: "\n"))
    // [Nr] Name Type Address Off Size ES Flg Lk Inf Al
    let flags = lines.reduce(into: [String: String]()) { flags, line in
      if line.count == 11 { flags[line[1]] = line[7] }
    }
    #expect(flags[".go.func"]?.contains("E") == true)
    #expect(flags[".go.kept"]?.contains("E") == false)
  }

  @Test func metadataIsAttachedReadAndRemoved() throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let global = try module.addGlobalVariable("g", types.i8)
    let kind = types.metadataKind("go.note")
    let node = types.metadata([types.metadata("x"), types.metadata(types.i32.constant(4))])
    try global.setMetadata(kind, to: node)
    #expect(global.metadata(kind) == node)
    #expect(global.attachedMetadata.map(\.node) == [node])
    #expect(global.attachedMetadata.map(\.kind) == [kind])
    try expect(module, says: "@g = external global i8, !go.note !0\n!0 = !{!\"x\", i32 4}")
    global.removeMetadata(kind)
    #expect(global.attachedMetadata.isEmpty)
    let error = try thrown { () throws(LLVMError) in
      try global.setMetadata(kind, to: types.metadata("text"))
    }
    #expect(error == .typeMismatch(expected: "a metadata node", found: "!\"text\""))
  }

  /// A symbol table entry as `llvm-readelf -s` prints it.
  private struct Entry: Equatable {
    var value: UInt64
    var size: UInt64
    var binding: String
    var visibility: String
  }

  @Test(arguments: Target.allCases) func aWeakAliasIntoABlobHasItsOwnAddressAndSize(
    _ target: Target
  ) throws {
    let context = try Context()
    let module = Module(name: "m", in: context)
    let types = module.context
    let blob = try module.addGlobalVariable(
      "blob", initializer: types.bytes([UInt8](0..<64)), linkage: .private, readOnly: true)
    try blob.setSection(".data.rel.ro")
    try blob.setAlignment(16)
    let alias = try module.addAlias(
      "type:*example.com/geometry.Point", types.array(of: types.i8, count: 20),
      to: blob.advanced(byBytes: 24))
    alias.linkage = .weakODR
    let hidden = try module.addAlias("hidden·alias", types.i32, to: blob.advanced(byBytes: 8))
    hidden.visibility = .hidden
    #expect(alias.valueType.elementCount == 20)
    #expect(alias.aliasee == blob.advanced(byBytes: 24))
    let folder = try Folder()
    try folder.write(target.object(module), "m.o")
    // Num: Value Size Type Bind Vis Ndx Name
    let entries = words(
      try Tool.llvm("llvm-readelf").output(["-s", "-W", "m.o"], in: folder)
    ).reduce(into: [String: Entry]()) { entries, line in
      guard line.count == 8, let value = UInt64(line[1], radix: 16), let size = UInt64(line[2])
      else { return }
      entries[line[7]] = Entry(value: value, size: size, binding: line[4], visibility: line[5])
    }
    #expect(
      entries["type:*example.com/geometry.Point"]
        == Entry(value: 24, size: 20, binding: "WEAK", visibility: "DEFAULT"))
    #expect(
      entries["hidden·alias"]
        == Entry(value: 8, size: 4, binding: "GLOBAL", visibility: "HIDDEN"))
    #expect(entries["blob"] == nil)
  }

  @Test func anAliasCanBePointedElsewhere() throws {
    let context = try Context()
    let module = try Module(
      text: "@a = global i8 1\n@b = global i8 2\n@c = alias i8, ptr @a", name: "m", in: context)
    let alias = try required(module.alias(named: "c"))
    try alias.setAliasee(required(module.globalVariable(named: "b")))
    try expect(module, says: "@a = global i8 1\n@b = global i8 2\n@c = alias i8, ptr @b")
    let error = try thrown { () throws(LLVMError) in
      try alias.setAliasee(module.context.i8.constant(1))
    }
    #expect(error == .typeMismatch(expected: "ptr", found: "i8"))
  }
}
