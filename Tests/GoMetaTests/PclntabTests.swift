import Foundation
import FunctionTables
import GoRelease
import MachineCode
import TestSupport
import Testing

@testable import GoMeta

/// The pclntab that is rebuilt from the objects of C programs and linked with them.
@Suite struct PclntabTests {
  private typealias Program = PclntabProgram

  /// Our own reader's table of a linked file.
  private func read(_ file: String) throws -> FunctionSymbolTable {
    let object = try ObjectFile(try Files.read(file))
    return try #require(try FunctionSymbolFile(object, layouts: nil)).table
  }

  @Test("The linked table has the image's functions", arguments: PclntabProgram.Variant.all)
  func functions(variant: PclntabProgram.Variant) throws {
    let program = try Program(variant)
    let expected = try Program.functions(of: program.image, program.machine)
    let table = try read(program.image)
    #expect(table.layouts.name == variant.release)
    #expect(table.functions.map(\.name) == expected.map(\.name))
    #expect(table.functions.map(\.entry) == expected.map(\.start))
    #expect(table.functions.map { $0.entry + UInt64($0.size) } == expected.map(\.end))
    #expect(table.functions.allSatisfy { $0.arguments == nil })
    let gosym = try program.gosym([]).functions
    #expect(gosym.map(\.name) == expected.map(\.name))
    #expect(gosym.map(\.start) == expected.map(\.start))
  }

  @Test(
    "Every instruction has the file and line that llvm-symbolizer says, to gosym and to us",
    arguments: PclntabProgram.Variant.all)
  func lines(variant: PclntabProgram.Variant) throws {
    let program = try Program(variant)
    let pcs = try program.instructions()
    let functions = try Program.functions(of: program.image, program.machine)
    let expected = try program.symbolized(pcs)
    let gosym = try program.gosym(pcs).places
    let table = try read(program.image)
    var compared = 0
    var previous: (name: String, line: PclntabProgram.Line)?
    for pc in pcs {
      var line = try #require(expected[pc])
      let name = try #require(functions.last { $0.start <= pc }).name
      // Line 0 means that debug info does not know: what was said before holds.
      if line.line == 0 {
        guard let previous, previous.name == name else { continue }
        line = previous.line
      }
      previous = (name, line)
      let place = PclntabProgram.Place(function: name, file: line.file, line: line.line)
      #expect(gosym[pc] == place, "\(String(pc, radix: 16))")
      let ours = table.place(at: pc)
      #expect(ours?.function.name == name)
      #expect(ours?.file == line.file && ours.map { Int($0.line) } == line.line)
      compared += 1
    }
    #expect(compared > 100)
  }

  @Test(
    "Stack depths are those of the call frame information, wherever it speaks of the stack pointer",
    arguments: PclntabProgram.Variant.all)
  func stackDepths(variant: PclntabProgram.Variant) throws {
    let program = try Program(variant)
    let table = try read(program.image)
    let depths = try program.stackDepths()
    var compared = 0
    for pc in try program.instructions() {
      guard let depth = depths(pc) else { continue }
      #expect(table.place(at: pc).map { Int($0.stackDelta) } == depth, "\(String(pc, radix: 16))")
      compared += 1
    }
    // Without optimisation the frame pointer takes over on x86-64.
    #expect(compared > (variant.machine == .x86_64 && variant.level == "-O0" ? 20 : 80))
  }

  @Test("Frames count the return address, and locals are scanned conservatively in Go 1.2")
  func frames() throws {
    for machine in Machine.allCases {
      let program = try Program(.init(machine: machine, level: "-O2", linker: "ld.lld"))
      let object = try ObjectFile(try Files.read(program.image))
      let file = try #require(try FunctionSymbolFile(object, layouts: .go1_2))
      let frame = try #require(file.table.functions.first { $0.name == "frame" })
      let depth = Int32(frame.stackDeltas.map(\.value).max() ?? 0)
      #expect(depth >= 200)
      #expect(frame.frame == depth + (machine == .x86_64 ? 8 : 0))
      #expect(frame.funcdata.keys.sorted() == [1])
      let data = try #require(frame.funcdata[1])
      let bytes = try #require(file.bytes(at: data, limit: 16))
      #expect(try FrameMap(reading: bytes) == .conservative(byteCount: depth))
      let leaf = try #require(file.table.functions.first { $0.name == "leaf" })
      let none = try #require(leaf.funcdata[1].flatMap { file.bytes(at: $0, limit: 16) })
      #expect(try FrameMap(reading: none) == .words([]))
    }
  }

  @Test("pclntab and epclntab enclose the table, and its section holds nothing else")
  func symbols() throws {
    let program = try Program(.init(machine: .x86_64, level: "-O2", linker: "ld.lld"))
    let symbols = try Tool.run("readelf", ["-sW", program.table]).lines.map(\.words)
    let start = try #require(symbols.first { $0.last == "pclntab" })
    let end = try #require(symbols.first { $0.last == "epclntab" })
    let size = try #require(Int(start[2]))
    #expect(UInt64(start[1], radix: 16) == 0 && UInt64(end[1], radix: 16) == UInt64(size))
    #expect(start[3...6] == ["OBJECT", "GLOBAL", "DEFAULT", end[6]])
    let section = try #require(
      try Tool.run("readelf", ["-SW", program.table]).lines
        .first { $0.contains(" .gopclntab ") }?
        .replacing("[ ", with: "[").words)
    #expect(Int(section[5], radix: 16) == size)
    let relocations = try Tool.run("readelf", ["-rW", program.table]).lines
      .filter { $0.first?.isHexDigit == true }
    #expect(relocations.count > 20)
    #expect(relocations.allSatisfy { $0.contains(" R_X86_64_64 ") })
  }

  @Test(
    "Of an image the table has final addresses, the same facts, and the same bytes raw",
    arguments: PclntabProgram.Variant.all)
  func image(variant: PclntabProgram.Variant) throws {
    let program = try Program(variant)
    let output = program.folder.path("image.o")
    let raw = program.folder.path("raw")
    try Command.succeed(
      ["pclntab", program.image, "-o", output, "--raw", raw, "--go", variant.release])
    #expect(try !Tool.run("readelf", ["-rW", output]).contains("R_"))
    let object = try ObjectFile(try Files.read(output))
    let section = try #require(object.section(named: ".gopclntab"))
    #expect(Array(try object.contents(of: section)) == (try Files.read(raw)))
    let rebuilt = try FunctionSymbolTable(reading: try Files.read(raw))
    let linked = try read(program.image)
    #expect(rebuilt.functions.map(\.name) == linked.functions.map(\.name))
    #expect(rebuilt.functions.map(\.entry) == linked.functions.map(\.entry))
    #expect(rebuilt.functions.map(\.size) == linked.functions.map(\.size))
    #expect(rebuilt.functions.map(\.stackDeltas) == linked.functions.map(\.stackDeltas))
    #expect(rebuilt.functions.map(\.lines) == linked.functions.map(\.lines))
    #expect(rebuilt.functions.map(\.files) == linked.functions.map(\.files))
    #expect(rebuilt.files == linked.files)
    #expect(rebuilt.end == linked.end)
  }

  @Test("Raw bytes of one object have the addresses of its text at address 0")
  func rawOfObject() throws {
    let program = try Program(.init(machine: .aarch64, level: "-O2", linker: "ld.lld"))
    let raw = program.folder.path("raw")
    try Command.succeed(
      [
        "pclntab", program.objects[1], "-o", program.folder.path("x.o"), "--raw", raw, "--go",
        "1.2",
      ])
    let expected = try Program.functions(of: program.objects[1], program.machine)
    let table = try FunctionSymbolTable(reading: try Files.read(raw))
    #expect(table.functions.map(\.name) == expected.map(\.name))
    #expect(table.functions.map(\.entry) == expected.map(\.start))
    #expect(table.end == expected.last?.end)
  }

  @Test("A shared object's table is read through the relocations of its loader")
  func sharedObject() throws {
    for machine in Machine.allCases {
      let variant = Program.Variant(
        machine: machine, level: "-O2", linker: "ld.lld", flags: ["-fPIC"])
      let program = try Program(variant, linkFlags: ["-shared", "-Bsymbolic"])
      let expected = try Program.functions(of: program.image, machine)
      let table = try read(program.image)
      #expect(table.functions.map(\.name) == expected.map(\.name))
      #expect(table.functions.map(\.entry) == expected.map(\.start))
    }
  }

  @Test("The functions of a C library are all there, without depths where they cannot be followed")
  func library() throws {
    let folder = try TestFolder()
    let source = try folder.write(
      "#include <stdio.h>\nint main(void) { return printf(\"%d\\n\", 1) < 0; }\n", to: "main.c")
    let image = folder.path("main")
    try Tool.run("gcc", ["-g", "-O2", "-static", source, "-o", image])
    let raw = folder.path("raw")
    let outcome = try Command.run([
      "pclntab", image, "-o", folder.path("x.o"), "--raw", raw, "--go", "1.2",
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("functions described without stack depths"))
    #expect(outcome.errors.contains("functions whose stack pointer is not known everywhere"))
    let table = try FunctionSymbolTable(reading: try Files.read(raw))
    let expected = try Program.functions(of: image, .x86_64)
    #expect(table.functions.map(\.entry) == Array(Set(expected.map(\.start))).sorted())
    #expect(table.functions.count > 500)
    let main = try #require(table.functions.first { $0.name == "main" })
    #expect(table.place(at: main.entry)?.line == 2)
    #expect(table.place(at: main.entry)?.file == source)
    // An exported name is taken before a local one of the same code.
    let names = Dictionary(grouping: expected, by: \.start)
    for function in table.functions {
      #expect(names[function.entry]?.contains { $0.name == function.name } == true)
    }
  }

  @Test("The same inputs make the same bytes")
  func deterministic() throws {
    let program = try Program(.init(machine: .x86_64, level: "-O2", linker: "ld.lld"))
    let again = program.folder.path("again.o")
    try Command.succeed(["pclntab"] + program.objects + ["-o", again, "--go", "1.2"])
    #expect(try program.folder.bytes("again.o") == program.folder.bytes("table.o"))
    // However much is done at once.
    for release in ["1.2", "1.16", "1.27"] {
      var tables: Set<[UInt8]> = []
      for jobs in [1, 2, 5] {
        let raw = program.folder.path("raw.\(jobs)")
        try Command.succeed(
          ["pclntab", program.image, "--raw", raw, "--go", release, "--jobs", "\(jobs)"])
        tables.insert(try Files.read(raw))
      }
      #expect(tables.count == 1)
    }
  }
}
