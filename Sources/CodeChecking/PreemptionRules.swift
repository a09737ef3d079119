/// Where a function may be stopped by a signal.
struct PreemptionRules {
  private(set) var problems: [CodeProblem] = []

  init(_ code: CheckedCode, _ index: Int) {
    let program = code.program
    let function = program.functions[index]
    guard !function.table.isUnsafeThroughout else { return }
    // Go 1.26 saves all 128 bits on AArch64, but no part of SVE's registers.
    let savesVectors = program.image.architecture == .arm64 && program.release.minorVersion >= 26
    for offset in function.offsets {
      guard let instruction = function.instructions[offset], instruction.usesWideVectors else {
        continue
      }
      if savesVectors && !instruction.usesScalableVectors { continue }
      problems.append(program.problem(index, offset, .wideVectors(instruction: instruction.text)))
      return
    }
  }
}
