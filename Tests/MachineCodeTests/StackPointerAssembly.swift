import Foundation
import Symbols

@testable import MachineCode

/// Functions in assembly, made into code by the GNU assembler.
struct StackPointerAssembly {
  var code: [UInt8]
  var relocations: [Int]
  var functions: [StackPointerTools.Function]
  var architecture: Architecture

  /// - Parameter text: instructions with labels; a function starts at each `fn NAME`.
  init(_ architecture: Architecture, _ text: String) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    var source = ".text\n"
    var last: Substring?
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ")
      if fields.first == "fn", fields.count == 2 {
        if let last { source += ".size \(last), . - \(last)\n" }
        source += ".globl \(fields[1])\n.type \(fields[1]), %function\n\(fields[1]):\n"
        last = fields[1]
      } else {
        source += line + "\n"
      }
    }
    if let last { source += ".size \(last), . - \(last)\n" }
    try tools.write(source, to: "code.s")
    let prefix = architecture == .arm64 ? "aarch64-linux-gnu-" : ""
    let options = architecture == .arm64 ? "-march=armv9-a+memtag+sve" : ""
    try tools.shell("\(prefix)as \(options) code.s -o code.o")
    let file = tools.path("code.o")
    self.architecture = architecture
    self.code = try tools.section(".text", of: file, objcopy: prefix + "objcopy")
    self.relocations = try tools.textRelocations(of: file)
    self.functions = try tools.functions(of: file)
  }

  func track(_ name: String) throws -> StackPointerTrack {
    guard let function = functions.first(where: { $0.name == name }) else {
      throw StackPointerTools.Failure(description: "no function \(name)")
    }
    return try StackPointerTracker.track(
      architecture: architecture, code: code.span.bytes, function: function.range,
      relocatedOffsets: relocations)
  }

  /// The error of a function's tracking; nil when there is none.
  func failure(_ name: String) throws -> StackPointerError? {
    do {
      _ = try track(name)
      return nil
    } catch let error as StackPointerError {
      return error
    }
  }
}
