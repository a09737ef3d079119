import Foundation
import Testing

@testable import MachineCode

/// Instruction lengths are those that binutils' objdump finds, wherever it finds an instruction.
@Suite struct InstructionLengthTests {
  @Test func lengthsInTheCLibraryAgreeWithObjdump() throws {
    let file = "/usr/lib/x86_64-linux-gnu/libc.so.6"
    try expectAgreement(file, count: 8 << 20, atLeast: 300_000)
  }

  @Test func lengthsInLLVMAgreeWithObjdump() throws {
    let bin = try StackPointerTools.llvmBin()
    let script = "ls '\(bin)'/../lib/libLLVM.so.* | head -n 1"
    let tools = try StackPointerTools()
    defer { tools.remove() }
    let file = try #require(try tools.lines(script).first)
    try expectAgreement(String(file), count: 10 << 20, atLeast: 2_000_000)
  }

  @Test func lengthsInTheGoCommandAgreeWithObjdump() throws {
    try expectAgreement(
      try StackPointerTools.goRoot() + "/bin/go", count: 6 << 20, atLeast: 1_000_000)
  }

  @Test func lengthsOfExtensionsByTheGNUAssemblerAgreeWithObjdump() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(InstructionSamples.text, to: "samples.s")
    try tools.shell("as samples.s -o samples.o")
    try expectAgreement(tools.path("samples.o"), count: 1 << 20, atLeast: 2800, tools: tools)
  }

  @Test func lengthsOfExtensionsByLLVMAgreeWithObjdump() throws {
    let bin = try StackPointerTools.llvmBin()
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(InstructionSamples.text, to: "samples.s")
    try tools.shell(
      "'\(bin)/llvm-mc' -triple=x86_64-linux-gnu -mattr=\(InstructionSamples.llvmFeatures)"
        + " -filetype=obj samples.s -o samples.o")
    try expectAgreement(tools.path("samples.o"), count: 1 << 20, atLeast: 2800, tools: tools)
  }

  /// Compares the first `count` bytes of a file's text.
  private func expectAgreement(
    _ file: String, count: Int, atLeast: Int, tools given: StackPointerTools? = nil
  ) throws {
    let tools = try given ?? StackPointerTools()
    defer { if given == nil { tools.remove() } }
    let code = try tools.section(".text", of: file)
    let start = try tools.address(ofSection: ".text", in: file)
    let end = min(count, code.count)
    // One character an instruction: 64 plus its length, or 32 plus it where there is none. FWAIT
    // is an instruction of its own, which objdump joins with the next.
    let lengths = try tools.shell(
      """
      objdump -d -z -w -j .text --start-address=\(start) --stop-address=\(start + end) '\(file)' \
      | awk -F'\\t' 'NF >= 3 { n = split($2, b, " "); bad = $3 ~ /bad|^rex|^\\.byte/ || b[1] == "9b"
          printf "%c", (bad ? 32 : 64) + n }'
      """)
    let opcodes = X86OpcodeMap.all
    var offset = 0
    var compared = 0
    var differences: [String] = []
    for mark in lengths {
      let length = Int(mark & 31)
      if mark >= 64, offset + X86Instruction.maxLength <= end {
        let ours = X86Instruction.decode(
          code.span.bytes, at: offset, end: code.count, opcodes: opcodes.span)
        compared += 1
        if ours?.length != length, differences.count < 10 {
          let bytes = code[offset..<offset + length].map { String($0, radix: 16) }
          differences.append("\(bytes.joined(separator: " ")): \(ours?.length ?? 0)")
        }
      }
      offset += length
    }
    #expect(differences.isEmpty)
    #expect(offset == end)
    #expect(compared >= atLeast)
  }
}
