import Synchronization

/// Numbered pieces of work, each taken once by one of several workers.
final class WorkQueue: Sendable {
  private let next = Atomic<Int>(0)
  private let count: Int

  init(count: Int) { self.count = count }

  /// The number of a piece that nobody has taken; nil when there is none left.
  func take() -> Int? {
    let number = next.add(1, ordering: .relaxed).oldValue
    return number < count ? number : nil
  }
}

/// Runs a worker on each of `jobs` threads of the task pool and returns what they end with, in the
/// order of their numbers; with one job, here and now.
func runWorkers<Result: Sendable>(
  jobs: Int, _ work: @escaping @Sendable (_ worker: Int) -> Result
) async -> [Result] {
  guard jobs > 1 else { return [work(0)] }
  return await withTaskGroup(of: (Int, Result).self) { group in
    for worker in 0..<jobs {
      group.addTask { (worker, work(worker)) }
    }
    var results: [Result?] = Array(repeating: nil, count: jobs)
    for await (worker, result) in group { results[worker] = result }
    return results.compactMap { $0 }
  }
}
