import GoRelease
import Symbols

/// The code that `.init_array` runs when the image is loaded, in the C convention: it appends our
/// moduledata to the runtime's list, whose last element `runtime.lastmoduledatap` points to. (A
/// host does not export runtime.addmoduledata, which does the same in Go's own plugins.)
///
/// In a host of another release it appends instead what makes that release refuse the plugin:
/// `VersionGuard`.
public enum InitStub {
  /// Assembly text, one instruction or label a line.
  public static func assembly(release: GoRelease, architecture: Architecture) -> [String] {
    if let version = release.modules.versionSymbol {
      return VersionGuard.assembly(version: version, architecture: architecture)
    }
    let next = release.modules.moduleData[.next]?.offset ?? 0
    let module = "\"\(release.modules.moduleSymbol)\""
    let last = "\"runtime.lastmoduledatap\""
    switch architecture {
    case .x86_64:
      return [
        "movq \(last)@GOTPCREL(%rip), %rax",
        "movq (%rax), %rcx",
        "leaq \(module)(%rip), %rdx",
        "movq %rdx, \(next)(%rcx)",
        "movq %rdx, (%rax)",
        "retq",
      ]
    case .arm64:
      return [
        "adrp x0, :got:\(last)",
        "ldr x0, [x0, :got_lo12:\(last)]",
        "ldr x1, [x0]",
        "adrp x2, \(module)",
        "add x2, x2, :lo12:\(module)",
        "str x2, [x1, #\(next)]",
        "str x2, [x0]",
        "ret",
      ]
    }
  }
}
