import Foundation
import MachineCode
import Testing

/// What cannot be had as one address space is refused by section or function.
@Suite struct InputErrorTests {
  static func error(_ bytes: [UInt8]) -> CodeInputError? {
    do throws(CodeInputError) {
      _ = try CodeInput(InputBytes(bytes))
      return nil
    } catch { return error }
  }

  static func assembled(_ source: String) throws -> [UInt8] {
    try InputSample.assembly(source).make().bytes("sample")
  }

  @Test func strippedImagesAreRefused() throws {
    let folder = try ObjectFileSample.gcc(dwarf: 5, .executable, flags: ["-s"]).make()
    #expect(Self.error(try folder.bytes("sample")) == .noSymbols)
  }

  @Test func filesOfDebugInformationAloneAreRefused() throws {
    let folder = try ObjectFileSample.gcc(dwarf: 5, .executable).make()
    try ObjectFileTool.objcopy.run(["--only-keep-debug", "sample", "sample.debug"], in: folder.url)
    let error = try #require(Self.error(try folder.bytes("sample.debug")))
    #expect("\(error)".contains("its code is not in this file"))
  }

  /// The debug information is in another file: nothing to read, and a way to tell.
  @Test func filesWithoutTheirDebugInformationSaySo() throws {
    let folder = try ObjectFileSample.gcc(dwarf: 5, .executable).make()
    try ObjectFileTool.objcopy.run(["--strip-debug", "sample", "plain"], in: folder.url)
    let input = try CodeInput(InputBytes(folder.bytes("plain")))
    #expect(input.debug.isEmpty && input.functions.count > 0)
    #expect(!(try CodeInput(InputBytes(folder.bytes("sample"))).debug.isEmpty))
  }

  @Test func objectsWithoutCodeAreEmpty() throws {
    let input = try CodeInput(InputBytes(Self.assembled(".data\n.byte 1\n")), at: 0x8000)
    #expect(input.functions.count == 0 && input.end == 0x8000)
  }

  @Test func functionsThatReachOutOfTheirSectionAreRefused() throws {
    let source = ".text\n.type f, @function\nf: ret\n.size f, 2\n"
    #expect(
      Self.error(try Self.assembled(source))
        == .function("f", what: "its symbol reaches outside section .text"))
  }

  @Test func otherRelocationsAreRefusedByTypeAndOffset() throws {
    let source = ".text\nnop\n.section .debug_info\n.byte 0\n.long elsewhere@GOTPCREL\n"
    #expect(
      Self.error(try Self.assembled(source))
        == .object(.unsupportedRelocation(section: ".debug_info", offset: 1, type: 9)))
  }

  @Test func valuesThatDoNotFitAreRefused() throws {
    let source = """
      .text
      f: nop
      .section .debug_addr,"",@progbits
      .2byte f + 0xfff0

      """
    #expect(
      Self.error(try Self.assembled(source))
        == .object(.relocationOverflow(section: ".debug_addr", offset: 0, value: 0x10ff0)))
  }

  /// Undefined symbols become 0, those of other data count from their section.
  @Test func symbolsOutsideCode() throws {
    let source = """
      .text
      nop
      f: nop
      .data
      .quad 0
      d: .quad 0
      .section .debug_addr,"",@progbits
      .quad f, f + 4, d, elsewhere, elsewhere + 8, absolute
      .long f - ., elsewhere - .
      .set absolute, 0x777

      """
    let input = try CodeInput(InputBytes(Self.assembled(source)), at: 0x2000)
    let bytes = Array(input.debug.addr)
    let words = stride(from: 0, to: 48, by: 8).map { start in
      bytes[start..<start + 8].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    }
    #expect(words == [0x2001, 0x2005, 8, 0, 0, 0x777])
    let halves = [48, 52].map { start in
      bytes[start..<start + 4].enumerated()
        .reduce(UInt32(0)) { $0 | UInt32($1.element) << (8 * UInt32($1.offset)) }
    }
    #expect(halves == [0x2001 &- 48, 0 &- 52])
  }

  /// A relocation table whose addends stand in the fields, as no compiler for these machines makes.
  @Test func relocationsWithoutAddendsTakeThemFromTheirFields() throws {
    let folder = try ObjectFileFolder()
    try folder.write(
      """
      --- !ELF
      FileHeader: { Class: ELFCLASS64, Data: ELFDATA2LSB, Type: ET_REL, Machine: EM_X86_64 }
      Sections:
        - { Name: .text, Type: SHT_PROGBITS, Flags: [ SHF_ALLOC, SHF_EXECINSTR ], Content: 909090C3 }
        - { Name: .debug_line, Type: SHT_PROGBITS, Content: 0200000000000000FEFFFFFF }
        - Name: .rel.debug_line
          Type: SHT_REL
          Info: .debug_line
          Link: .symtab
          Relocations:
            - { Offset: 0, Symbol: f, Type: R_X86_64_64 }
            - { Offset: 8, Symbol: f, Type: R_X86_64_32S }
      Symbols:
        - { Name: f, Type: STT_FUNC, Section: .text, Value: 1, Size: 3 }
      ...

      """, to: "main.yaml")
    try ObjectFileTool.yaml2obj.run(["main.yaml", "-o", "sample"], in: folder.url)
    let input = try CodeInput(InputBytes(mapping: folder.path("sample")))
    #expect(
      Array(input.debug.line) == [0x03, 0x10, 0, 0, 0, 0, 0, 0, 0xff, 0x0f, 0, 0])
    #expect(input.functions.functions.map(\.address) == [0x1001])
  }

  @Test func unusualAlignmentsAreRefused() throws {
    var bytes = try Self.assembled(".text\nnop\n")
    let text = try #require(try ObjectFile(bytes).section(named: ".text"))
    let table = bytes[40..<48].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    let place = table + 64 * text.index + 48
    bytes[place] = 3
    #expect(
      Self.error(bytes)
        == .section(".text", what: "its alignment, 3, is not a power of two up to 2^32"))
    bytes.replaceSubrange(place..<place + 8, with: [0, 0, 0, 0, 0, 0, 0, 0x40])
    #expect(Self.error(bytes) != nil)
  }

  /// Names may share bytes: together they could take the square of the file's size.
  @Test func namesOutOfProportionAreRefused() throws {
    let long = String(repeating: "n", count: 20_000)
    let names = [long] + (0..<200).map { "f\($0)" }
    let source = names.map { ".type \($0), @function\n\($0): ret\n" }.joined()
    var bytes = try Self.assembled(".text\n" + source)
    #expect(Self.error(bytes) == nil)
    let object = try ObjectFile(bytes)
    let table = object.sections[try #require(object.symbols.tableSection)].fileRange
    let known = try #require(object.symbols.first { $0.name == long })
    let name = bytes[table.lowerBound + 24 * known.index..<table.lowerBound + 24 * known.index + 4]
    for symbol in object.symbols where symbol.type == .function {
      let place = table.lowerBound + 24 * symbol.index
      bytes.replaceSubrange(place..<place + 4, with: name)
    }
    #expect(Self.error(bytes) == .namesTooLong)
  }
}
