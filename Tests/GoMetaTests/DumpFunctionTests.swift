import Foundation
import TestSupport
import Testing

/// `gometa dump --functions` and `--pc` of Go programs.
@Suite(.serialized) struct DumpFunctionTests {
  typealias Record = [String: Any]

  private static func dump(_ file: String, _ options: [String] = []) throws -> [Substring] {
    try Command.succeed(["dump", "--functions", "--json"] + options + [file])
      .split(separator: "\n")
  }

  private static func record(_ line: Substring) throws -> Record {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? Record)
  }

  /// Lines without what says where in `go:func.*` FUNCDATA are: linking anew may move them.
  private static func comparable(_ lines: [Substring]) -> [String] {
    lines.map { line in
      line.replacingOccurrences(
        of: #""offset":\d+"#, with: #""offset":_"#, options: .regularExpression)
    }
  }

  private func expectSame(_ lines: [Substring], _ expected: [Substring], _ what: String) {
    #expect(lines.count == expected.count, "\(what)")
    let (left, right) = (Self.comparable(lines), Self.comparable(expected))
    guard let different = zip(left, right).first(where: { $0 != $1 }) else { return }
    Issue.record("\(what): \(different.0.prefix(2000)), not \(different.1.prefix(2000))")
  }

  @Test(
    "Symbols, section headers and fixed addresses are not needed",
    arguments: [("1.21", "amd64"), ("1.24", "arm64"), ("1.27", "amd64"), ("1.27", "arm64")])
  func stripped(release: String, architecture: String) throws {
    let module = try DumpFunctionProgram.module()
    for (name, flags) in [("exe", []), ("pie", ["-buildmode=pie"])] {
      let whole = try DumpFunctionProgram.build(
        name, in: module, release: release, architecture: architecture, flags)
      let expected = try Self.dump(whole)
      #expect(expected.count > 1400)
      #expect(expected.contains { $0.contains(#""name":"main.total""#) })
      let inlined = expected.filter { $0.contains(#""inlineTree":[{"#) }
      #expect(inlined.count > 300)
      let stripped = try DumpFunctionProgram.build(
        name + ".stripped", in: module, release: release, architecture: architecture,
        flags + ["-ldflags=-s -w"])
      expectSame(try Self.dump(stripped), expected, "\(name) linked with -s -w")
      let bare = module.path(name + ".bare")
      try Tool.run("llvm-objcopy", ["--strip-sections", stripped, bare])
      expectSame(try Self.dump(bare), expected, "\(name) without section headers")
    }
  }

  @Test(
    "Libraries and plugins are read, stripped or not",
    arguments: [("1.21", "c-shared"), ("1.24", "plugin"), ("1.27", "c-shared"), ("1.27", "plugin")])
  func shared(release: String, mode: String) throws {
    let module = try DumpFunctionProgram.module()
    let whole = try DumpFunctionProgram.build(
      "whole.so", in: module, release: release, ["-buildmode=" + mode])
    let expected = try Self.dump(whole)
    #expect(expected.count > 1400)
    let bare = module.path("bare.so")
    try Tool.run("strip", ["-o", bare, whole])
    expectSame(try Self.dump(bare), expected, "stripped")
  }

  @Test("A program of a release without data of its own is read: its magic number is enough")
  func older() throws {
    let module = try DumpFunctionProgram.module()
    let whole = try DumpFunctionProgram.build("exe", in: module, release: "1.19")
    let expected = try Self.dump(whole)
    #expect(expected.count > 1300)
    #expect(expected.filter { $0.contains(#""inlineTree":[{"parent":-1"#) }.count > 300)
    let stripped = try DumpFunctionProgram.build(
      "stripped", in: module, release: "1.19", ["-ldflags=-s -w"])
    expectSame(try Self.dump(stripped), expected, "linked with -s -w")
    let bare = module.path("bare")
    try Tool.run("llvm-objcopy", ["--strip-sections", stripped, bare])
    expectSame(try Self.dump(bare), expected, "without section headers")
  }

  @Test("The bytes of a table alone are read", arguments: ["1.19", "1.21", "1.27"])
  func table(release: String) throws {
    let module = try DumpFunctionProgram.module()
    let file = try DumpFunctionProgram.build("exe", in: module, release: release)
    let whole = try Self.dump(file).map(Self.record)
    let path = module.path("table.bin")
    try Tool.run("objcopy", ["-O", "binary", "--only-section=.gopclntab", file, path])
    let alone = try Self.dump(path).map(Self.record)
    #expect(alone.count == whole.count)
    let text = (whole.first?["entry"] as? UInt64 ?? 0) - (alone.first?["entry"] as? UInt64 ?? 0)
    // Up to Go 1.25 the header has the text's start.
    #expect((text == 0) == (release != "1.27"))
    for (alone, whole) in zip(alone, whole) {
      let name = whole["name"] as? String ?? ""
      #expect(alone["name"] as? String == name)
      #expect((alone["entry"] as? UInt64).map { $0 + text } == whole["entry"] as? UInt64, "\(name)")
      for key in ["pcsp", "pcfile", "pcln"] {
        #expect(alone[key] as? [[Int]] == whole[key] as? [[Int]], "\(name) \(key)")
      }
      // From Go 1.26 on go:func.* follows the table.
      if release == "1.27" {
        let calls = (whole["inlineTree"] as? [Record])?.map { $0["name"] as? String }
        #expect((alone["inlineTree"] as? [Record])?.map { $0["name"] as? String } == calls)
      }
    }
  }

  /// `go tool objdump` prints `  file.go:12  0x401000  bytes  instruction` below
  /// `TEXT name(SB) path`.
  @Test(
    "Every instruction of the program has the line that go tool objdump shows",
    arguments: [("1.21", "amd64"), ("1.24", "amd64"), ("1.27", "amd64"), ("1.27", "arm64")])
  func instructions(release: String, architecture: String) throws {
    let module = try DumpFunctionProgram.module()
    let file = try DumpFunctionProgram.build(
      "exe", in: module, release: release, architecture: architecture)
    let listing = try GoToolchain(release: release).run(
      ["tool", "objdump", "-s", "^(main|sort)\\.", file], in: module
    ).text
    var function = ""
    var expected: [(pc: String, place: String, function: String)] = []
    for line in listing.lines {
      let words = line.words
      if words.first == "TEXT" {
        function = words.dropFirst().dropLast().joined(separator: " ").dropping(suffix: "(SB)")
      } else if words.count > 2, words[1].hasPrefix("0x") {
        expected.append((words[1], words[0], function))
      }
    }
    #expect(expected.count > 400)
    let pcs = expected.flatMap { ["--pc", $0.pc] }
    let found = try Command.succeed(["dump", "--json"] + pcs + [file]).split(separator: "\n")
      .map(Self.record)
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      let path = found["file"] as? String ?? "?"
      let line = found["line"] as? Int ?? 0
      let place = "\(path.split(separator: "/").last ?? "?"):\(line)"
      #expect(place == expected.place, "\(expected.pc)")
      #expect(found["function"] as? String == expected.function, "\(expected.pc)")
      let frames = try #require(found["frames"] as? [Record])
      #expect(frames.first?["line"] as? Int == line && frames.first?["file"] as? String == path)
      #expect(frames.last?["name"] as? String == expected.function)
      #expect(frames.map { $0["inlined"] as? Bool }.last == false)
    }
    #expect(found.contains { ($0["frames"] as? [Record])?.count ?? 0 > 1 })
  }

  /// The tree as it is printed gives the chain that a PC's frames show.
  @Test("Inlined calls have the places of their parents' PCs", arguments: ["1.19", "1.27"])
  func trees(release: String) throws {
    let module = try DumpFunctionProgram.module()
    let file = try DumpFunctionProgram.build("exe", in: module, release: release)
    let functions = try Self.dump(file).map(Self.record)
    var calls = 0
    for function in functions where (function["name"] as? String)?.hasPrefix("main.") == true {
      let tree = try #require(function["inlineTree"] as? [Record])
      let entry = try #require(function["entry"] as? UInt64)
      for call in tree {
        let pc = entry + UInt64(call["parentPc"] as? Int ?? 0)
        let line = try Command.succeed(["dump", "--json", "--pc", String(pc), file])
        let place = try Self.record(line[...])
        #expect(place["file"] as? String == call["file"] as? String)
        #expect(place["line"] as? Int == call["line"] as? Int)
        let frames = try #require(place["frames"] as? [Record])
        let parent = call["parent"] as? Int ?? -1
        let name = parent < 0 ? function["name"] as? String : tree[parent]["name"] as? String
        #expect(frames.first?["name"] as? String == name)
        calls += 1
      }
    }
    #expect(calls > 1)
  }

  @Test("Wrappers, arguments and start lines are those of the source")
  func facts() throws {
    let module = try DumpFunctionProgram.module()
    let file = try DumpFunctionProgram.build("exe", in: module, release: "1.27")
    let functions = try Self.dump(file).map(Self.record)
    let total = try #require(functions.first { $0["name"] as? String == "main.total" })
    #expect(total["startLine"] as? Int == 16)
    #expect(total["wrapper"] as? Bool == false)
    #expect(total["deferreturn"] as? Int ?? 0 > 0)
    #expect((total["file"] as? String)?.hasSuffix("/main.go") == true)
    // The slice lies in three words of the caller's, of which the first is a pointer.
    #expect(total["args"] as? Int == 24)
    let arguments = (total["funcdata"] as? [Any])?.first as? Record
    let pointers = (arguments?["map"] as? Record)?["pointers"] as? [[Int]]
    #expect(pointers?.first == [0])
    let wrapper = try #require(functions.first { $0["name"] as? String == "main.(*box).area" })
    #expect(wrapper["wrapper"] as? Bool == true)
    let text = try Command.succeed(["dump", "--functions", file])
    #expect(text.contains("function main.(*box).area at 0x"))
    #expect(text.contains(", wrapper, "))
  }

  @Test("The text of a PC names functions from the innermost outward")
  func text() throws {
    let module = try DumpFunctionProgram.module()
    let file = try DumpFunctionProgram.build("exe", in: module, release: "1.27")
    let functions = try Self.dump(file).map(Self.record)
    let area = try #require(functions.first { $0["name"] as? String == "main.box.area" })
    let entry = try #require(area["entry"] as? UInt64)
    let rows = try #require((area["pcdata"] as? [Any])?[2] as? [[Int]])
    let row = try #require(rows.first { $0[2] >= 0 })
    let pc = "0x" + String(entry + UInt64(row[0]), radix: 16)
    let lines = try Command.succeed(["dump", "--pc", pc, file]).lines
    #expect(lines.first?.hasPrefix("pc \(pc) in main.box.area+0x") == true)
    #expect(lines[1].hasPrefix("  main.product /") && lines[1].hasSuffix("/main.go:13 (inlined)"))
    #expect(lines[2].hasPrefix("  main.box.area /") && lines[2].hasSuffix("/main.go:12"))
    #expect(lines[3].hasPrefix("  sp delta "))
  }

  @Test("A PC outside the text, and a file without a table, are refused")
  func refusals() throws {
    let module = try DumpFunctionProgram.module()
    let file = try DumpFunctionProgram.build("exe", in: module, release: "1.27")
    let folder = try TestFolder()
    try Refusal.expect(["dump", "--pc", "0x10", file], in: folder, mentions: ["0x10", file])
    try Refusal.expect(
      ["dump", "--functions", "/bin/true"], in: folder, mentions: ["no pclntab"])
    let table = try folder.write("", to: "table.bin")
    var bytes: [UInt8] = [0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8] + [UInt8](repeating: 0xff, count: 82)
    try Data(bytes).write(to: URL(fileURLWithPath: table))
    try Refusal.expect(["dump", "--functions", table], in: folder, mentions: ["pclntab"])
    bytes[7] = 4
    try Data(bytes).write(to: URL(fileURLWithPath: table))
    try Refusal.expect(
      ["dump", "--functions", table], in: folder, mentions: ["addresses of 4 bytes"])
    #expect(try Command.run(["dump", "--pc", "bogus", file]).status == 2)
    #expect(try Command.run(["dump", "--pc", "1", "--types", file]).status == 2)
  }

  /// A rebuilt table comes as an object, in an image and alone.
  @Test(
    "What gometa pclntab writes is read back, in every form",
    arguments: ["1.16", "1.18", "1.21", "1.27"])
  func rebuilt(release: String) throws {
    let folder = try TestFolder()
    let source = try folder.write(
      """
      static int helper(int a) { volatile int b[20]; b[a & 15] = a; return b[3]; }
      int leaf(int a) { return a + 1; }
      int frame(int a) { int x = helper(a); return leaf(x) + helper(x + 1); }
      int main(int c, char **v) { return frame(c); }

      """, to: "shapes.c")
    let (object, table) = (folder.path("shapes.o"), folder.path("table.o"))
    let (image, raw) = (folder.path("image"), folder.path("table.bin"))
    try Tool.run("gcc", ["-g", "-O1", "-c", source, "-o", object])
    try Command.succeed(["pclntab", object, "-o", table, "--raw", raw, "--go", release])
    try Tool.run("gcc", ["-no-pie", object, table, "-o", image])
    let symbols = try Tool.run("nm", [image]).lines.map(\.words)
    let dumps = try [table, image, raw].map { try Self.dump($0).map(Self.record) }
    for (index, functions) in dumps.enumerated() {
      #expect(functions.count == 3)
      for function in functions {
        let name = function["name"] as? String
        #expect((function["file"] as? String)?.hasSuffix("/shapes.c") == true)
        #expect(function["size"] as? Int ?? 0 > 3)
        #expect(function["pcsp"] as? [[Int]] != [])
        if index == 1 {
          let symbol = symbols.first { $0.last == name }
          #expect(function["entry"] as? UInt64 == symbol.flatMap { UInt64($0[0], radix: 16) })
        }
        if name == "frame" {
          let calls = try #require(function["inlineTree"] as? [Record])
          #expect(calls.contains { $0["name"] as? String == "helper" })
        }
      }
    }
    for key in ["name", "pcsp", "pcln", "pcfile", "size"] {
      let facts = dumps.map { $0.map { "\($0[key] ?? "")" }.sorted() }
      #expect(facts[0] == facts[1] && facts[1] == facts[2], "\(key)")
    }
  }
}
