import TestSupport
import Testing

/// The root programs of an object's variables, `gcdata` and `gcbss`, as the runtime of Go 1.2 would
/// run them.
@Suite(.serialized)
struct Go12RootTests {
  /// CALL: a word of operation, one of offset, and a distance of four bytes, in a word.
  private struct Call: Equatable {
    var place, offset, distance: Int
  }

  private static let variables:
    [(section: String, program: String, [(name: String, type: String)])] =
      [
        (
          ".go.data", "gcdata",
          [("Greeting", "string"), ("Table", "[3]string"), ("Last", "struct { N int; F func() }")]
        ),
        (
          ".bss.go", "gcbss",
          [
            ("Names", "[]string"), ("Pair", "struct { A uint8; P *int; B bool }"),
            ("Index", "map[string]*int"), ("Any", "interface {}"), ("Queue", "chan<- []uint8"),
          ]
        ),
      ]

  private func compile(_ machine: Machine, in folder: TestFolder) throws -> String {
    try Go12.compile(
      Go12Program.folder.appendingPathComponent("variables.ll").path, to: folder.path("v.o"),
      for: machine)
  }

  /// A program of calls alone: the section's size, the calls, END.
  private func calls(_ symbol: ELFObject.Symbol, of file: ELFObject) throws -> (Int, [Call]) {
    let start = file.place(of: symbol)
    var calls: [Call] = []
    var place = 8
    while place + 24 <= symbol.size, file.number(start + place, 8) == 5 {
      let distance = Int(Int32(truncatingIfNeeded: file.number(start + place + 16, 4)))
      calls.append(
        Call(place: place, offset: file.number(start + place + 8, 8), distance: distance))
      place += 24
    }
    #expect(file.number(start + place, 8) == 0, "no END")
    #expect(place + 8 == symbol.size)
    return (file.number(start, 8), calls)
  }

  @Test(
    "Programs are local and name each variable's place in its section",
    arguments: Machine.allCases)
  func offsets(machine: Machine) throws {
    let folder = try TestFolder()
    let file = try ELFObject(try compile(machine, in: folder))
    for (section, name, variables) in Self.variables {
      let program = try #require(file.symbols.first { $0.name == name })
      #expect(program.binding == 0)
      let (size, calls) = try calls(program, of: file)
      let index = try #require(file.sections.firstIndex { $0.name == section })
      #expect(size == file.sections[index].size)
      #expect(calls.count == variables.count)
      for (call, variable) in zip(calls, variables) {
        let symbol = try #require(file.defined["example.com/v." + variable.name])
        #expect(symbol.section == index)
        #expect(call.offset == symbol.value, "\(variable.name)")
      }
      let placed = file.defined.values.filter { $0.section == index }
      #expect(placed.count == variables.count)
    }
    // What has no pointers is elsewhere, unseen by the collector.
    for name in ["Small", "Count", "Numbers"] {
      let symbol = try #require(file.defined["example.com/v." + name])
      #expect(![".go.data", ".bss.go"].contains(file.sections[symbol.section].name), "\(name)")
    }
  }

  @Test(
    "Linked, each call leads to its variable's program, past the size",
    arguments: Machine.allCases)
  func targets(machine: Machine) throws {
    let folder = try TestFolder()
    let program = try Go12Program()
    let runtime = try #require(program.packages.first { $0.path == "runtime" })
    let joined = folder.path("joined.o")
    try Go12.join(
      [
        try compile(machine, in: folder),
        try program.compile(runtime, for: machine, in: folder),
      ], to: joined, for: machine)
    let start = try folder.write("int main(void) { return 0; }\n", to: "start.c")
    let path = folder.path("program")
    try Go12.link([joined, start], sources: ["runtime.S"], to: path, for: machine)
    let file = try ELFObject(path)
    for (_, name, variables) in Self.variables {
      let symbol = try #require(file.symbols.first { $0.name == name })
      let calls = try calls(symbol, of: file).1
      #expect(calls.count == variables.count)
      var starts: Set<Int> = []
      for (call, variable) in zip(calls, variables) {
        let target = try #require(
          file.symbols.first { $0.name == "type..gc." + variable.type }, "\(variable.type)")
        #expect(symbol.value + call.place + call.distance == target.value + 8, "\(variable.name)")
        let place = try #require(file.symbols.first { $0.name == "example.com/v." + variable.name })
        starts.insert(place.value - call.offset)
      }
      // All offsets count from one place.
      #expect(starts.count == 1)
    }
  }
}
