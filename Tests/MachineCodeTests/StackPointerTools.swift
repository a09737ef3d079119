import Foundation

/// The tools that the stack pointer tests compare with, and a folder for their files.
struct StackPointerTools {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  let folder: URL

  /// Makes a new temporary folder.
  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("stack-pointer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() {
    try? FileManager.default.removeItem(at: folder)
  }

  func path(_ name: String) -> String {
    folder.appendingPathComponent(name).path
  }

  /// Writes a file into the folder.
  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: folder.appendingPathComponent(name))
  }

  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }

  /// Runs a script in the folder with `sh -e`, and returns what it prints.
  @discardableResult
  func shell(_ script: String, environment: [String: String] = [:]) throws -> [UInt8] {
    let name = UUID().uuidString
    let outURL = folder.appendingPathComponent("out-\(name)")
    let errorURL = folder.appendingPathComponent("error-\(name)")
    try Data().write(to: outURL)
    try Data().write(to: errorURL)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-ec", script]
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardOutput = try FileHandle(forWritingTo: outURL)
    process.standardError = try FileHandle(forWritingTo: errorURL)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let message = String(decoding: try Data(contentsOf: errorURL), as: UTF8.self)
      throw Failure(description: "exit \(process.terminationStatus) of: \(script)\n\(message)")
    }
    return [UInt8](try Data(contentsOf: outURL))
  }

  func lines(_ script: String) throws -> [Substring] {
    String(decoding: try shell(script), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: true)
  }

  /// The value of an environment variable that names where tools are.
  static func location(_ variable: String, of tools: String) throws -> String {
    guard let value = ProcessInfo.processInfo.environment[variable], !value.isEmpty else {
      throw Failure(description: "set \(variable) to the folder of \(tools)")
    }
    return value
  }

  static func goRoot() throws -> String {
    try location("GOMETA_GOROOT", of: "a stock Go distribution")
  }

  static func llvmBin() throws -> String {
    try location("GOMETA_LLVM_BIN", of: "LLVM's tools (llc, llvm-mc)")
  }
}

extension StackPointerTools {
  /// One function symbol of an object file.
  struct Function {
    var name: String
    var range: Range<Int>
  }

  /// The bytes of a section, by objcopy.
  func section(_ section: String, of file: String, objcopy: String = "objcopy") throws -> [UInt8] {
    try shell("\(objcopy) -O binary --only-section=\(section) '\(file)' section.bin")
    return try read("section.bin")
  }

  /// Where a section's bytes are in memory, by readelf.
  func address(ofSection section: String, in file: String) throws -> Int {
    for line in try lines("readelf -SW '\(file)' | tr -d '[]'") {
      let fields = line.split(separator: " ")
      if fields.count > 4, fields[1] == section, let address = Int(fields[3], radix: 16) {
        return address
      }
    }
    throw Failure(description: "no section \(section) in \(file)")
  }

  /// The functions of an object file, by nm; ranges are in the text section.
  func functions(of file: String) throws -> [Function] {
    try lines("nm -S --defined-only '\(file)'").compactMap { line in
      let fields = line.split(separator: " ")
      guard fields.count == 4, fields[2] == "T" || fields[2] == "t" else { return nil }
      guard let start = Int(fields[0], radix: 16), let size = Int(fields[1], radix: 16) else {
        return nil
      }
      return Function(name: String(fields[3]), range: start..<start + size)
    }
  }

  /// The offsets of the relocations of the text section, ascending, by readelf.
  func textRelocations(of file: String) throws -> [Int] {
    let script =
      "readelf -rW '\(file)'"
      + #" | awk '/^Relocation section/ { on = /\.rela\.text/ } on { print $1 }'"#
    return try lines(script).compactMap { $0.count == 16 ? Int($0, radix: 16) : nil }.sorted()
  }
}
