import GoRelease

/// Where the fields of a format's records are, looked up once: readings then add numbers. A field
/// that a format does not have is at −1.
struct FunctionTablePlaces {
  /// Where the functab starts in its part.
  var functab = 0
  /// Of the functab: the size of a pair, of an entry, and where the record's offset is in it.
  var entrySize, entryWidth, recordOffset, recordOffsetWidth: Int
  /// Of a function record.
  var recordSize, name, arguments, deferReturn, pcsp, pcfile, pcln, pcdataCount, unit: Int
  var startLine, functionID, flags, funcdataCount, funcdataCountWidth: Int
  /// 4: offsets in `go:func.*`; 8: addresses, which are aligned.
  var funcdataWidth: Int
  /// Indexes of the inline tree and of its pc-value table; −1 where the format does not tell.
  var inlineTreeData, inlineTreeIndex: Int
  /// Of an inlined call.
  var callSize, callName, callParent, callFile, callLine, callParentPC, callStartLine, callID: Int
  /// Of the findfunctab.
  var bucketSize, bucketRecordSize, bucketIndex, bucketSteps: Int

  init(_ format: FunctionTableView.Format) {
    switch format {
    case .go1_2: self.init(.reading1_2)
    case .go1_16: self.init(.reading1_16)
    case .go1_18: self.init(.reading1_18)
    case .go1_20: self.init(.reading1_20)
    }
  }

  private init(_ layouts: FunctionLayouts) {
    let function = layouts.function
    entrySize = layouts.entry.size
    entryWidth = layouts.entry[.entryoff]?.width ?? 4
    recordOffset = layouts.entry[.funcoff]?.offset ?? 4
    recordOffsetWidth = layouts.entry[.funcoff]?.width ?? 4
    recordSize = function.size
    (name, arguments) = (function.place(.nameOff), function.place(.args))
    deferReturn = function.place(.deferreturn)
    (pcsp, pcfile, pcln) = (function.place(.pcsp), function.place(.pcfile), function.place(.pcln))
    pcdataCount = function.place(.npcdata)
    unit = function.place(.cuOffset)
    startLine = function.place(.startLine)
    (functionID, flags) = (function.place(.funcID), function.place(.flag))
    funcdataCount = function.place(.nfuncdata)
    funcdataCountWidth = function[.nfuncdata]?.width ?? 1
    funcdataWidth = layouts.funcdata.width
    inlineTreeData = layouts.funcdata.inlineTree
    inlineTreeIndex = layouts.pcdata.inlineTreeIndex
    let call = layouts.inlinedCall
    callSize = call.size
    (callName, callParent) = (call.place(.nameOff), call.place(.parent))
    (callFile, callLine) = (call.place(.file), call.place(.line))
    callParentPC = call.place(.parentPc)
    callStartLine = call.place(.startLine)
    callID = call.place(.funcID)
    bucketSize = layouts.bucketSize
    bucketRecordSize = layouts.bucket.size
    bucketIndex = layouts.bucket.place(.idx)
    bucketSteps = layouts.bucket.place(.subbuckets)
  }

  /// Go 1.2 to 1.15. Which FUNCDATA is the inline tree, and what a record of it looks like, changed
  /// three times in these releases (Go 1.9, 1.11 and 1.12), which the table does not tell.
  init(_ layouts: FunctionSymbolLayouts) {
    let function = layouts.function
    functab = layouts.header.size
    entrySize = layouts.entry.size
    entryWidth = layouts.entry[.entry]?.width ?? 8
    recordOffset = layouts.entry[.funcoff]?.offset ?? 8
    recordOffsetWidth = layouts.entry[.funcoff]?.width ?? 8
    recordSize = function.size
    (name, arguments) = (function.place(.nameoff), function.place(.args))
    deferReturn = max(function.place(.unused), function.place(.deferreturn))
    (pcsp, pcfile, pcln) = (function.place(.pcsp), function.place(.pcfile), function.place(.pcln))
    pcdataCount = function.place(.npcdata)
    (unit, startLine, flags) = (-1, -1, -1)
    functionID = function.place(.funcID)
    funcdataCount = function.place(.nfuncdata)
    funcdataCountWidth = function[.nfuncdata]?.width ?? 4
    funcdataWidth = layouts.pointerSize
    (inlineTreeData, inlineTreeIndex) = (-1, -1)
    (callSize, callName, callParent, callFile, callLine) = (0, -1, -1, -1, -1)
    (callParentPC, callStartLine, callID) = (-1, -1, -1)
    // The same since Go 1.5, in every format.
    let bucket = FunctionLayouts.reading1_20.bucket
    bucketSize = FunctionLayouts.reading1_20.bucketSize
    bucketRecordSize = bucket.size
    (bucketIndex, bucketSteps) = (bucket.place(.idx), bucket.place(.subbuckets))
  }
}

extension RecordLayout {
  /// −1 for a field that the layout does not have.
  fileprivate func place(_ name: Name) -> Int { self[name]?.offset ?? -1 }
}
