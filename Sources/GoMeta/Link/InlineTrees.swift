import FunctionTables
import GoRelease
import MachineCode
import TableRebuilding

/// The calls that were inlined into the functions of a module, from its debug information.
struct InlineTrees {
  /// By the function's offset in `.text`.
  private var code: [Int: InlinedCode] = [:]
  private var functions: [String: InlinedFunctionRecord] = [:]

  init() {}

  /// - Parameter text: the one section of code that the object has.
  init(_ object: ObjectFile, text: ObjectFile.Section) async throws(LinkError) {
    guard let records = InlinedFunctionRecord.records(of: object) else {
      throw .code(
        function: "", what: "the section \(InlinedFunctionRecord.sectionName) is damaged")
    }
    // Where nothing was inlined debug information need not be read.
    if records.isEmpty { return }
    for record in records where functions[record.name] == nil { functions[record.name] = record }
    let input: CodeInput
    do throws(CodeInputError) { input = try CodeInput(object.bytes) } catch {
      throw .code(function: "", what: "\(error)")
    }
    try await read(input, text: text)
  }

  private mutating func read(
    _ input: CodeInput, text: ObjectFile.Section
  ) async throws(LinkError) {
    guard input.functions.count > 0,
      let section = input.sections.first(where: { $0.name == text.name })
    else { return }
    var rebuilder = TableRebuilder()
    rebuilder.stackDeltas = false
    // A PC behind all code is no function's to runtime.CallersFrames.
    rebuilder.callSites = false
    do throws(TableRebuildError) {
      let facts = try await rebuilder.facts(of: input, jobs: 1)
      for index in 0..<input.functions.count {
        guard let inlined = try facts.inlinedCode(of: index) else { continue }
        // The runtime would not get out of a tree that does not lead outward. Each call has a mark
        // of the compile step's, so that only damaged debug information has such trees.
        guard inlined.leadsOutward else { continue }
        code[Int(input.functions.functions[index].address &- section.address)] = inlined
      }
    } catch { throw .code(function: "", what: "\(error)") }
  }

  /// Adds what was inlined into a function to its record.
  func add(to record: inout FunctionRecord, _ layouts: FunctionLayouts) {
    guard let inlined = code[Int(record.entry)] else { return }
    record.inlineTree = InlineTree(
      nodes: inlined.calls.map { call in
        let known = functions[call.name]
        return InlineTree.Node(
          name: call.name, parent: call.parent, file: 0, line: call.line, parentPC: call.parentPC,
          startLine: call.startLine > 0
            ? call.startLine : Int32(clamping: known?.startLine ?? 0),
          functionID: known?.isWrapper == true ? layouts.wrapperID : 0)
      })
    record.pcdata[layouts.pcdata.inlineTreeIndex] = inlined.indexes
  }
}
