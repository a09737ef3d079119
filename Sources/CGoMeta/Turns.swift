import GoMetaHeader
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Has the calls on one handle wait for each other.
final class Turns: Sendable {
  private let mutex = Mutex(())
  /// The thread whose turn it is.
  private let thread = Atomic<UInt>(0)

  /// - Throws: for a call out of a callback, which would wait for itself.
  func take<Value>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    let current = UInt(pthread_self())
    guard thread.load(ordering: .relaxed) != current else {
      throw Failure(
        GOMETA_ERROR_STATE, "a callback calls on the handle whose call it is told of; return first")
    }
    mutex._unsafeLock()
    thread.store(current, ordering: .relaxed)
    defer {
      thread.store(0, ordering: .relaxed)
      mutex._unsafeUnlock()
    }
    return try body()
  }
}
