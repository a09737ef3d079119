import ArgumentParser
import GoMeta
import GoRelease

struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compiles LLVM IR with Go declarations into an object.",
    discussion: """
      The input is textual IR or bitcode that follows the IR contract (docs/ir-contract.md): its \
      package and Go declarations in metadata, functions under their Go linker names.

      Example:
        gometa compile geometry.ll -o geometry.o --go 1.27 --target aarch64-linux-gnu -O2
      """)

  @Argument(help: "The module: .ll or .bc.", completion: .file(extensions: ["ll", "bc"]))
  var input: String

  @Option(name: .short, help: "The object to write.", completion: .file(extensions: ["o"]))
  var output: String

  @Option(name: .customLong("go"), help: "The release of Go: \(supportedReleases).")
  var release: String = "1.27"

  @Option(help: "x86_64-linux-gnu or aarch64-linux-gnu.")
  var target: String = "x86_64-linux-gnu"

  @Flag(help: "How hard to optimise.")
  var optimization: OptimizationFlag = .O2

  @Flag(name: .shortAndLong, help: "Say each step.")
  var verbose = false

  func run() throws {
    let verbose = verbose
    do {
      let compiler = Compiler(
        target: try Target(release: release, triple: target), optimization: optimization.level
      ) { step in
        if verbose { printError("gometa: \(step)") }
      }
      let object = try compiler.compile(try Files.read(input), name: input)
      try Files.write(object, to: output)
    } catch {
      throw Failure(error)
    }
  }
}

/// `-O0` to `-O3`, as compilers spell it.
enum OptimizationFlag: String, EnumerableFlag {
  case O0, O1, O2, O3

  static func name(for value: OptimizationFlag) -> NameSpecification {
    .customLong(value.rawValue, withSingleDash: true)
  }

  static func help(for value: OptimizationFlag) -> ArgumentHelp? {
    switch value {
    case .O0: "Do not optimise."
    case .O1: "Optimise a little."
    case .O2: "Optimise (the default)."
    case .O3: "Optimise more."
    }
  }

  var level: Compiler.Optimization {
    switch self {
    case .O0: .none
    case .O1: .less
    case .O2: .standard
    case .O3: .aggressive
    }
  }
}

/// The releases that this build supports, as help texts list them.
let supportedReleases = GoRelease.supported.map(\.name).joined(separator: ", ")
