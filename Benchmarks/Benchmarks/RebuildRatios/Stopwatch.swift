import Glibc

/// CPU time of all of this process's threads, in nanoseconds.
func cpuTime() -> Double { time(CLOCK_PROCESS_CPUTIME_ID) }

func wallTime() -> Double { time(CLOCK_MONOTONIC) }

private func time(_ clock: clockid_t) -> Double {
  var value = timespec()
  clock_gettime(clock, &value)
  return Double(value.tv_sec) * 1e9 + Double(value.tv_nsec)
}

/// Times of the same work, in nanoseconds.
struct Times {
  private(set) var all: [Double] = []

  mutating func add(_ time: Double) { all.append(time) }
  var best: Double { all.min() ?? .nan }
  var median: Double { all.isEmpty ? .nan : all.sorted()[all.count / 2] }
}

/// Runs several ways to do the same work by turns, so that what else the machine does hits all of
/// them alike.
func byTurns(_ runs: Int, _ ways: [() throws -> Void]) throws -> [Times] {
  var times = Array(repeating: Times(), count: ways.count)
  for _ in 0..<runs {
    for (place, way) in ways.enumerated() {
      let start = cpuTime()
      try way()
      times[place].add(cpuTime() - start)
    }
  }
  return times
}
