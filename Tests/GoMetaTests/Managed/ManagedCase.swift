import Testing

/// What the runtime does to a program whose frames it should know.
enum Surroundings: String, CaseIterable, Sendable, CustomTestStringConvertible {
  /// Four threads, as little asked of the runtime as usual.
  case plain
  /// A collection after every few allocations; what is freed is overwritten, and each collection is
  /// checked by a second one.
  case strict
  /// Collections that stop the world, on one thread that is never pre-empted.
  case stopped
  /// No address is used twice, stacks included.
  case fenced
  /// Go's race detector, in the host.
  case raced

  var testDescription: String { rawValue }

  /// EFFORT is how often the host does things, in percent.
  var environment: [String: String] {
    let full = ReleaseCase.isMatrix ? "100" : "30"
    return switch self {
    case .plain: ["GOMAXPROCS": "4", "EFFORT": full]
    case .strict:
      [
        "GOMAXPROCS": "4", "GOGC": "1", "GODEBUG": "clobberfree=1,gccheckmark=1",
        "EFFORT": ReleaseCase.isMatrix ? "30" : "15",
      ]
    case .stopped:
      // With gcstoptheworld=2, which sweeps in that time, too, programs of Go alone fail or hang.
      [
        "GOMAXPROCS": "1", "GOGC": "5",
        "GODEBUG": "clobberfree=1,gcstoptheworld=1,asyncpreemptoff=1", "EFFORT": full,
      ]
    case .fenced: ["GOMAXPROCS": "4", "GODEBUG": "efence=1", "EFFORT": "20"]
    case .raced: ["GOMAXPROCS": "4", "EFFORT": ReleaseCase.isMatrix ? "30" : "15"]
    }
  }
}

/// A plugin and its host.
struct ManagedCase: Sendable, CustomTestStringConvertible {
  var sample: ReleaseCase
  var level = "-O2"
  var surroundings: Surroundings

  /// Each release on x86-64 as it is and under strain, the oldest and the newest also in all other
  /// surroundings and, the newest, at all levels; on arm64 the two, under an emulator, for which not
  /// all is worth its time. With GOMETA_MATRIX, everything.
  static let all: [ManagedCase] = ReleaseCase.all.flatMap { sample -> [ManagedCase] in
    if ReleaseCase.isMatrix {
      return levels.flatMap { level in
        Surroundings.allCases.filter { $0 != .raced || sample.machine == .x86_64 }
          .map { ManagedCase(sample: sample, level: level, surroundings: $0) }
      }
    }
    let isEnd = [Go.releases[0], Go.newest].contains(sample.release)
    let surroundings: [Surroundings] =
      sample.machine == .aarch64
      ? [.plain, .strict] : isEnd ? Surroundings.allCases : [.plain, .strict]
    var cases = surroundings.map { ManagedCase(sample: sample, surroundings: $0) }
    if sample.release == Go.newest {
      let others = sample.machine == .x86_64 ? levels.filter { $0 != "-O2" } : ["-O0"]
      cases += others.map { ManagedCase(sample: sample, level: $0, surroundings: .strict) }
    }
    return cases
  }

  private static let levels = ["-O0", "-O1", "-O2", "-O3"]

  var testDescription: String {
    "\(sample.testDescription) \(level) \(surroundings)"
  }

  func plugin() throws -> String {
    try Managed.plugin(sample.machine, level: level, release: sample.release)
  }

  func host() throws -> Host {
    try .managed(sample.machine, release: sample.release, isRaced: surroundings == .raced)
  }
}
