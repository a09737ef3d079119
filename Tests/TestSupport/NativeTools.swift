public import Foundation

/// Compilers of C, C++ and Rust, and the tools that tell what is in what they make.
public enum NativeTool: String, Sendable {
  case gcc
  case clang = "clang-19"
  case gxx = "g++"
  case clangxx = "clang++-19"
  case rustc
  case gccForARM64 = "aarch64-linux-gnu-gcc"
  case gxxForARM64 = "aarch64-linux-gnu-g++"
  case llc
  case llvmDwarfdump = "llvm-dwarfdump"
  case llvmSymbolizer = "llvm-symbolizer"

  public struct Failure: Error, CustomStringConvertible {
    public init(description: String) { self.description = description }

    public var description: String
  }

  /// LLVM's tools are in GOMETA_LLVM_BIN, the others on PATH.
  ///
  /// - Throws: when it is not there: a test without its oracle fails.
  public func path() throws -> String {
    guard let path = candidates().first else {
      throw Failure(description: "the tests need \(rawValue)")
    }
    return path
  }

  private func candidates() -> [String] {
    let isLLVMs = rawValue == "llc" || rawValue.hasPrefix("llvm-")
    let variable = isLLVMs ? "GOMETA_LLVM_BIN" : "PATH"
    let folders = (ProcessInfo.processInfo.environment[variable] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(rawValue)" }
      .filter { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// A compiler whose IR the tools of LLVM 19 read: Debian's rustc.
  public static let rustOfOldLLVM = Result {
    for path in NativeTool.rustc.candidates() {
      let version = try run(path, ["-vV"]).split(separator: "LLVM version: ")
      if let major = version.last?.split(separator: ".").first.flatMap({ Int($0) }), major <= 19 {
        return path
      }
    }
    throw Failure(description: "the tests need a rustc of LLVM 19 or older (Debian's)")
  }

  /// What the program prints; throws when it fails.
  @discardableResult
  public func run(_ arguments: [String], in folder: URL? = nil) throws -> String {
    try Self.run(path(), arguments, in: folder)
  }

  /// The same of a program at a path.
  @discardableResult
  public static func run(
    _ program: String, _ arguments: [String], in folder: URL? = nil
  ) throws -> String {
    var output = Data()
    try run(program, arguments, in: folder) { output.append(contentsOf: $0) }
    return String(decoding: output, as: UTF8.self)
  }

  /// Runs a program and gives what it prints to a closure, piece by piece.
  static func run(
    _ program: String, _ arguments: [String], in folder: URL?,
    _ body: (Data) -> Void
  ) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(["LC_ALL": "C"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    while true {
      let piece = pipe.fileHandleForReading.readData(ofLength: 1 << 20)
      guard !piece.isEmpty else { break }
      body(piece)
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(
        description: "\(program) \(arguments.joined(separator: " ")): exit status "
          + "\(process.terminationStatus)")
    }
  }
}
