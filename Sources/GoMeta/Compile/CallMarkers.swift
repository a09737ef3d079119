import LLVM
import MachineCode
import Symbols

/// The calls that PCDATA values are bound to, on their way through code generation: they become
/// statepoints, whose return addresses LLVM itself writes down. Their code is that of other calls,
/// and no pass can put anything between a call and its place in that list. One ID stands for one set
/// of values, so that calls become one only if they agree about them.
struct CallMarkers {
  /// By the ID of their statepoints.
  private(set) var values: [UInt64: [PCDataValue]] = [:]

  /// Changes a module that is then good for code generation alone.
  ///
  /// - Parameter known: of calls that are statepoints already.
  init(
    lowering module: borrowing Module, known: [UInt64: [PCDataValue]] = [:]
  ) throws(CompileError) {
    values = known
    let builder = Builder(in: module)
    for function in module.functions where !function.isDeclaration {
      for instruction in function.instructions {
        guard let call = CallSite(instruction), let values = PCDataBundle.values(of: call) else {
          continue
        }
        let record = CallValuesRecord(values)
        if let other = self.values.updateValue(values, forKey: record.id), other != values {
          throw .code(
            function: function.name,
            what: "\(FunctionMarkersError.ambiguousID(record.id))")
        }
        do throws(LLVMError) {
          try builder.makeStatepoint(call, id: record.id, in: module)
        } catch { throw .llvm(error) }
      }
    }
  }

  /// What code generation made of them: for each call a record a value, with the name of the
  /// function and where in it the call instruction stands.
  func records(
    in object: ObjectFile, _ text: CodeText, tracks: [StackPointerTrack]
  ) throws(CompileError) -> [Place] {
    let table: StackMapTable
    do throws(StackMapError) { table = try StackMapTable(object) } catch {
      throw .code(function: "", what: "\(error)")
    }
    var places: [Place] = []
    for statepoint in table.records {
      guard let values = values[statepoint.id] else { continue }
      guard let index = text.function(at: statepoint.function) else {
        throw .code(function: "", what: "PCDATA is bound to a call outside every function")
      }
      let name = text.functions[index].name
      guard let call = tracks[index].calls.first(where: { $0.returnOffset == statepoint.offset }),
        !call.isTailCall
      else {
        throw .code(
          function: name,
          what: "PCDATA is bound to a call that returns to +\(statepoint.offset), but no call "
            + "instruction ends there")
      }
      for data in values {
        let size = UInt32(truncatingIfNeeded: call.returnOffset - call.offset)
        places.append(
          Place(
            function: name, offset: call.offset, record: PCDataRecord(codeSize: size, data: data)))
      }
    }
    return places
  }

  struct Place {
    /// By its name in the module.
    var function: String
    /// Of the call instruction, in bytes from the function's entry.
    var offset: Int
    var record: PCDataRecord
  }
}

extension Module {
  /// Puts the records where linking finds them. They are data, and change no code.
  func add(_ places: [CallMarkers.Place]) throws(LLVMError) {
    for (number, place) in places.enumerated() {
      guard let function = function(named: place.function) else { continue }
      let address = function.advanced(byBytes: Int64(place.offset), inBounds: false)
      try addExcluded(
        "\(PCDataRecord.sectionName).\(number)", in: PCDataRecord.sectionName,
        context.structure([address, context.bytes(place.record.encodedTail)], packed: true))
    }
  }
}

extension CallMarkers {
  /// Leaves the values beside the calls, for who looks at the code that is made of the module.
  func addRecords(to module: borrowing Module) throws(LLVMError) {
    for (number, id) in values.keys.sorted().enumerated() {
      let record = CallValuesRecord(values[id] ?? [])
      try module.addExcluded(
        "\(CallValuesRecord.sectionName).\(number)", in: CallValuesRecord.sectionName,
        module.context.bytes(record.encoded))
    }
  }
}
