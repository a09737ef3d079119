import Foundation
import Symbols
import Testing

@testable import MachineCode

/// Frames of code with statepoints: LLVM's recorded sizes, as its own reader prints them, and where
/// a goroutine cannot be unwound, by call frame information and objdump's text.
@Suite struct FrameRecordTests {
  private static let sizes = [8, 24, 64, 200, 1000, 4000, 4096, 4104, 5000, 8192, 20_000, 70_000]

  /// A function for each size of a local, with and without values kept over the call. The call of
  /// nine words makes room at the frame's lowest one.
  private static func text(_ architecture: Architecture, _ attributes: String) -> String {
    var lines = [
      "declare void @f(i64)", "declare void @use(ptr, i64, i64, i64, i64, i64, i64, i64, i64) #1",
      "declare ptr @llvm.returnaddress(i32)",
      "declare token @llvm.experimental.gc.statepoint.p0(i64, i32, ptr, i32, i32, ...)",
    ]
    for (index, size) in sizes.enumerated() {
      let store =
        architecture == .arm64
        ? """
          %word = alloca i64, align 8
          %return = call ptr @llvm.returnaddress(i32 0)
          call void asm sideeffect "str $1, [sp]", "=*m,r"(ptr elementtype(i64) %word, ptr %return)
        """ : ""
      lines.append(
        """
        define i64 @size\(size)(i64 %a, i64 %b, i64 %c, i64 %d) #0 gc "statepoint-example" {
          \(store)
          %local = alloca [\(size) x i8], align 8
          call void @use(ptr %local\(String(repeating: ", i64 undef", count: 8)))
          %t = call token (i64, i32, ptr, i32, i32, ...) @llvm.experimental.gc.statepoint.p0(i64 1, i32 0, ptr elementtype(void (i64)) @f, i32 1, i32 0, i64 %a, i32 0, i32 0)
          \(index % 2 == 0 ? "ret i64 1" : "%s = mul i64 %b, %c\n  %x = xor i64 %s, %d\n  ret i64 %x")
        }
        """)
    }
    return lines.joined(separator: "\n")
      + "\nattributes #0 = { noredzone nounwind uwtable(async) \(attributes) }\n"
      + "attributes #1 = { \"gc-leaf-function\" }\n"
  }

  private struct Sample {
    let tools: StackPointerTools
    let text: CodeText
    /// By function, as llvm-readobj prints them.
    let recorded: [(function: CodeText.Function, size: UInt64)]

    init(_ ir: String, _ architecture: Architecture, _ flags: String) throws {
      tools = try StackPointerTools()
      try tools.write(ir, to: "a.ll")
      let bin = try StackPointerTools.llvmBin()
      let triple = architecture == .arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu"
      try tools.shell("'\(bin)/llc' \(flags) -mtriple=\(triple) -filetype=obj a.ll -o a.o")
      text = try CodeText(ObjectFile(try tools.read("a.o")))
      let sizes = try tools.lines(
        "'\(bin)/llvm-readobj' --stackmap a.o | sed -n 's/.*stack size: \\([0-9]*\\),.*/\\1/p'")
      // In a relocatable object the addresses are relocations; the order is that of the code.
      recorded = zip(text.functions, sizes.compactMap { UInt64($0) }).map { ($0, $1) }
      try #require(recorded.count == text.functions.count)
    }
  }

  @Test(arguments: [Architecture.x86_64, .arm64], ["-O0", "-O2"])
  func recordedSizesAreThoseThatTheInstructionsTake(
    architecture: Architecture, level: String
  ) throws {
    for pointer in ["all", "non-leaf", "none"] {
      let sample = try Sample(
        Self.text(architecture, "\"frame-pointer\"=\"\(pointer)\""), architecture, level)
      defer { sample.tools.remove() }
      #expect(sample.recorded.count == Self.sizes.count)
      for (function, size) in sample.recorded {
        let track = try sample.text.track(function)
        #expect(RecordedFrameSize.problem(recorded: size, track: track) == nil, "\(function.name)")
        #expect(
          RecordedFrameSize.problem(recorded: size + 8, track: track)
            == .different(recorded: size + 8, tracked: Int(size)))
      }
    }
  }

  @Test(arguments: [Architecture.x86_64, .arm64])
  func aFrameWithoutAFixedSizeIsNamed(architecture: Architecture) throws {
    let ir = Self.text(architecture, "\"frame-pointer\"=\"all\"")
      .replacingOccurrences(of: "alloca [8 x i8]", with: "alloca i8, i64 %a")
    let sample = try Sample(ir, architecture, "-O2")
    defer { sample.tools.remove() }
    let first = try #require(sample.recorded.first)
    let track = StackPointerTrack(
      deltas: [.init(offset: 0, delta: 0)], calls: [], framePointerSave: nil)
    #expect(RecordedFrameSize.problem(recorded: first.size, track: track) == .dynamic)
  }

  @Test func argumentsPushedOutsideTheFrameAreADifference() throws {
    let pushes = """
      declare void @g(i64, i64, i64, i64, i64, i64, i64, i64, i64, i64)
      declare token @llvm.experimental.gc.statepoint.p0(i64, i32, ptr, i32, i32, ...)
      define void @pushes(i64 %a) minsize optsize noredzone "frame-pointer"="all" gc "statepoint-example" {
        call void @g(i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, i64 8, i64 9, i64 10)
        %t = call token (i64, i32, ptr, i32, i32, ...) @llvm.experimental.gc.statepoint.p0(i64 1, i32 0, ptr elementtype(void (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64)) @g, i32 10, i32 0, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, i64 8, i64 9, i64 %a, i32 0, i32 0)
        ret void
      }
      """
    let sample = try Sample(pushes, .x86_64, "-O2")
    defer { sample.tools.remove() }
    let (function, size) = try #require(sample.recorded.first)
    let track = try sample.text.track(function)
    #expect(
      RecordedFrameSize.problem(recorded: size, track: track)
        == .different(recorded: size, tracked: track.frameSize))
  }

  @Test(arguments: ["-O1", "-O2"])
  func framesAreIncompleteUntilTheReturnAddressIsStoredAndWhileTheyAreTakenDown(
    level: String
  ) throws {
    let sample = try Sample(Self.text(.arm64, "\"frame-pointer\"=\"none\""), .arm64, level)
    let tools = sample.tools
    defer { tools.remove() }
    let frames = try StackPointerFrames(tools, file: tools.path("a.o"))
    let stores = try tools.lines(
      #"aarch64-linux-gnu-objdump -d a.o | sed -n 's/^ *\([0-9a-f]*\):.*str\tx[0-9]*, \[sp\].*/\1/p'"#
    ).compactMap { Int($0, radix: 16) }
    var partial = 0
    for function in sample.text.functions {
      let track = try sample.text.track(function)
      let storeEnd = try ARM64ReturnAddressSlot.check(
        sample.text.bytes, function: function.range, track: track)
      let store = try #require(stores.first { function.range.contains($0) })
      #expect(storeEnd == store + 4 - function.range.lowerBound)
      let ranges = track.incompleteFrames(storeEnd: storeEnd, size: function.range.count)
      let depths = try stride(from: function.range.lowerBound, to: function.range.upperBound, by: 4)
        .map { pc in (pc: pc, depth: try #require(frames.depth(at: pc))) }
      let full = try #require(depths.map(\.depth).max())
      for (pc, depth) in depths {
        let expected = depth > 0 && (depth < full || pc <= store)
        let offset = pc - function.range.lowerBound
        #expect(
          ranges.contains { $0.contains(offset) } == expected, "\(function.name)+\(offset)")
        if expected, pc > store { partial += 1 }
      }
      #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
    }
    #expect(partial > 10)
  }

  @Test func aFunctionWithoutAFrameHasNoIncompleteOnes() throws {
    let assembly = try StackPointerAssembly(.arm64, "fn f\nadd x0, x0, #1\nret")
    #expect(try assembly.track("f").incompleteFrames(storeEnd: nil, size: 8) == [])
  }

  @Test func aPushOfTheReturnAddressCompletesAFrameThatNothingIsPutBelow() throws {
    let assembly = try StackPointerAssembly(
      .arm64,
      """
      fn whole
      str x30, [sp, #-32]!
      nop
      ldr x30, [sp], #32
      ret
      fn below
      str x30, [sp, #-16]!
      sub sp, sp, #32
      str x30, [sp]
      add sp, sp, #32
      ldr x30, [sp], #16
      ret
      """)
    for (name, end, ranges) in [("whole", 4, []), ("below", 12, [4..<12, 16..<20])] {
      let function = try #require(assembly.functions.first { $0.name == name }).range
      let track = try assembly.track(name)
      let storeEnd = try ARM64ReturnAddressSlot.check(
        assembly.code, function: function, track: track)
      #expect(storeEnd == end)
      #expect(track.incompleteFrames(storeEnd: storeEnd, size: function.count) == ranges)
    }
  }
}
