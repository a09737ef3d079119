import GoRelease
import Symbols

/// Keeps a plugin of one release from ending a host of another.
///
/// moduledata differs between releases, and a host that reads another release's ends at once. So
/// the init stub reads the host's release from `runtime.buildVersion` and looks it up in a table. Where
/// it is not the plugin's own, the stub appends a module in the host's own layout that says nothing
/// but that it was linked with another package runtime: `plugin.Open` then returns an error
/// (runtime/plugin.go, `plugin_lastmoduleinit`: hashes are compared before anything else is read).
enum VersionGuard {
  /// The table of releases, and what it leads to; nothing for a release that is not asked for.
  ///
  /// Each entry has the release's number (27 for 1.27) and the offset of `next` in its moduledata,
  /// 32 bits each, and the address of the module to append. The plugin's own is the first; 0 ends.
  static func symbols(_ path: String, _ release: GoRelease) -> [Symbol] {
    guard release.modules.versionSymbol != nil else { return [] }
    var table = Symbol(name: Name.releases, alignment: 8)
    func add(_ release: GoRelease, _ module: String) {
      table.relocations.append(
        Relocation(offset: table.bytes.count + 8, kind: .address, target: module))
      table.bytes.append(littleEndian: release.minorVersion)
      table.bytes.append(
        littleEndian: UInt32(clamping: release.modules.moduleData[.next]?.offset ?? 0))
      table.bytes += [UInt8](repeating: 0, count: 8)
    }
    add(release, release.modules.moduleSymbol)
    // Releases whose refused modules would be alike share one.
    var modules: [(record: Record<ModuleLayouts.ModuleDataField>, name: String)] = []
    for other in GoRelease.supported
    where other.name != release.name && other.modules.versionSymbol != nil {
      let record = refusedModule(path, other.modules)
      let known = modules.first {
        $0.record.bytes == record.bytes && $0.record.relocations == record.relocations
      }
      let name = known?.name ?? "go:moduledata.\(other.name)"
      if known == nil { modules.append((record, name)) }
      add(other, name)
    }
    table.bytes += [UInt8](repeating: 0, count: 16)
    var symbols = [table]
    for (record, name) in modules {
      symbols.append(
        Symbol(
          name: name, bytes: record.bytes,
          relocations: record.relocations.sorted { $0.offset < $1.offset }, alignment: 32))
    }
    return symbols + [hash(release)] + texts(path, release)
  }

  /// A module of another layout, of a path and of one hash that does not match.
  private static func refusedModule(
    _ path: String, _ layouts: ModuleLayouts
  ) -> Record<ModuleLayouts.ModuleDataField> {
    var record = Record(layouts.moduleData)
    record.set(.pluginpath, sliceAt: Name.path, count: path.utf8.count)
    record.set(.pkghashes, sliceAt: hashes, count: 1)
    return record
  }

  private static let hashes = Name.releases + ".hashes"
  private static let hashed = Name.releases + ".hashed"
  private static let other = Name.releases + ".other"

  /// Of package runtime: the hash at link time is the plugin's release, the host's no string.
  private static func hash(_ release: GoRelease) -> Symbol {
    var record = Record(release.modules.moduleHash)
    record.set(.modulename, sliceAt: hashed, count: name(release).utf8.count)
    record.set(.linktimehash, sliceAt: hashed, count: name(release).utf8.count)
    record.set(.runtimehash, addressOf: other)
    return Symbol(
      name: hashes, bytes: record.bytes,
      relocations: record.relocations.sorted { $0.offset < $1.offset }, alignment: 8)
  }

  /// What stands behind "plugin was built with a different version of package" in the error.
  private static func name(_ release: GoRelease) -> String {
    "runtime (the plugin was made for Go \(release.name))"
  }

  private static func texts(_ path: String, _ release: GoRelease) -> [Symbol] {
    let known = GoRelease.supported.filter { $0.modules.versionSymbol != nil }.map(\.name)
    let message = """
      gometa: plugin \(path) was made for Go \(release.name); this program was made by a release \
      that is none of \(known.joined(separator: ", "))

      """.utf8
    var unknown: [UInt8] = []
    unknown.append(littleEndian: UInt32(clamping: message.count))
    return [
      Symbol(name: hashed, bytes: Array(name(release).utf8)),
      Symbol(name: other, bytes: [UInt8](repeating: 0, count: 16), alignment: 8),
      Symbol(name: Name.unknownRelease, bytes: unknown + message, alignment: 4),
    ]
  }
}

extension VersionGuard {
  /// The init stub. A host that does not export `version` is taken for one of the plugin's release.
  /// In one of an unknown release nothing is appended; the runtime then says that no plugin came,
  /// and ends, so the stub first writes why to standard error.
  static func assembly(version: String, architecture: Architecture) -> [String] {
    switch architecture {
    case .x86_64: x86(version)
    case .arm64: arm64(version)
    }
  }

  private static func x86(_ version: String) -> [String] {
    let last = "\"runtime.lastmoduledatap\""
    return [
      ".weak \"\(version)\"",
      "movq \(last)@GOTPCREL(%rip), %rax",
      "movq \"\(version)\"@GOTPCREL(%rip), %rsi",
      "leaq \"\(Name.releases)\"(%rip), %rdx",
      "testq %rsi, %rsi",
      "je 5f",
      "movq 8(%rsi), %rcx",
      "movq (%rsi), %rsi",
      "cmpq $5, %rcx",
      "jb 9f",
      // "go1."
      "cmpl $0x2e316f67, (%rsi)",
      "jne 9f",
      "xorl %edi, %edi",
      "movl $4, %r8d",
      "1:",
      "cmpq %rcx, %r8",
      "jae 3f",
      "movzbl (%rsi,%r8), %r9d",
      "subl $48, %r9d",
      "cmpl $9, %r9d",
      "ja 3f",
      "imull $10, %edi, %edi",
      "addl %r9d, %edi",
      "incq %r8",
      "jmp 1b",
      "3:",
      "movl (%rdx), %r9d",
      "testl %r9d, %r9d",
      "je 9f",
      "cmpl %r9d, %edi",
      "je 5f",
      "addq $16, %rdx",
      "jmp 3b",
      "5:",
      "movl 4(%rdx), %r9d",
      "movq 8(%rdx), %rdx",
      "movq (%rax), %rcx",
      "movq %rdx, (%rcx,%r9)",
      "movq %rdx, (%rax)",
      "retq",
      // write(2, …)
      "9:",
      "leaq \"\(Name.unknownRelease)\"(%rip), %rsi",
      "movl (%rsi), %edx",
      "addq $4, %rsi",
      "movl $2, %edi",
      "movl $1, %eax",
      "syscall",
      "retq",
    ]
  }

  private static func arm64(_ version: String) -> [String] {
    let last = "\"runtime.lastmoduledatap\""
    return [
      ".weak \"\(version)\"",
      "adrp x0, :got:\(last)",
      "ldr x0, [x0, :got_lo12:\(last)]",
      "adrp x1, :got:\"\(version)\"",
      "ldr x1, [x1, :got_lo12:\"\(version)\"]",
      "adrp x2, \"\(Name.releases)\"",
      "add x2, x2, :lo12:\"\(Name.releases)\"",
      "cbz x1, 5f",
      "ldp x3, x4, [x1]",
      "cmp x4, #5",
      "b.lo 9f",
      // "go1."
      "ldr w5, [x3]",
      "mov w6, #0x6f67",
      "movk w6, #0x2e31, lsl #16",
      "cmp w5, w6",
      "b.ne 9f",
      "mov w5, #0",
      "mov x6, #4",
      "mov w7, #10",
      "1:",
      "cmp x6, x4",
      "b.hs 3f",
      "ldrb w1, [x3, x6]",
      "sub w1, w1, #48",
      "cmp w1, #9",
      "b.hi 3f",
      "madd w5, w5, w7, w1",
      "add x6, x6, #1",
      "b 1b",
      "3:",
      "ldr w1, [x2]",
      "cbz w1, 9f",
      "cmp w1, w5",
      "b.eq 5f",
      "add x2, x2, #16",
      "b 3b",
      "5:",
      "ldr w1, [x2, #4]",
      "ldr x2, [x2, #8]",
      "ldr x3, [x0]",
      "str x2, [x3, x1]",
      "str x2, [x0]",
      "ret",
      // write(2, …)
      "9:",
      "adrp x1, \"\(Name.unknownRelease)\"",
      "add x1, x1, :lo12:\"\(Name.unknownRelease)\"",
      "ldr w2, [x1], #4",
      "mov x0, #2",
      "mov x8, #64",
      "svc #0",
      "ret",
    ]
  }
}
