import GoRelease

/// Function records one behind another, in words of four bytes.
struct FunctionRecordWriter: Sendable {
  private(set) var words: [UInt32] = []
  /// Where each record starts, in words.
  private(set) var starts: [UInt32] = []
  private let places: Places
  private let recordWords: Int
  private let referenceWords: Int
  /// Records with addresses start at a multiple of 8 bytes.
  private let alignsRecords: Bool

  private struct Places: Sendable {
    let entry, name, args, deferReturn, pcsp, pcfile, pcln, pcdataCount, fileList: FieldPlace
    let startLine, functionID, flags, funcdataCount: FieldPlace
  }

  init(_ layouts: FunctionLayouts, functionCount: Int) {
    func at(_ name: FunctionLayouts.FunctionField) -> FieldPlace {
      FieldPlace(layouts.function[name])
    }
    places = Places(
      entry: at(.entryOff), name: at(.nameOff), args: at(.args), deferReturn: at(.deferreturn),
      pcsp: at(.pcsp), pcfile: at(.pcfile), pcln: at(.pcln), pcdataCount: at(.npcdata),
      fileList: at(.cuOffset), startLine: at(.startLine), functionID: at(.funcID),
      flags: at(.flag), funcdataCount: at(.nfuncdata))
    recordWords = layouts.function.size / 4
    referenceWords = layouts.funcdata.width / 4
    alignsRecords = layouts.hasAddresses
    starts.reserveCapacity(functionCount)
    words.reserveCapacity(functionCount &* (recordWords &+ 6))
  }

  /// Appends a record, whose counts of tables fit their fields. The words of funcdata are references
  /// that `setReferences` will make final.
  mutating func append(
    _ record: FunctionTableRecord, pcdata: Span<UInt32>, funcdata: Span<UInt32>
  ) {
    if alignsRecords, words.count & 1 == 1 { words.append(0) }
    let start = words.count
    starts.append(UInt32(truncatingIfNeeded: start))
    let tables = start &+ recordWords
    let data = Self.firstReference(tables &+ pcdata.count, referenceWords)
    let end =
      funcdata.isEmpty ? tables &+ pcdata.count : data &+ referenceWords &* funcdata.count
    words.append(zeros: end &- start)
    let (places, referenceWords) = (places, referenceWords)
    var words = words.mutableSpan
    // An address is a distance until the text has one: its upper half is 0.
    places.entry.put(UInt32(truncatingIfNeeded: record.entry), in: &words, of: start)
    places.name.put(record.name, in: &words, of: start)
    places.args.put(UInt32(bitPattern: record.argumentSize), in: &words, of: start)
    places.deferReturn.put(record.deferReturn, in: &words, of: start)
    places.pcsp.put(record.pcsp, in: &words, of: start)
    places.pcfile.put(record.pcfile, in: &words, of: start)
    places.pcln.put(record.pcln, in: &words, of: start)
    places.pcdataCount.put(UInt32(truncatingIfNeeded: pcdata.count), in: &words, of: start)
    places.fileList.put(record.fileList, in: &words, of: start)
    places.startLine.put(UInt32(bitPattern: record.startLine), in: &words, of: start)
    places.functionID.put(UInt32(record.functionID), in: &words, of: start)
    places.flags.put(UInt32(record.flags), in: &words, of: start)
    places.funcdataCount.put(UInt32(truncatingIfNeeded: funcdata.count), in: &words, of: start)
    for index in pcdata.indices { words[tables &+ index] = pcdata[index] }
    for index in funcdata.indices { words[data &+ referenceWords &* index] = funcdata[index] }
  }

  /// Puts in place of each reference to funcdata what `final` makes of it.
  mutating func setReferences(_ final: (UInt32) -> UInt32) {
    let (starts, places) = (starts, places)
    let (recordWords, referenceWords) = (recordWords, referenceWords)
    var words = words.mutableSpan
    for start in starts {
      let start = Int(start)
      let tables = places.pcdataCount.get(from: words, of: start)
      var place = Self.firstReference(start &+ recordWords &+ Int(tables), referenceWords)
      for _ in 0..<places.funcdataCount.get(from: words, of: start) {
        words[place] = final(words[place])
        place &+= referenceWords
      }
    }
  }

  /// Where references to funcdata start behind the pcdata: addresses at a multiple of 8 bytes.
  @inline(__always)
  private static func firstReference(_ end: Int, _ referenceWords: Int) -> Int {
    referenceWords == 2 ? (end &+ 1) & ~1 : end
  }
}
