import FunctionTables
import TestSupport
import Testing

/// Lookups in the tables of stock programs, against debug/gosym.
@Suite(.serialized) struct FunctionTableViewGosymTests {
  static let programs: [(release: String, architecture: String)] = [
    ("1.19", "amd64"), ("1.21", "amd64"), ("1.21", "arm64"), ("1.24", "amd64"),
    ("1.24", "arm64"), ("1.27", "amd64"), ("1.27", "arm64"),
  ]

  @Test(
    "Every function, and file and line of five PCs in each, are those that gosym finds",
    arguments: programs)
  func agreement(release: String, architecture: String) throws {
    let program = try StockProgram(
      printingProgram, release: release, architecture: architecture)
    #expect(program.functions.count > 1000)
    #expect(program.places.count >= 4 * program.functions.count)
    try program.withView { view in
      let (format, count) = (view.format, view.functionCount)
      #expect(format == (release == "1.19" ? .go1_18 : .go1_20))
      #expect(count == program.functions.count)
      for (index, expected) in program.functions.enumerated() {
        let function = try view.function(at: index)
        guard function.entry == expected.entry, function.end == expected.end,
          try view.string(view.name(of: function)) == expected.name
        else {
          Issue.record("function \(index) is \(function), not \(expected)")
          return
        }
      }
    }
    for finding in [true, false] {
      try program.withView(finding: finding) { view in try check(program.places, view) }
    }
  }

  private func check(
    _ places: [StockProgram.Place], _ view: borrowing FunctionTableView
  ) throws {
    var (checked, withFile) = (0, 0)
    for place in places {
      let found = try view.location(of: place.pc)
      let location = try #require(found)
      // Offset 0 is no table to the runtime; gosym reads on there.
      if try view.fields(of: location.function).pcln == 0 { continue }
      let file = try location.file.map { try view.string($0) } ?? ""
      guard location.line == place.line, file == place.file else {
        Issue.record("\(place.pc): \(file):\(location.line), not \(place.file):\(place.line)")
        return
      }
      checked += 1
      if !file.isEmpty { withFile += 1 }
    }
    #expect(withFile > checked * 9 / 10 && checked > 5000)
  }

  @Test("What the cache keeps is what the table says")
  func cache() throws {
    let program = try StockProgram(printingProgram, release: "1.27", architecture: "amd64")
    try program.withView { view in
      var cache = FunctionTableCache(capacity: 64)
      for _ in 0..<2 {
        for place in program.places.prefix(2000) {
          for _ in 0..<2 {
            let cached = try view.location(of: place.pc, cache: &cache)
            let found = try view.location(of: place.pc)
            #expect(cached == found && found != nil)
          }
        }
      }
      let behind = try view.location(of: view.end, cache: &cache)
      let before = try view.location(of: view.firstEntry &- 1, cache: &cache)
      #expect(behind == nil && before == nil)
    }
  }

  @Test("Nothing is found outside the text")
  func outside() throws {
    let program = try StockProgram(printingProgram, release: "1.27", architecture: "arm64")
    try program.withView { view in
      for pc in [0, 1, view.firstEntry &- 1, view.end, view.end &+ 1, UInt64.max] {
        let location = try view.location(of: pc)
        let function = try view.function(containing: pc)
        #expect(location == nil && function == nil)
      }
      let first = try view.function(containing: view.firstEntry)?.index
      let last = try view.function(containing: view.end - 1)?.index
      let count = view.functionCount
      #expect(first == 0 && last == count - 1)
    }
  }
}
