import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Does asynchronous work on the caller's own thread, where callbacks are expected, and on others when
/// there is more to do at once. Of Swift's own pool of threads only what starts programs makes use.
func wait<Value: Sendable, Cause: Error>(
  threads: Int = 1, for work: @escaping @Sendable () async throws(Cause) -> Value
) throws(Cause) -> Value {
  nonisolated(unsafe) let outcome = UnsafeMutablePointer<Result<Value, Cause>>.allocate(capacity: 1)
  defer { outcome.deallocate() }
  let crew = Crew()
  let others = (1..<max(threads, 1)).compactMap { _ in crew.start() }
  Task.detached(executorPreference: crew) {
    do throws(Cause) { outcome.initialize(to: .success(try await work())) } catch {
      outcome.initialize(to: .failure(error))
    }
    crew.finish(threads: others.count + 1)
  }
  crew.run()
  for other in others { pthread_join(other, nil) }
  return try outcome.move().get()
}

/// Threads that do the jobs of one piece of asynchronous work.
private final class Crew: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  /// One for each job, and at the end one for each thread.
  private let calls = DispatchSemaphore(value: 0)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    calls.signal()
  }

  /// Does jobs until a call comes for which there is none.
  func run() {
    while true {
      calls.wait()
      let next = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      guard let next else { return }
      next.runSynchronously(on: asUnownedTaskExecutor())
    }
  }

  func finish(threads: Int) {
    for _ in 0..<threads { calls.signal() }
  }

  /// One more thread; nil where the system has none left.
  func start() -> pthread_t? {
    var thread = pthread_t()
    let crew = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { crew in
        guard let crew else { return nil }
        Unmanaged<Crew>.fromOpaque(crew).takeRetainedValue().run()
        return nil
      }, crew.toOpaque())
    guard status == 0 else {
      crew.release()
      return nil
    }
    return thread
  }
}
