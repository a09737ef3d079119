import MachineCode
import TestSupport
import Testing

@testable import CodeChecking

/// Whatever a file holds, it is read or refused.
@Suite struct DamagedFileTests {
  @Test("Damaged tables and code do not trap", arguments: CheckedPlugin.Target.two)
  func mutants(_ target: CheckedPlugin.Target) async throws {
    let bytes = try await CheckedPlugin.bytes(target)
    let object = try ObjectFile(bytes)
    let names = [
      ".text", ".plt", ".rodata", ".gopclntab", ".llvm_stackmaps", ".rela.dyn", ".rela.plt",
      ".go.module",
    ]
    let ranges = object.sections.filter { names.contains($0.name) }.map(\.fileRange)
    #expect(ranges.count >= 7)
    var refused = 0
    var named = 0
    for mutant in Mutants(of: bytes, within: ranges, count: 50, seed: 7) {
      do {
        if !(try problems(mutant, target)).isEmpty { named += 1 }
      } catch is CodeCheckError {
        refused += 1
      } catch is ObjectFileError {
        refused += 1
      }
    }
    #expect(named + refused > 20)
  }
}
