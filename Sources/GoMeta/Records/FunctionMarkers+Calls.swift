import MachineCode

/// Calls in objects that another code generator made: their values are in one section, and where the
/// calls have come to lie in another, LLVM's stack maps.
struct CallValues {
  struct Call: Equatable {
    /// By its index in the text.
    var function: Int
    /// The call instruction, in bytes from the section's start.
    var code: Range<Int>
    var data: PCDataValue
  }

  private(set) var calls: [Call] = []

  init(_ object: ObjectFile, _ text: CodeText) throws(FunctionMarkersError) {
    let values = try Self.values(object)
    guard !values.isEmpty else { return }
    let table: StackMapTable
    do throws(StackMapError) { table = try StackMapTable(object) } catch {
      throw .object("\(error)")
    }
    var tracks: [Int: StackPointerTrack] = [:]
    for statepoint in table.records {
      guard let values = values[statepoint.id] else { continue }
      guard let index = text.function(at: statepoint.function) else {
        throw .callOutside
      }
      let function = text.functions[index]
      if tracks[index] == nil {
        do throws(CodeTextError) { tracks[index] = try text.track(function) } catch {
          throw .code(function: function.name, what: error.what)
        }
      }
      guard
        let call = tracks[index]?.calls.first(where: { $0.returnOffset == statepoint.offset }),
        !call.isTailCall
      else { throw .noCall(function: function.name, offset: statepoint.offset) }
      let start = function.range.lowerBound
      for data in values {
        calls.append(
          Call(function: index, code: start + call.offset..<start + call.returnOffset, data: data))
      }
    }
  }

  /// By the statepoints' ID.
  private static func values(
    _ object: ObjectFile
  ) throws(FunctionMarkersError) -> [UInt64: [PCDataValue]] {
    let name = CallValuesRecord.sectionName
    var values: [UInt64: [PCDataValue]] = [:]
    for section in object.sections(named: name) {
      guard let bytes = try? object.contents(of: section),
        let records = try? CallValuesRecord.decode(Array(bytes))
      else { throw .damaged(section: name) }
      for record in records {
        if let other = values.updateValue(record.values, forKey: record.id),
          other != record.values
        {
          throw .ambiguousID(record.id)
        }
      }
    }
    return values
  }
}

extension ObjectFile {
  /// The file's bytes with stack maps that are not loaded, for they have served. Nil where there are
  /// none.
  ///
  /// - Parameter isKept: whether the image has them all the same, for who checks it; those that only
  ///   say where calls with values lie are dropped.
  func unloadingStackMaps(isKept: Bool) throws(ObjectFileError) -> [UInt8]? {
    var bytes: [UInt8]?
    for section in sections(named: StackMapTable.sectionName)
    where section.flags != .exclude {
      let file = try bytes.map { bytes throws(ObjectFileError) in try ObjectFile(bytes) } ?? self
      bytes = isKept ? try file.unloading(section) : try file.excluding(section)
    }
    return bytes
  }
}
