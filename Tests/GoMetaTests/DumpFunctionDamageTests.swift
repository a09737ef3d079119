import Foundation
import MachineCode
import ModuleTables
import TestSupport
import Testing

@testable import GoMeta

/// Damaged files are dumped as far as they go, or refused.
@Suite struct DumpFunctionDamageTests {
  /// An object, an image and the bytes of a table.
  private static func files(release: String, in folder: TestFolder) throws -> [[UInt8]] {
    let source = try folder.write(
      """
      static int helper(int a) { volatile int b[20]; b[a & 15] = a; return b[3]; }
      int frame(int a) { int x = helper(a); return x + helper(x + 1); }
      int main(int c, char **v) { return frame(c); }

      """, to: "shapes.c")
    let (object, table) = (folder.path("shapes.o"), folder.path("table.o"))
    try Tool.run("gcc", ["-g1", "-O1", "-c", source, "-o", object])
    try Command.succeed(
      ["pclntab", object, "-o", table, "--raw", folder.path("table.bin"), "--go", release])
    try Tool.run(
      "gcc", ["-nostdlib", "-no-pie", "-Wl,-e,main", object, table, "-o", folder.path("image")])
    return try ["table.o", "image", "table.bin"].map { Array(try folder.bytes($0)) }
  }

  @Test("Damaged files end in lines and errors, never worse", arguments: ["1.16", "1.18", "1.27"])
  func mutants(release: String) throws {
    let folder = try TestFolder()
    for (seed, bytes) in try Self.files(release: release, in: folder).enumerated() {
      var (read, refused, lines) = (0, 0, 0)
      for mutant in Mutants(of: bytes, count: 120, seed: UInt64(seed)) {
        do {
          let file = try FunctionTableFile(InputBytes(mutant))
          for style in [DumpStyle.json, .text] {
            let dump = FunctionTableDump(file, style)
            _ = try dump.functions { text in
              lines += 1
              #expect(text.last == 10)
            }
            for pc in [0, 8, 0x40_1000, 0x40_1010, UInt64.max] { _ = try? dump.place(of: pc) }
          }
          read += 1
        } catch { refused += 1 }
      }
      #expect(read > 10 && refused > 0 && lines > 10, "\(read), \(refused), \(lines)")
    }
  }
}
