import GoRelease
import Symbols
import TestSupport
import Testing

@testable import FunctionTables

/// Tables that are none, or broken: refused with the place, or read as far as they go.
@Suite struct FunctionTableViewErrorTests {
  private func error(_ bytes: [UInt8]) -> FunctionTableViewError? {
    do throws(FunctionTableViewError) {
      _ = try FunctionTableView(bytes.span.bytes)
      return nil
    } catch { return error }
  }

  private func header(_ magic: [UInt8], _ words: [UInt64], size: Int) -> [UInt8] {
    var bytes = magic + [0, 0, 1, 8]
    for word in words { bytes.append(littleEndian: word) }
    return bytes + [UInt8](repeating: 0, count: max(size - bytes.count, 0))
  }

  private static let magics: [[UInt8]] = [0xfb, 0xfa, 0xf0, 0xf1].map { [$0, 0xff, 0xff, 0xff] }

  @Test("A table of 90 bytes that claims gigabytes is refused", arguments: magics)
  func claims(magic: [UInt8]) {
    for count in [10, 1 << 20, 1 << 33, 1 << 60, UInt64.max] {
      let bytes = header(magic, [count, 0, 72, 72, 72, 72, 72, 72], size: 90)
      guard case .functionCount(count, let room)? = error(bytes) else {
        Issue.record("\(count) functions: \(String(describing: error(bytes)))")
        return
      }
      #expect(room < 5)
    }
  }

  @Test("Parts outside the table are refused by name")
  func parts() {
    for (index, what) in [
      (3, FunctionTableViewError.Fact.names), (4, .units), (5, .files), (6, .pcTable),
      (7, .functab),
    ] {
      for offset in [91, 1 << 33, UInt64.max, 0, 71] {
        var words: [UInt64] = [0, 0, 0, 72, 72, 72, 72, 72]
        words[index] = offset
        #expect(error(header(Self.magics[3], words, size: 90)) == .part(what, offset: offset))
      }
    }
  }

  @Test("What is no table, or one for other machines, is refused as what it is")
  func others() {
    #expect(error([]) == .truncated(.header, offset: 0))
    #expect(error([0xf1, 0xff, 0xff, 0xff]) == .truncated(.header, offset: 4))
    #expect(error(Array("\u{7f}ELF\u{2}\u{1}\u{1}\u{0}".utf8)) == .magic(0x464c_457f))
    // Go 1.22's magic number to come may be 0xfffffff2.
    #expect(error([0xf2, 0xff, 0xff, 0xff, 0, 0, 1, 8]) == .magic(0xffff_fff2))
    for magic in Self.magics {
      let big = Array(magic.reversed()) + [0, 0, 4, 8]
      let number = UInt32(0xffff_ff00) | UInt32(magic[0])
      #expect(error(big) == .bigEndian(magic: number))
      #expect(error(magic + [0, 0, 1, 4]) == .pointerSize(4))
      #expect(error(magic + [0, 1, 1, 8]) == .header(offset: 4, what: .padding))
      #expect(error(magic + [0, 0, 3, 8]) == .header(offset: 6, what: .quantum))
    }
  }

  @Test("An error says what is wrong, and where")
  func descriptions() {
    #expect(FunctionTableViewError.bigEndian(magic: 0xffff_fff1).description.contains("big-endian"))
    #expect(FunctionTableViewError.pointerSize(4).description.contains("4 bytes"))
    #expect(
      FunctionTableViewError.truncated(.functionRecord, offset: 77).description
        == "pclntab+77: the function record leads out of its bytes")
  }

  @Test("A function that does not exist is refused")
  func indexes() throws {
    let sample = try FunctionTableViewFormatTests.Sample("1.27", .x86_64, count: 5)
    try sample.withView { view in
      for index in [-1, 5, Int.max, Int.min] {
        do throws(FunctionTableViewError) {
          _ = try view.function(at: index)
          Issue.record("function \(index)")
        } catch { #expect(error == .functionIndex(index, count: 5)) }
      }
    }
  }

  /// Every reading of every function, and some of PCs; what is refused is left.
  private func readAll(_ view: borrowing FunctionTableView) -> Int {
    var read = 0
    var pcs: [UInt64] = [0, view.firstEntry, view.end &- 1, .max, view.textStart]
    for index in 0..<min(view.functionCount, 1000) {
      guard let function = try? view.function(at: index) else { continue }
      pcs.append(function.entry &+ 1)
      if let name = try? view.name(of: function), let text = try? view.range(of: name) {
        read += text.count
      }
      _ = try? view.codeSize(of: function)
      _ = try? view.endOfRecord(of: function)
      guard let fields = try? view.fields(of: function) else { continue }
      for index in 0..<min(fields.pcdataCount, 8) {
        if let table = try? view.pcdataTable(index, of: function) {
          var entries = view.cursor(table)
          while let entry = try? entries.next() { read += entry.value == 0 ? 1 : 0 }
        }
      }
      for index in 0..<min(fields.funcdataCount, 8) {
        if let bytes = try? view.funcdataBytes(index, of: function) { read += bytes.byteCount & 1 }
      }
      let calls = min((try? view.inlinedCallCount(of: function)) ?? 0, 50)
      for index in 0..<calls { _ = try? view.inlinedCall(index, of: function) }
    }
    for pc in pcs {
      if let place = try? view.location(of: pc) {
        read += 1
        if let file = place.file { _ = try? view.range(of: file) }
        var chain = view.inlineChain(of: place.function, at: pc)
        while let frame = try? chain.next(in: view) { read += frame.call == nil ? 1 : 2 }
        _ = try? view.stackDelta(of: place.function, at: pc)
      }
    }
    return read
  }

  @Test(
    "Damaged tables are read or refused", arguments: FunctionTableViewFormatTests.releases)
  func mutants(release: String) throws {
    let sample = try FunctionTableViewFormatTests.Sample(release, .x86_64, count: 20)
    let text = FunctionTableViewFormatTests.Sample.text
    let (funcData, find) = (sample.funcData, sample.findFuncTable)
    var (refused, read) = (0, 0)
    for mutant in Mutants(of: sample.bytes, count: 400, seed: 5) {
      do throws(FunctionTableViewError) {
        let view = try FunctionTableView(
          mutant.span.bytes, textStart: text, funcData: funcData.span.bytes,
          funcDataAddress: FunctionTableViewFormatTests.Sample.funcDataAddress,
          findFuncTable: find.span.bytes)
        if readAll(view) > 0 { read += 1 }
      } catch { refused += 1 }
    }
    for mutant in Mutants(of: find, count: find.isEmpty ? 0 : 60, seed: 6) {
      let view = try FunctionTableView(
        sample.bytes.span.bytes, textStart: text, funcData: funcData.span.bytes,
        findFuncTable: mutant.span.bytes)
      if readAll(view) > 0 { read += 1 }
    }
    for mutant in Mutants(of: funcData, count: 60, seed: 7) {
      let view = try FunctionTableView(
        sample.bytes.span.bytes, textStart: text, funcData: mutant.span.bytes,
        funcDataAddress: FunctionTableViewFormatTests.Sample.funcDataAddress)
      if readAll(view) > 0 { read += 1 }
    }
    #expect(refused > 0 && read > 100)
  }

  @Test("Calls that are inlined into one another end the chain with an error")
  func cycle() throws {
    var sample = try FunctionTableViewFormatTests.Sample("1.27", .x86_64, count: 40)
    let index = try #require(sample.functions.firstIndex { $0.inlineTree != nil })
    let place = try sample.withView { view in
      let function = try view.function(at: index)
      return Int(try view.funcdata(3, of: function) ?? 0)
    }
    // The first call's parentPc becomes a PC of the call itself.
    sample.funcData[place + 8] = 8
    try sample.withView { view in
      let function = try view.function(at: index)
      var chain = view.inlineChain(of: function, at: function.entry + 8)
      var count = 0
      do throws(FunctionTableViewError) {
        while try chain.next(in: view) != nil { count += 1 }
        Issue.record("a chain of \(count)")
      } catch { #expect(error == .malformed(.inlineTree, offset: function.record)) }
      let after = try chain.next(in: view)
      #expect(after == nil && count < 5000)
    }
  }
}
