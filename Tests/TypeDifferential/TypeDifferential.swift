import ArgumentParser
import Foundation
import GoRelease
import TypeDescriptors

/// Emits every type of dumps anew, and compares with what the compiler emitted.
@main struct TypeDifferential: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "type-differential",
    abstract: "Compares type descriptors with those that Go's own compiler emitted.",
    discussion: "Scripts/dump-types makes the files. Exits with 1 if anything differs.")

  @Argument(help: "Files of Scripts/dump-types.") var files: [String]
  @Option(help: "Compare only this release's.") var release: String?
  @Option(help: "Compare only this architecture's, by Go's name.") var architecture: String?
  @Option(help: "Show so many differences of each kind.") var show = 3
  @Option(help: "Show the descriptors of symbols that contain this text.") var symbol: String?
  @Flag(help: "Say how long each step takes.") var times = false

  func run() throws {
    var (isEqual, count) = (true, 0)
    for file in files {
      let dump = try TypeDump([UInt8](Data(contentsOf: URL(fileURLWithPath: file))))
      if let release, release != dump.release { continue }
      if let architecture, architecture != dump.architecture { continue }
      count += 1
      let target = try Target(dump, times: times)
      print(target.report(differencesOfAKind: show))
      if let symbol { print(target.listing(of: symbol)) }
      isEqual = isEqual && target.isEqual
      let check = target.selfCheck(stride: 5)
      print("  self-check: \(check.count) spoilt descriptors, \(check.unnoticed.count) unnoticed")
      for text in check.unnoticed.prefix(show) { print("    \(text)") }
      isEqual = isEqual && check.count > 0 && check.unnoticed.isEmpty
    }
    if count == 0 { throw ValidationError("no file is of that release and architecture") }
    if !isEqual { throw ExitCode.failure }
  }
}
