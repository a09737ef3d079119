import Foundation
import Glibc

/// A program that Peers/build made, or one that is installed: run as a process.
struct Peer {
  let name: String
  let path: String

  struct Measured {
    var items: Int
    var times: Times
  }

  struct Finished {
    var output: String
    var status: Int32
    /// CPU time of the process, in nanoseconds, and the most memory that it held, in bytes.
    var time: Double
    var memory: Int
  }

  var isMissing: Bool { access(path, X_OK) != 0 }

  /// Measurements by name, as the peer prints them: "what, items, nanoseconds" a line.
  func measure(_ file: String, runs: Int) throws -> [String: Measured] {
    let finished = try Self.run(path, [file, "\(runs)"])
    guard finished.status == 0 else { throw Failed(name: name, status: finished.status) }
    var found: [String: Measured] = [:]
    for line in finished.output.split(separator: "\n") {
      let fields = line.split(separator: "\t")
      guard fields.count == 3, let items = Int(fields[1]), let time = Double(fields[2]) else {
        continue
      }
      var times = Times()
      times.add(time)
      found[String(fields[0])] = Measured(items: items, times: times)
    }
    return found
  }

  /// Runs a program to its end; of what it wrote, standard output.
  static func run(_ path: String, _ arguments: [String]) throws -> Finished {
    let output = FileManager.default.temporaryDirectory.path + "/rebuild-ratios.\(getpid()).out"
    defer { try? FileManager.default.removeItem(atPath: output) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var words = ([path] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var process = pid_t()
    let failure = posix_spawn(&process, path, &actions, nil, &words, environ)
    guard failure == 0 else { throw Failed(name: path, status: failure) }
    // Of this process alone, which getrusage does not tell.
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let time =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e9
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e3
    return Finished(
      output: (try? String(contentsOfFile: output, encoding: .utf8)) ?? "", status: status,
      time: time, memory: usage.ru_maxrss * 1024)
  }

  struct Failed: Error, CustomStringConvertible {
    var name: String
    var status: Int32
    var description: String { "peer \(name) ended with \(status)" }
  }
}
