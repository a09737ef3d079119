import GoMeta

/// Rebuilds the pclntab of a linked program or library, whoever compiled it, and writes its bytes.
/// Returns what is missing from it, a line each.
func rebuildTable(of program: String, to output: String) async throws -> [String] {
  var rebuilder = try FunctionTableRebuilder(release: "1.27")
  rebuilder.jobs = 2  // pieces of work at once: the bytes are the same for any number
  let table = try await rebuilder.rebuild([program])
  try Files.write(try table.raw(), to: output)
  return table.notes
}
