import MachineCode
import TableRebuilding

/// A file whose functions a table is to describe.
struct RebuildInput {
  let path: String
  let code: CodeInput
  /// What `gometa compile` left in it; nil in files of other compilers.
  let go: GoFunctionFacts?

  var isRelocatable: Bool { code.isRelocatable }

  init(path: String) throws(RebuildError) {
    self.path = path
    let bytes: InputBytes
    do { bytes = try InputBytes(mapping: path) } catch {
      throw .file(FileError(path: path, action: "read", reason: "\(error)"))
    }
    do throws(CodeInputError) { code = try CodeInput(bytes) } catch {
      throw .input(path: path, what: "\(error)")
    }
    guard code.isRelocatable, code.object.section(named: PackageRecord.sectionName) != nil else {
      go = nil
      return
    }
    let text: CodeText
    // All code of such an object lies in one section.
    do throws(CodeTextError) { text = try CodeText(code.object, mergesAliases: true) } catch {
      throw error.function.isEmpty
        ? .input(path: path, what: error.what)
        : .function(path: path, name: error.function, what: error.what)
    }
    go = try GoFunctionFacts(path, text)
  }
}
