import Foundation
import Symbols
import Testing

@testable import MachineCode

/// Deltas are what a compiler states in its call frame information, wherever that speaks of the
/// stack pointer.
@Suite struct StackPointerCFITests {
  private static let gccFlags =
    "-O2 -fomit-frame-pointer -fasynchronous-unwind-tables -fno-jump-tables"
    + " -fno-reorder-blocks-and-partition -fno-stack-protector"

  @Test func deltasOfOptimisedX86CodeAgreeWithItsCallFrameInformation() throws {
    try expectGCC("gcc \(Self.gccFlags)", .x86_64, atLeast: 600)
  }

  @Test func deltasOfX86CodeWithMarkersAndManyVectorsAgreeWithItsCallFrameInformation() throws {
    try expectGCC(
      "gcc \(Self.gccFlags) -O3 -fcf-protection=full -mavx512f -fno-plt", .x86_64, atLeast: 600)
  }

  @Test func deltasOfUnoptimisedX86CodeAgreeWithItsCallFrameInformation() throws {
    try expectGCC(
      "gcc -O0 -fno-omit-frame-pointer -fasynchronous-unwind-tables -fno-stack-protector",
      .x86_64, atLeast: 90)
  }

  @Test func deltasOfOptimisedARM64CodeAgreeWithItsCallFrameInformation() throws {
    try expectGCC("aarch64-linux-gnu-gcc \(Self.gccFlags)", .arm64, atLeast: 600)
  }

  @Test func deltasOfSignedARM64CodeAgreeWithItsCallFrameInformation() throws {
    try expectGCC(
      "aarch64-linux-gnu-gcc \(Self.gccFlags) -mbranch-protection=standard"
        + " -fno-omit-frame-pointer -march=armv8.3-a", .arm64, atLeast: 600)
  }

  @Test func deltasOfUnoptimisedARM64CodeAgreeWithItsCallFrameInformation() throws {
    try expectGCC(
      "aarch64-linux-gnu-gcc -O0 -fasynchronous-unwind-tables -fno-stack-protector", .arm64,
      atLeast: 600)
  }

  @Test(arguments: ["x86_64-linux-gnu", "aarch64-linux-gnu"])
  func deltasOfLLVMCodeAgreeWithItsCallFrameInformation(triple: String) throws {
    let bin = try StackPointerTools.llvmBin()
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(StackPointerShapes.ir, to: "shapes.ll")
    try tools.shell("'\(bin)/llc' -mtriple=\(triple) -filetype=obj -O2 shapes.ll -o shapes.o")
    let architecture = try #require(Architecture(triple: triple))
    try expectAgreement(tools, architecture, refused: [], atLeast: 70)
  }

  private func expectGCC(_ command: String, _ architecture: Architecture, atLeast: Int) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(StackPointerShapes.c, to: "shapes.c")
    try tools.shell("\(command) -c shapes.c -o shapes.o")
    // On arm64, GCC takes frames of 4 to 64 KiB off the stack pointer by way of a register.
    let refused: Set<String> = architecture == .arm64 ? ["frame4k", "frame5k"] : []
    try expectAgreement(tools, architecture, refused: refused, atLeast: atLeast)
  }

  /// Compares every instruction of shapes.o that is not padding.
  private func expectAgreement(
    _ tools: StackPointerTools, _ architecture: Architecture, refused: Set<String>, atLeast: Int
  ) throws {
    let file = tools.path("shapes.o")
    let prefix = architecture == .arm64 ? "aarch64-linux-gnu-" : ""
    let code = try tools.section(".text", of: file, objcopy: prefix + "objcopy")
    let relocations = try tools.textRelocations(of: file)
    let frames = try StackPointerFrames(tools, file: file)
    let instructions = try tools.instructions(of: file, objdump: prefix + "objdump")
    // The return address is part of the frame on x86-64, not of Go's delta.
    let bias = architecture == .x86_64 ? 8 : 0
    var tracker = StackPointerTracker(architecture: architecture)
    var compared = 0
    var failures: [String: StackPointerError] = [:]
    for function in try tools.functions(of: file) {
      do throws(StackPointerError) {
        let track = try tracker.track(
          code.span.bytes, function: function.range, relocatedOffsets: relocations)
        #expect(track.deltas.first == .init(offset: 0, delta: 0))
      } catch {
        failures[function.name] = error
        continue
      }
      for offset in instructions where function.range.contains(offset) {
        guard let depth = frames.depth(at: offset) else { continue }
        let ours = tracker.delta(at: offset - function.range.lowerBound)
        #expect(ours == depth - bias, "\(function.name) at \(String(offset, radix: 16))")
        compared += 1
      }
    }
    #expect(Set(failures.keys) == refused, "\(failures)")
    #expect(compared >= atLeast)
  }
}

/// The stack depths that call frame information states, read by readelf.
struct StackPointerFrames {
  /// Rows by address: the distance of the canonical frame address from the stack pointer, nil when
  /// another register tells it.
  private var rows: [(address: Int, depth: Int?)] = []

  init(_ tools: StackPointerTools, file: String) throws {
    for line in try tools.lines("readelf --debug-dump=frames-interp '\(file)' 2>/dev/null") {
      let fields = line.split(separator: " ")
      if let range = fields.first(where: { $0.hasPrefix("pc=") }), fields.contains("FDE") {
        // A description without rows of its own has only the one of its common information.
        guard let start = Int(range.dropFirst(3).prefix(16), radix: 16) else { continue }
        rows.append((start, nil))
      } else if fields.count > 1, fields[0].count == 16, let address = Int(fields[0], radix: 16),
        !rows.isEmpty
      {
        let parts = fields[1].split(separator: "+")
        let isStack = parts.count == 2 && (parts[0] == "rsp" || parts[0] == "sp")
        rows.append((address, isStack ? Int(parts[1]) : nil))
      }
    }
    // Rows of one address stay in their order, so that the last one counts.
    rows = rows.enumerated()
      .sorted { ($0.element.address, $0.offset) < ($1.element.address, $1.offset) }
      .map(\.element)
  }

  func depth(at address: Int) -> Int? {
    rows.last { $0.address <= address }?.depth
  }
}

extension StackPointerTools {
  /// Where the instructions of the text section start, padding left out, by objdump.
  func instructions(of file: String, objdump: String) throws -> [Int] {
    let script =
      "\(objdump) -d -z -w -j .text --no-show-raw-insn '\(file)'"
      + #" | awk -F'\t' 'NF >= 2 && $1 ~ /:$/ && $2 !~ /nop|xchg +%ax,%ax/ { print $1 }'"#
    return try lines(script).compactMap { line in
      Int(line.drop { $0 == " " }.dropLast(), radix: 16)
    }
  }
}
