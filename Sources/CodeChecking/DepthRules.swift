/// Depth: pcsp says at each instruction how far SP is below its place at entry.
struct DepthRules {
  private(set) var problems: [CodeProblem] = []

  init(_ code: CheckedCode, _ index: Int) {
    let program = code.program
    let function = program.functions[index]
    let flow = code.flows[index]
    let unit = program.image.architecture == .arm64 ? 16 : 8
    // Where it differs by the same for several instructions, the first is named.
    var lastDifference: Int? = 0
    for offset in function.offsets {
      guard let depth = flow.depth(offset), let instruction = function.instructions[offset] else {
        continue
      }
      func add(_ kind: CodeProblem.Kind) { problems.append(program.problem(index, offset, kind)) }
      let stated = function.table.depth[offset]
      let difference = stated.map { $0 - depth }
      if difference != 0 && difference != lastDifference {
        add(.wrongDepth(table: stated, code: depth))
      }
      lastDifference = difference
      if depth % unit != 0 || depth < 0 { add(.misaligned(depth: depth)) }
      if instruction.control == .return, depth != 0 { add(.returnsAtDepth(depth)) }
      if let exit = function.exit(at: offset), exit.returnOffset == nil, depth != 0 {
        add(.leavesFunction(depth: depth))
      }
    }
  }
}
