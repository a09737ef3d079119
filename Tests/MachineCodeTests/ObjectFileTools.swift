import Foundation

/// The programs that make the samples and that tell what is in them.
enum ObjectFileTool: String {
  case gcc
  case gccForARM64 = "aarch64-linux-gnu-gcc"
  case gxx = "g++"
  case gxxForARM64 = "aarch64-linux-gnu-g++"
  case clang = "clang-19"
  case rustc
  case dwz
  case gnuLinker = "ld"
  case gnuLinkerForARM64 = "aarch64-linux-gnu-ld"
  case objcopy
  case objcopyForARM64 = "aarch64-linux-gnu-objcopy"
  case readelf
  case llc
  case opt
  case ld = "ld.lld"
  case llvmObjcopy = "llvm-objcopy"
  case yaml2obj
  case llvmDwarfdump = "llvm-dwarfdump"
  case llvmSymbolizer = "llvm-symbolizer"
  case go

  /// Go is under GOMETA_GOROOT, LLVM's tools are in GOMETA_LLVM_BIN, the others on PATH.
  func path() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let folders: [String]
    let place: String
    switch self {
    case .go:
      place = "GOMETA_GOROOT"
      folders = environment[place].map { [$0 + "/bin"] } ?? []
    case .llc, .opt, .ld, .llvmObjcopy, .yaml2obj, .llvmDwarfdump, .llvmSymbolizer:
      place = "GOMETA_LLVM_BIN"
      folders = environment[place].map { [$0] } ?? []
    case .gcc, .gccForARM64, .gxx, .gxxForARM64, .clang, .rustc, .dwz, .gnuLinker, .gnuLinkerForARM64, .objcopy,
      .objcopyForARM64, .readelf:
      place = "PATH"
      folders = (environment[place] ?? "").split(separator: ":").map(String.init)
    }
    for folder in folders {
      let path = folder + "/" + rawValue
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw ObjectFileToolError(
      description: "the tests need \(rawValue): \(place) does not lead to it")
  }

  /// What the program prints; throws when it fails.
  @discardableResult
  func run(
    _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try path())
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var variables = ProcessInfo.processInfo.environment
    variables["LC_ALL"] = "C"
    variables.merge(environment) { $1 }
    process.environment = variables
    let output = Pipe()
    process.standardOutput = output
    // Of what goes wrong the reader of the test's log is told directly.
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ObjectFileToolError(
        description: "\(rawValue) \(arguments.joined(separator: " ")): "
          + "exit status \(process.terminationStatus)")
    }
    return String(decoding: data, as: UTF8.self)
  }
}

struct ObjectFileToolError: Error, CustomStringConvertible {
  var description: String
}

/// A folder of a test's own, removed with its last reference.
final class ObjectFileFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("gometa-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func write(_ text: String, to name: String) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: false, encoding: .utf8)
  }

  func path(_ name: String) -> String {
    url.appendingPathComponent(name).path
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appendingPathComponent(name)))
  }
}
