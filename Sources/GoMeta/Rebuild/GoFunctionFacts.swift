import FunctionTables
import GoTypes
import MachineCode

/// What `gometa compile` left in an object about its functions, by their offset in the text.
struct GoFunctionFacts {
  struct Function {
    var record: FunctionSectionRecord
    /// On the caller's stack: by the declared signature, else by the record.
    var arguments: ArgumentLayout
    /// By FUNCDATA and PCDATA index: what the front end asked for.
    var funcdata: [Int: FuncDataAddress] = [:]
    var pcdata: [Int: [PCValue]] = [:]
  }

  private(set) var functions: [Int: Function] = [:]
  /// The releases that the code was compiled for.
  let releases: [String]
  private let text: CodeText

  init(_ path: String, _ text: CodeText) throws(RebuildError) {
    self.text = text
    let records: [Int: FunctionSectionRecord]
    do throws(FunctionSectionRecord.Fault) {
      records = try FunctionSectionRecord.records(of: text.object, in: text)
    } catch {
      throw error.function.isEmpty
        ? .input(path: path, what: error.what)
        : .function(path: path, name: error.function, what: error.what)
    }
    let declared: DeclaredFunctions
    do throws(DeclaredFunctions.Fault) { declared = try DeclaredFunctions(text.object) } catch {
      throw .declarations(path: path, what: error.what)
    }
    releases = declared.releases.sorted()
    let markers: FunctionMarkers
    do throws(FunctionMarkersError) {
      markers = try FunctionMarkers(reading: text.object, text)
    } catch { throw .input(path: path, what: "\(error)") }
    for (offset, record) in records {
      var function = Function(record: record, arguments: ArgumentLayout(record))
      // Go calls a function by its thunk; what LLVM compiled has no arguments on the stack.
      if record.role == .thunk, let declaration = declared.functions[record.name] {
        do throws(ArgumentLayout.Fault) {
          function.arguments = try ArgumentLayout(
            receiver: declaration.receiver, declaration.signature, universe: declaration.universe)
        } catch { throw .function(path: path, name: record.name, what: error.what) }
      }
      if let own = markers.functions[offset] { try add(own, to: &function, text, offset, path) }
      functions[offset] = function
    }
  }

  private func add(
    _ markers: FunctionMarkers.Function, to function: inout Function, _ text: CodeText,
    _ offset: Int, _ path: String
  ) throws(RebuildError) {
    for (index, data) in markers.funcdata {
      guard !data.address.name.isEmpty else {
        throw .function(
          path: path, name: function.record.name,
          what: "FUNCDATA \(index) is a symbol that is seen in its own object only")
      }
      function.funcdata[index] = .symbol(data.address.name, addend: data.address.addend)
    }
    guard let place = text.function(at: offset) else { return }
    for index in markers.pcdata.keys {
      function.pcdata[index] = markers.pcValues(index, size: text.functions[place].range.count)
    }
  }

  /// The stack pointer of the function at an offset, with what else its instructions tell.
  func track(at offset: Int) -> StackPointerTrack? {
    text.function(at: offset).flatMap { try? text.track(text.functions[$0]) }
  }
}
