import Foundation
import Symbols

@testable import MachineCode

/// Code made for the tests of stack addresses. Functions whose names start with `leaf` are those in
/// which the stack does not move.
struct StackAddressSample {
  let code: CodeText
  /// The object file, as long as the tools' folder is there.
  let file: String

  /// Compiles C.
  init(
    _ architecture: Architecture, c source: String, _ flags: String, _ tools: StackPointerTools
  ) throws {
    let name = UUID().uuidString
    try tools.write(source, to: "\(name).c")
    let target = architecture == .x86_64 ? "x86_64 -mno-red-zone" : "aarch64"
    let fields = target.split(separator: " ")
    try tools.shell(
      """
      clang-19 --target=\(fields[0])-linux-gnu \(fields.dropFirst().joined()) -ffreestanding \
      -fno-stack-protector -fno-jump-tables -fcf-protection=none -fno-omit-frame-pointer \
      -w \(flags) -c \(name).c -o \(name).o
      """.replacing(
        "-fcf-protection=none", with: architecture == .x86_64 ? "-fcf-protection=none" : ""))
    try self.init(tools, "\(name).o")
  }

  /// Assembles instructions with labels; a function starts at each `fn NAME`.
  init(_ architecture: Architecture, assembly text: String, _ tools: StackPointerTools) throws {
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
    let name = UUID().uuidString
    try tools.write(source, to: "\(name).s")
    let assembler = architecture == .arm64 ? "aarch64-linux-gnu-as -march=armv9-a+memtag" : "as"
    try tools.shell("\(assembler) \(name).s -o \(name).o")
    try self.init(tools, "\(name).o")
  }

  private init(_ tools: StackPointerTools, _ file: String) throws {
    self.file = tools.path(file)
    code = try CodeText(try ObjectFile(tools.read(file)))
  }

  func moves(_ call: StackPointerTrack.Call) -> Bool {
    if case .external(let name) = code.callee(of: call) { return !name.hasPrefix("leaf") }
    return true
  }

  /// - Parameter mapped: the words, in bytes above the stack pointer, that every map covers.
  func violations(
    _ function: CodeText.Function, mapped: Set<Int> = []
  ) throws -> [StackAddressFlow.Violation] {
    try StackAddressFlow.violations(
      in: code, function: function, track: code.track(function), moves: moves,
      isMapped: { mapped.contains($1) })
  }

  /// Every instruction that reads a stale address.
  func uses(_ function: CodeText.Function) throws -> [StackAddressFlow.Violation] {
    try StackAddressFlow.uses(
      in: code, function, code.track(function), moves: moves, isMapped: { _, _ in false })
  }

  func violations(
    _ name: String, mapped: Set<Int> = []
  ) throws -> [StackAddressFlow.Violation] {
    guard let function = code.functions.first(where: { $0.name == name }) else {
      throw StackPointerTools.Failure(description: "no function \(name)")
    }
    return try violations(function, mapped: mapped)
  }
}
