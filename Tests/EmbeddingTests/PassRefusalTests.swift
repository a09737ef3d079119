import Foundation
import TestSupport
import Testing

/// What GoMeta's passes and `gometa link` refuse: by an error that says what to do, not by a crash of
/// the tool.
@Suite struct PassRefusalTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var passes = "gometa"
    var edit: @Sendable (String) -> String = { $0 }
    var message: String

    var testDescription: String { "\(passes): \(message)" }
  }

  static let cases = [
    Case(passes: "gometa<go=1.99>", message: "unknown Go release \"1.99\""),
    Case(passes: "gometa<go=1.2>", message: "use gometa compile"),
    Case(passes: "gometa<target=riscv64-linux-gnu>", message: "unknown target"),
    Case(passes: "gometa<fast>", message: "unknown parameter 'fast'; known are go=RELEASE"),
    Case(passes: "gometa-end", message: "gometa-end without gometa-begin"),
    Case(passes: "gometa-begin,gometa-begin", message: "gometa-begin follows gometa-begin"),
    Case(passes: "gometa,gometa", message: "has been through GoMeta's passes before"),
    Case(passes: "gometa<declarations=missing.go>", message: "missing.go"),
    Case(
      edit: { $0.replacing("!go.package =", with: "!other =") },
      message: "-gometa-declarations=FILE"),
    Case(
      passes: "gometa<target=x86_64-linux-gnu>",
      edit: { "target triple = \"aarch64-unknown-linux-gnu\"\n" + $0 },
      message: "is compiled for aarch64-unknown-linux-gnu"),
    Case(
      edit: { "target triple = \"arm64-apple-macosx13\"\n" + $0 }, message: "arm64-apple-macosx13"),
    Case(
      edit: { "target datalayout = \"e-p:32:32\"\ntarget triple = \"x86_64-linux-gnux32\"\n" + $0 },
      message: "has another data layout"),
    Case(
      edit: { flagged($0, "i32 1, !\"ThinLTO\", i32 0") }, message: "compile without -flto"),
    Case(
      edit: { flagged($0, "i32 1, !\"Code Model\", i32 4") }, message: "compile without -mcmodel"),
    Case(
      edit: { $0.replacing("noinline !dbg", with: "noinline sanitize_address !dbg") },
      message: "compile without -fsanitize"),
    Case(
      edit: { $0.replacing("i64 @leaf(i64 %n) noinline !dbg !20", with: "i64 @leaf(i64 %n)") },
      message: "has no debug info"),
    Case(
      edit: { $0.replacing("func F0(n int) int", with: "func F0(n float64) int") },
      message: "example.com/marked.F0"),
  ]

  @Sendable private static func flagged(_ text: String, _ flag: String) -> String {
    text.replacing("!{!13, !14}", with: "!{!13, !14, !15}") + "!15 = !{\(flag)}\n"
  }

  @Test("Passes refuse", arguments: cases)
  func passes(refused: Case) throws {
    let folder = try TestFolder()
    try folder.write(refused.edit(PassModule.text()), to: "marked.ll")
    let outcome = try Tool.outcome(
      "opt",
      [
        PassBuild.loading, "-passes=" + refused.passes, folder.path("marked.ll"), "-o",
        folder.path("marked.bc"),
      ])
    #expect(outcome.status == 1 && outcome.errors.contains(refused.message), "\(outcome)")
    #expect(!outcome.errors.contains("Stack dump"), "\(outcome.errors)")
  }

  struct Code: CustomTestStringConvertible, Sendable {
    var machine = "x86_64"
    var edit: @Sendable (String) -> String = { $0 }
    var level = 2
    var options = ["-relocation-model=pic"]
    /// Which every release of LLVM and every linker has.
    var message: String

    var testDescription: String { "\(machine) \(level) \(options): \(message)" }
  }

  static let codes = [
    Code(
      options: ["-relocation-model=pic", "--function-sections"],
      message: "compile without function sections"),
    Code(
      options: ["-relocation-model=pic", "-code-model=large"], message: "the small code model"),
    // A table of addresses among constants: the loader would have to write into them.
    Code(
      edit: {
        $0 + "@addresses = constant [2 x ptr] [ptr @table, ptr @words0]\n"
      }, options: ["-relocation-model=static"], message: "llc -relocation-model=pic"),
    // At that level undefined arguments are stored, where the return address is.
    Code(machine: "aarch64", level: 0, message: "on arm64 at least 1"),
  ]

  @Test("Linking refuses what code generators made otherwise", arguments: codes)
  func code(refused: Code) throws {
    let build = PassBuild(folder: try TestFolder(), machine: refused.machine)
    let object = try build.passed(
      refused.edit(PassModule.text()), as: "marked", codeLevel: refused.level,
      options: refused.options)
    let outcome = try build.link([object], package: PassModule.path)
    #expect(outcome.status == 1 && outcome.errors.contains(refused.message), "\(outcome)")
  }

  @Test("The tools of another LLVM refuse the plugin")
  func otherLLVM() throws {
    let other = try Prefix.llvm == "19" ? "22" : "19"
    let folder = try TestFolder()
    try folder.write(PassModule.text(), to: "marked.ll")
    let outcome = try Tool.outcome(
      "/usr/lib/llvm-\(other)/bin/opt",
      [PassBuild.loading, "-passes=gometa", folder.path("marked.ll"), "-o", folder.path("x.bc")])
    #expect(outcome.status == 1 && outcome.errors.contains("linked with LLVM \(other)."))
    #expect(outcome.errors.contains("Wrong API version") && !outcome.errors.contains("Stack dump"))
  }

  @Test("Linking refuses bitcode")
  func bitcode() throws {
    let build = PassBuild(folder: try TestFolder())
    _ = try build.passed(PassModule.text(), as: "marked")
    let outcome = try build.link([build.folder.path("marked.passed.bc")], package: PassModule.path)
    #expect(outcome.status == 1 && outcome.errors.contains("LLVM bitcode, no object"))
  }

  /// The section of values of a marked module, with one byte of values that both modules have
  /// changed.
  private static func damaged(_ section: Data) throws -> Data {
    var section = section
    let values: [UInt8] = [3, 0, 0, 0, 45, 0, 0, 0]
    let place = try #require(section.firstRange(of: Data(values)))
    section[place.lowerBound + 4] = 46
    return section
  }

  @Test("Linking refuses two sets of values that share an ID, and a damaged section")
  func calls() throws {
    let build = PassBuild(folder: try TestFolder())
    let first = try build.passed(PassModule.text(number: 0), as: "first")
    let second = try build.passed(PassModule.text(number: 1), as: "second")
    let calls = build.folder.path("calls")
    try Tool.run("llvm-objcopy", ["--dump-section=.go.calls=" + calls, second])
    let section = try Data(contentsOf: URL(fileURLWithPath: calls))
    for (contents, message) in [
      (try Self.damaged(section), "two sets of PCDATA values"),
      (section.prefix(section.count - 4), ".go.calls is damaged"),
    ] {
      try contents.write(to: URL(fileURLWithPath: calls))
      try Tool.run("llvm-objcopy", ["--update-section=.go.calls=" + calls, second])
      let outcome = try build.link([first, second], package: PassModule.path)
      #expect(outcome.status == 1 && outcome.errors.contains(message), "\(outcome)")
    }
  }
}
