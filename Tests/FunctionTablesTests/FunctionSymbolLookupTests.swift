import FunctionTables
import Testing

/// What Go 1.2's runtime makes of a PC.
@Suite struct FunctionSymbolLookupTests {
  /// Two functions of 32 bytes with a gap of 16 between them.
  private let table: FunctionSymbolTable = {
    let functions = [UInt64(64), 112].map { entry in
      FunctionSymbol(
        name: "f\(entry)", entry: entry, size: 32, frame: 24,
        stackDeltas: [PCValue(pc: 0, value: 0), PCValue(pc: 8, value: 16)],
        files: [PCValue(pc: 0, value: 1), PCValue(pc: 16, value: 2), PCValue(pc: 24, value: -1)],
        lines: [PCValue(pc: 0, value: 10), PCValue(pc: 8, value: 11)],
        pcdata: [
          0: [PCValue(pc: 0, value: -1), PCValue(pc: 4, value: 24), PCValue(pc: 8, value: 32)]
        ])
    }
    return FunctionSymbolTable(
      functions: functions, files: ["a.go", "b.go"], architecture: .x86_64)
  }()

  @Test("A PC before the text or from its end on is in no function", arguments: [0, 63, 144, .max])
  func outside(pc: UInt64) {
    #expect(table.function(at: pc) == nil)
    #expect(table.place(at: pc) == nil)
    #expect(table.pcdata(0, atReturnAddress: pc) == nil)
  }

  @Test("A gap belongs to the function before it, without file, line and depth")
  func gap() {
    let place = table.place(at: 100)
    #expect(place?.function.name == "f64")
    #expect(place?.file == nil)
    #expect(place?.line == 0)
    #expect(place?.stackDelta == -1)
  }

  @Test("A return address has the line of the call before it and its own stack depth")
  func returnAddress() {
    let place = table.place(at: 120, isReturnAddress: true)
    #expect(place?.line == 10)
    #expect(place?.stackDelta == 16)
    #expect(table.place(at: 120)?.line == 11)
  }

  @Test("An entry has its own line though it is a return address")
  func entry() {
    #expect(table.place(at: 112, isReturnAddress: true)?.function.name == "f112")
    #expect(table.place(at: 112, isReturnAddress: true)?.line == 10)
  }

  @Test("PCDATA of a return address is that of the byte before it")
  func pcdata() {
    #expect(table.pcdata(0, atReturnAddress: 72) == 24)
    #expect(table.pcdata(0, atReturnAddress: 73) == 32)
    #expect(table.pcdata(0, atReturnAddress: 64) == -1)
  }

  @Test("An index without a table has −1", arguments: [1, -1, Int.max])
  func noTable(index: Int) {
    #expect(table.pcdata(index, atReturnAddress: 72) == -1)
  }

  @Test("The last file's name is not reached")
  func lastFile() {
    #expect(table.place(at: 64)?.file == "a.go")
    #expect(table.place(at: 80)?.file == nil)
    #expect(table.place(at: 80)?.line == 0)
  }

  @Test("A number that no file has is no file", arguments: [Int32.min, -1, 0, 2, 3, Int32.max])
  func noFile(number: Int32) {
    #expect(table.file(number) == nil)
  }
}
