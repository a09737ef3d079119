import LLVM
import Testing

/// The two targets of this library.
enum Target: String, CaseIterable, CustomTestStringConvertible {
  case amd64 = "x86_64-unknown-linux-gnu"
  case arm64 = "aarch64-unknown-linux-gnu"

  var testDescription: String { "\(self)" }

  func machine(
    optimization: OptimizationLevel = .standard,
    relocation: RelocationModel = .positionIndependent
  ) throws -> TargetMachine {
    try TargetMachine(triple: rawValue, optimization: optimization, relocation: relocation)
  }

  /// Compiles a module for this target.
  func object(_ module: borrowing Module) throws -> [UInt8] {
    let machine = try machine()
    try module.setTarget(machine)
    return try machine.emit(module)
  }

  /// Links an object with a C program that has `main`, runs that, and returns what it printed.
  func run(_ object: [UInt8], main: String) throws -> String {
    let folder = try Folder()
    try folder.write(object, "module.o")
    try folder.write(main, "main.c")
    switch self {
    case .amd64:
      try Tool.system("gcc").output(["-o", "program", "main.c", "module.o"], in: folder)
      return try Tool.system("env").output([folder.path("program")], in: folder)
    case .arm64:
      try Tool.system("aarch64-linux-gnu-gcc").output(
        ["-static", "-o", "program", "main.c", "module.o"], in: folder)
      return try Tool.system("qemu-aarch64").output([folder.path("program")], in: folder)
    }
  }
}

/// What LLVM's own assembler and disassembler make of a module's text, without the lines that name
/// the module.
func canonical(_ text: String) throws -> [String] {
  let folder = try Folder()
  try folder.write(text, "in.ll")
  try Tool.llvm("llvm-as").output(["-o", "in.bc", "in.ll"], in: folder)
  return withoutNames(try Tool.llvm("llvm-dis").output(["-o", "-", "in.bc"], in: folder))
}

func withoutNames(_ text: String) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init).filter {
    !$0.hasPrefix("; ModuleID") && !$0.hasPrefix("source_filename")
  }
}

/// The module says what this text says in LLVM's reading, and is valid.
func expect(
  _ module: borrowing Module, says text: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let found = withoutNames(module.text)
  let expected = try canonical(text)
  #expect(found == expected, sourceLocation: sourceLocation)
  try module.verify()
}

/// What a program printed, a line an entry, each cut into words.
func words(_ text: String) -> [[String]] {
  text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
}

/// The error that `body` throws, or a failure of the test if it throws none.
func thrown<Result: ~Copyable>(
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws(LLVMError) -> Result
) throws -> LLVMError {
  do {
    _ = try body()
  } catch {
    return error
  }
  throw ToolError("no error was thrown")
}

/// `#require` cannot look into a value that cannot be copied, which a module is.
func required<Wrapped>(
  _ value: Wrapped?, sourceLocation: SourceLocation = #_sourceLocation
) throws -> Wrapped {
  try #require(value, sourceLocation: sourceLocation)
}
