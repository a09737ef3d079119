import ArgumentParser
import GoMeta
import GoRelease

struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compiles LLVM IR with Go declarations into an object.",
    discussion: """
      The input is textual IR or bitcode that follows the IR contract (docs/ir-contract.md): its \
      package and Go declarations in metadata, functions under their Go linker names.

      A front end that cannot write metadata, such as rustc, has its declarations in a file: Go's \
      own syntax without bodies, and the import path in the comment that Go has for it:

        package geometry // import "example.com/geometry"

        func Add(a, b int) int

      Examples:
        gometa compile geometry.ll -o geometry.o --go 1.24 -O3
        gometa compile geometry.bc -o geometry.o --declarations geometry.go
      """)

  @Argument(help: "The module: .ll or .bc.", completion: .file(extensions: ["ll", "bc"]))
  var input: String

  @Option(
    name: .short, help: ArgumentHelp("The object to write.", valueName: "output.o"),
    completion: .file(extensions: ["o"]))
  var output: String

  @Option(
    name: .customLong("go"),
    help: ArgumentHelp("The release of Go: \(supportedReleases).", valueName: "release"),
    completion: releaseCompletion)
  var release: String = "1.27"

  @Option(
    help: ArgumentHelp("x86_64-linux-gnu or aarch64-linux-gnu.", valueName: "triple"),
    completion: .list(["x86_64-linux-gnu", "aarch64-linux-gnu"]))
  var target: String = "x86_64-linux-gnu"

  @Flag(help: "How hard to optimise.")
  var optimization: OptimizationFlag = .O2

  @Option(
    help: ArgumentHelp(
      "The package and its Go declarations, for a module without such metadata.",
      valueName: "package.go"),
    completion: .file(extensions: ["go"]))
  var declarations: String?

  @Option(
    name: .customLong("import"),
    help: ArgumentHelp(
      """
      Declarations of another package, which those of --declarations mention; their code is the \
      host's. May be given several times, the imports of a file before it.
      """, valueName: "other.go"),
    completion: .file(extensions: ["go"]))
  var imports: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write the files that the object is made of, as a rule for make and ninja.",
      valueName: "output.d"),
    completion: .file(extensions: ["d"]))
  var depfile: String?

  @Flag(name: .shortAndLong, help: "Say each step.")
  var verbose = false

  func validate() throws {
    if declarations == nil, !imports.isEmpty {
      throw ValidationError("--import goes with --declarations; a module has its own !go.imports")
    }
  }

  func run() throws {
    let verbose = verbose
    do {
      let compiler = Compiler(
        target: try Target(release: release, triple: target), optimization: optimization.level
      ) { step in
        if verbose { printError("gometa: \(step)") }
      }
      let object = try compiler.compile(
        try Files.read(input), name: input,
        declarations: try declarations.map(readDeclarations),
        imports: try imports.map(readDeclarations))
      if let depfile {
        let rule = DependencyRule(
          output: output, inputs: [input] + [declarations].compactMap(\.self) + imports)
        try Files.write(Array(rule.text.utf8), to: depfile)
      }
      do { try Files.write(object, to: output) } catch {
        if let depfile { removeFile(depfile) }
        throw error
      }
    } catch {
      throw Failure(error)
    }
  }

  private func readDeclarations(_ path: String) throws -> DeclarationFile {
    try DeclarationFile(try Files.read(path), name: path)
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
    case .O2: "Optimise."
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

/// The releases that this build supports, as help texts list them, and as shells complete them.
let supportedReleases = GoRelease.supported.map(\.name).joined(separator: ", ")
let releaseCompletion = CompletionKind.list(GoRelease.supported.map(\.name))
