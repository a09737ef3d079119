import Testing

/// moduledata in the linked image: each field at its offset in Go 1.27's runtime.moduledata,
/// against the symbols' addresses as `nm` prints them.
@Suite struct ModuleDataTests {
  private let image: SampleImage
  private let file: PatchedImage

  init() throws {
    image = try SampleImage.plain.get()
    file = try PatchedImage(image)
  }

  private func symbol(_ name: String) throws -> UInt64 { try #require(image.symbols[name]) }

  @Test("The function tables are slices of the pclntab at the header's offsets")
  func functionTables() throws {
    let table = try symbol("go:pclntab")
    #expect(try file.value(.pcHeader) == table)
    let parts: [(PatchedImage.Field, UInt64)] = [
      (.funcnametab, 3), (.cutab, 4), (.filetab, 5), (.pctab, 6), (.pclntable, 7), (.ftab, 7),
    ]
    for (field, word) in parts {
      #expect(try file.value(field) == table + file.word(at: table + 8 + 8 * word))
      #expect(try file.value(field, 1) == file.value(field, 2))
    }
    #expect(try file.value(.ftab, 1) == UInt64(try SampleModule().functions.count + 1))
    #expect(try file.value(.cutab, 1) == 2)
    // Each part ends where the next begins, alignment aside; the last with the table.
    let ends: [(PatchedImage.Field, UInt64)] = [
      (.funcnametab, try file.value(.cutab)), (.filetab, try file.value(.pctab)),
      (.pctab, try file.value(.pclntable)),
    ]
    for (field, next) in ends {
      #expect(try (file.value(field) + file.value(field, 1) + 7) / 8 * 8 == next)
    }
    #expect(try file.value(.findfunctab) == symbol("go:findfunctab"))
  }

  @Test("Text and data are those of the facts, and every range has an address of its own")
  func ranges() throws {
    let text = try symbol("go:text")
    let size = UInt64(try SampleModule().functions.count * SampleModule.functionSize)
    let data = try symbol("go:data")
    #expect(try file.value(.text) == text && file.value(.minpc) == text)
    #expect(try file.value(.etext) == text + size && file.value(.maxpc) == text + size)
    #expect(try file.value(.data) == data)
    #expect(try file.value(.edata) == data + UInt64(SampleModule.dataSize))
    let ranges: [(PatchedImage.Field, PatchedImage.Field)] = [
      (.text, .etext), (.noptrdata, .enoptrdata), (.data, .edata), (.bss, .ebss),
      (.noptrbss, .enoptrbss), (.types, .etypes),
    ]
    var last: UInt64 = 0
    for (start, end) in try ranges.map({ (try file.value($0), try file.value($1)) }).sorted(by: <) {
      #expect(start > last && end > start)
      last = end
    }
  }

  @Test("The types region begins with a word, and the itabs' range is empty within it")
  func types() throws {
    let types = try symbol("go:types")
    #expect(try file.value(.types) == types)
    #expect(try file.value(.itabsize) == 0)
    #expect(try file.value(.itaboffset) == file.value(.typedesclen))
    #expect(try types + file.value(.typedesclen) < file.value(.etypes))
    #expect(try file.word(at: types) == 0)
  }

  @Test("The plugin table has a pair for each export: its name and its type, from the types' start")
  func pluginTable() throws {
    let expected = try SampleModule().exports.map(\.name)
    #expect(try file.value(.ptab) == symbol("go.plugin.tabs"))
    #expect(try file.value(.ptab, 1) == UInt64(expected.count))
    for (index, name) in expected.enumerated() {
      let entry = try file.value(.ptab) + 8 * UInt64(index)
      let place = try file.value(.types) + file.half(at: entry)
      var bytes: [UInt8] = []
      for offset in 0..<UInt64(name.utf8.count + 2) {
        bytes.append(UInt8(truncatingIfNeeded: try file.half(at: place + offset)))
      }
      #expect(bytes == [1, UInt8(name.utf8.count)] + Array(name.utf8))
    }
    let type = try file.half(at: try file.value(.ptab) + 4) + file.value(.types)
    let kind = try UInt8(truncatingIfNeeded: file.half(at: type + 23))
    #expect(kind == 19, "the first export is a function")
  }

  @Test(
    "Path, funcdata and programs are where their symbols are; what the runtime fills in is zero")
  func rest() throws {
    #expect(try file.value(.pluginpath) == symbol("go:pluginpath"))
    #expect(try file.value(.pluginpath, 1) == UInt64(SampleModule.path.utf8.count))
    #expect(try file.value(.gofunc) == symbol("go:func.*"))
    #expect(try file.value(.epclntab) == symbol("go:epclntab"))
    #expect(try file.value(.gcdata) == symbol("go:gcdata"))
    #expect(try file.value(.gcbss) == symbol("go:gcbss"))
    for field: PatchedImage.Field in [.textsectmap, .inittasks, .hasmain, .typemap, .next] {
      #expect(try file.value(field) == 0)
    }
  }
}
