import Foundation
import GoMeta
import GoRelease
import TestSupport
import Testing

/// What the dump says of a pclntab of Go 1.2 or 1.8.
@Suite struct PclntabDumpTests {
  /// From a table that Go's own linker wrote in 2013, and its facts as another program decoded them.
  private func inflate(_ name: String, to path: String) throws {
    let packed = TypeVectors.file("go1.2/\(name)").path
    try Tool.run("sh", ["-c", "gzip -dc \"$0\" > \"$1\"", packed, path])
  }

  /// The lines of a dump, and what it cannot read.
  private func dump(
    _ file: String, _ style: DumpStyle = .json, release: GoRelease? = nil
  ) throws -> [String] {
    var text: [UInt8] = []
    let faults = try FunctionDump(file, release: release).write(style) { text += $0 }
    #expect(faults == [])
    return String(decoding: text, as: UTF8.self).lines
  }

  private func objects(_ lines: [String]) throws -> [[String: Any]] {
    try lines.map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test("The JSON of a table of 2013 says of 477 functions what another program read in it")
  func vectorFunctions() throws {
    let folder = try TestFolder()
    try inflate("pclntab.bin.gz", to: folder.path("pclntab"))
    try Tool.run(
      "objcopy",
      [
        "-I", "binary", "-O", "elf64-x86-64", "--rename-section", ".data=.gopclntab", "pclntab",
        "o",
      ],
      in: folder.url)
    try inflate("pclntab.jsonl.gz", to: folder.path("facts"))
    let facts = try objects(try folder.text("facts").lines)
    let abbreviations = try #require(facts.first?["abbr"] as? [String])
    func expanded(_ text: String) -> String {
      text.split(separator: "@", omittingEmptySubsequences: false).enumerated().map { index, part in
        guard index % 2 == 1, let number = Int(part) else { return String(part) }
        return expanded(abbreviations[number])
      }.joined()
    }
    // By the name of the release, and by what stands in the table.
    let found = try objects(dump(folder.path("o"), release: .go1_2))
    #expect(try dump(folder.path("o")) == dump(folder.path("o"), release: .go1_2))
    #expect(found.count == 1340)
    var seen = 0
    for fact in facts where fact["record"] as? String == "func" {
      let ours = found[try #require(fact["i"] as? Int)]
      let name = expanded(try #require(fact["name"] as? String))
      #expect(ours["name"] as? String == name)
      #expect(ours["entry"] as? UInt64 == UInt64(try #require(fact["entry"] as? String), radix: 16))
      #expect(ours["size"] as? Int == fact["symsize"] as? Int, "\(name)")
      let arguments = fact["args"] as? Int
      #expect(ours["args"] as? Int == (arguments == Int(Int32.min) ? nil : arguments), "\(name)")
      #expect(ours["frame"] as? Int == fact["frame"] as? Int, "\(name)")
      for key in ["pcsp", "pcfile", "pcln"] {
        let rows = (fact[key] as? [String: Any])?["rows"] as? [[Int]]
        #expect(ours[key] as? [[Int]] == rows ?? [], "\(name) \(key)")
      }
      let pcdata = (fact["pcdata"] as? [[String: Any]])?.map { $0["rows"] as? [[Int]] }
      #expect((ours["pcdata"] as? [[[Int]]]) == pcdata?.compactMap { $0 }, "\(name)")
      #expect((ours["funcdata"] as? [Any])?.count == fact["nfuncdata"] as? Int, "\(name)")
      seen += 1
    }
    #expect(seen == 477)
  }

  @Test("An object's functions have symbols, a linked file's addresses; both have their maps")
  func objectAndImage() throws {
    let program = try PclntabProgram(.init(machine: .x86_64, level: "-O2", linker: "ld.lld"))
    let image = try objects(dump(program.image))
    let object = try objects(dump(program.table))
    #expect((image + object).allSatisfy { $0["record"] as? String == "function" })
    let functions = try PclntabProgram.functions(of: program.image, .x86_64)
    #expect(image.compactMap { $0["entry"] as? UInt64 } == functions.map(\.start))
    #expect(image.compactMap { $0["end"] as? UInt64 } == functions.map(\.end))
    #expect(object.compactMap { $0["name"] as? String } == functions.map(\.name))
    #expect(object.allSatisfy { $0["entry"] == nil })
    let leaf = try #require(object.first { $0["name"] as? String == "leaf" })
    // It is local: found by the function behind it.
    #expect(leaf["symbol"] as? String == "frame")
    #expect((leaf["offset"] as? Int ?? 0) < 0)
    for functions in [object, image] {
      let frame = try #require(functions.first { $0["name"] as? String == "frame" })
      let depth = (frame["pcsp"] as? [[Int]])?.map { $0[2] }.max()
      let funcdata = try #require(frame["funcdata"] as? [Any])
      let map = ((funcdata.last as? [String: Any])?["map"] as? [String: Any])?["n"] as? Int
      #expect(funcdata.count == 2 && funcdata.first is NSNull)
      #expect(map == depth.map { -$0 })
      #expect((frame["file"] as? String)?.hasSuffix("/shapes.c") == true)
    }
  }

  @Test("The text names the function and its tables")
  func text() throws {
    let folder = try TestFolder()
    let source = try folder.write(
      """
      .globl f
      .type f, @function
      f: push %rbp
      pop %rbp
      ret
      .size f, .-f

      """, to: "f.s")
    try Tool.run("gcc", ["-c", source, "-o", folder.path("f.o")])
    try Command.succeed(["pclntab", folder.path("f.o"), "-o", folder.path("x.o"), "--go", "1.2"])
    #expect(
      try dump(folder.path("x.o"), .text) == [
        "function f at f+0x0, arguments unknown, frame 16", "  pcsp +0: 0, +1: 8, +2: 0",
        "  pcfile none", "  pcln none",
        "  funcdata 1 go:funcdata.0: 8 bytes scanned conservatively",
      ])
  }

  @Test("A file without such a table has no records")
  func none() throws {
    let program = try PclntabProgram(.init(machine: .x86_64, level: "-O2", linker: "ld.lld"))
    #expect(try dump(program.objects[0]) == [])
  }

  @Test("A relocation that stores no address is refused with its place")
  func relocation() throws {
    let folder = try TestFolder()
    let source = try folder.write(
      """
      .section .gopclntab,"a",@progbits
      .globl pclntab
      pclntab: .byte 0xfb, 0xff, 0xff, 0xff, 0, 0, 1, 8
      .quad 0
      .long somewhere - .

      """, to: "x.s")
    try Tool.run("gcc", ["-c", source, "-o", folder.path("x.o")])
    #expect {
      try FunctionDump(folder.path("x.o"))
    } throws: { error in
      "\(error)".contains("pclntab+16: relocation of type 2")
    }
  }
}
