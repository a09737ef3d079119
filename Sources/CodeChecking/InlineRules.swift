/// Inline trees: each value of PCDATA_InlTreeIndex is a record's, whose parents end in the
/// function.
struct InlineRules {
  private(set) var problems: [CodeProblem] = []

  init(_ code: CheckedCode, _ index: Int) {
    let program = code.program
    let table = program.functions[index].table
    let layout = program.layouts.inlinedCall
    let size = Int(table.range.upperBound - table.range.lowerBound)
    var checked: Set<Int> = []
    var start = 0
    for row in table.inlineTreeIndex.rows {
      defer { start = row.end }
      guard row.value != -1, checked.insert(row.value).inserted else { continue }
      var call = row.value
      var steps = 0
      while call != -1 {
        guard call >= 0, call < 1 << 20, let tree = table.inlineTree,
          let field = layout[.parentPc],
          let stored = program.image.number(
            UInt32.self, at: tree &+ UInt64(call * layout.size + field.offset))
        else {
          problems.append(program.problem(index, start, .inlineIndex(call)))
          break
        }
        let parent = Int(Int32(bitPattern: stored))
        guard parent >= 0, parent < size, let next = table.inlineTreeIndex[parent] else {
          problems.append(
            program.problem(index, start, .parentOutside(index: call, parent: parent)))
          break
        }
        steps += 1
        guard steps <= table.inlineTreeIndex.rows.count else {
          problems.append(program.problem(index, start, .parentsDoNotEnd(index: row.value)))
          break
        }
        call = next
      }
    }
  }
}
