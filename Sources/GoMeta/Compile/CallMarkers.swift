import LLVM
import MachineCode
import Symbols

/// The calls that PCDATA values are bound to, on their way through code generation: they become
/// statepoints, whose return addresses LLVM itself writes down. Their code is that of other calls,
/// and no pass can put anything between a call and its place in that list. One number stands for
/// one set of values, so that calls become one only if they agree about them.
struct CallMarkers {
  /// By the number of the statepoint, counted from `firstID`.
  private(set) var values: [[PCDataValue]] = []

  /// Far from the numbers that statepoints have when nobody gives them one.
  private static let firstID: UInt64 = 0x676f_7063_0000_0000

  /// Changes a module that is then good for code generation alone.
  init(lowering module: borrowing Module) throws(CompileError) {
    var numbers: [[PCDataValue]: Int] = [:]
    let builder = Builder(in: module)
    for function in module.functions where !function.isDeclaration {
      for instruction in function.instructions {
        guard let call = CallSite(instruction), let values = PCDataBundle.values(of: call) else {
          continue
        }
        let number = numbers[values] ?? self.values.count
        if number == self.values.count {
          numbers[values] = number
          self.values.append(values)
        }
        do throws(LLVMError) {
          try builder.makeStatepoint(call, id: Self.firstID + UInt64(number), in: module)
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
    for statepoint in table.records where statepoint.id >= Self.firstID {
      guard let number = Int(exactly: statepoint.id - Self.firstID), number < values.count else {
        continue
      }
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
      for data in values[number] {
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
