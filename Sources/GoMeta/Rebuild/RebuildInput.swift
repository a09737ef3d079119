import MachineCode

/// A file whose functions a table is to describe.
struct RebuildInput {
  let path: String
  let object: ObjectFile
  /// Its code: one section of a relocatable object, or all of an image's.
  let texts: [CodeText]
  let lines: LineTable

  var isRelocatable: Bool { object.kind == .relocatable }

  init(path: String) throws(RebuildError) {
    self.path = path
    let bytes: [UInt8]
    do { bytes = try Files.read(path) } catch { throw .file(error) }
    do throws(ObjectFileError) { object = try ObjectFile(bytes) } catch {
      throw .input(path: path, what: "\(error)")
    }
    do throws(CodeTextError) {
      if object.kind == .relocatable {
        let text = try CodeText(object, mergesAliases: true)
        guard !text.functions.isEmpty else { throw CodeTextError.noText }
        texts = [text]
      } else {
        texts = try CodeText.texts(ofImage: object)
      }
    } catch {
      throw error.function.isEmpty
        ? .input(path: path, what: error.what)
        : .function(path: path, name: error.function, what: error.what)
    }
    do throws(LineProgramError) { lines = try LineTable(object: object) } catch {
      throw .input(path: path, what: "\(error)")
    }
  }
}
