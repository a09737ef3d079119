import GoRelease
import Testing

@testable import FunctionTables

/// docs/formats/pclntab.md shows a table byte by byte.
@Suite struct FunctionTableViewExampleTests {
  /// Table, `go:func.*` at the next multiple of 8, and the findfunctab behind it.
  private func bytes() throws -> [UInt8] {
    let table = try FunctionTableViewExample.table()
    var bytes = table.bytes
    bytes.pad(to: 8)
    return bytes + table.funcData + table.findFuncTable
  }

  @Test("The page shows all bytes, and as they are written")
  func written() throws {
    let expected = try bytes()
    let shown = try FunctionTableViewExample.documented()
    var next = 0
    for (offset, bytes) in shown {
      #expect(offset == next, "a line at 0x\(String(offset, radix: 16))")
      guard expected.dropFirst(offset).starts(with: bytes) else {
        let actual = expected.dropFirst(offset).prefix(bytes.count).map {
          String($0, radix: 16)
        }
        Issue.record("at 0x\(String(offset, radix: 16)) are \(actual.joined(separator: " "))")
        return
      }
      next = offset + bytes.count
    }
    #expect(next == expected.count)
  }

  @Test("The bytes on the page say what the page says of them")
  func read() throws {
    let all = try FunctionTableViewExample.documented().flatMap(\.bytes)
    let table = try FunctionTableViewExample.table()
    let start = (table.bytes.count + 7) / 8 * 8
    let funcData = Array(all.dropFirst(start).prefix(table.funcData.count))
    let find = Array(all.dropFirst(start + table.funcData.count))
    let view = try FunctionTableView(
      all.span.bytes, textStart: FunctionTableViewExample.text, funcData: funcData.span.bytes,
      findFuncTable: find.span.bytes)
    let count = view.functionCount
    #expect(count == 2)
    // The PC of the text's example: sum+9, in code of twice that was inlined.
    let pc = FunctionTableViewExample.text + 16 + 9
    let found = try view.function(containing: pc)
    let function = try #require(found)
    var chain = view.inlineChain(of: function, at: pc)
    var frames: [String] = []
    while let frame = try chain.next(in: view) {
      let file = try frame.file.map { try view.string($0) } ?? "?"
      frames.append("\(try view.string(frame.name)) \(file):\(frame.line)")
    }
    #expect(frames == ["twice /src/sum.c:2", "sum /src/sum.c:7"])
    let delta = try view.stackDelta(of: function, at: pc)
    #expect(delta == 8)
  }
}
