internal import CLLVMFlags
import Synchronization

/// LLVM's upgrade of old debug info while it reads a module.
///
/// Before they upgrade, the readers of text and bitcode verify the module, and end the process when
/// it breaks a rule (`UpgradeDebugInfo`); `Module.verify()` finds the same and throws. A flag of the
/// whole process turns the upgrade off, so it is given back as soon as nobody here reads.
enum DebugInfoUpgrade {
  private static let flag = "disable-auto-upgrade-debug-info"
  private static let state = Mutex((readers: 0, before: CInt(0)))

  /// Runs `body`, which reads a module, without the upgrade.
  static func suspended<Result>(_ body: () -> Result) -> Result {
    state.withLock { state in
      if state.readers == 0 { state.before = CLLVMFlagsExchange(flag, 1) }
      state.readers += 1
    }
    defer {
      state.withLock { state in
        state.readers -= 1
        if state.readers == 0, state.before >= 0 { _ = CLLVMFlagsExchange(flag, state.before) }
      }
    }
    return body()
  }
}
