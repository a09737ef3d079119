import GoMeta
import GoMetaHeader
import GoRelease

@c @implementation
public func gometa_dump_file(
  _ file: UnsafePointer<CChar>?, _ options: UnsafePointer<gometa_dump_options>?,
  _ write: gometa_write?, _ context: UnsafeMutableRawPointer?,
  _ faults: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  faults?.initialize(to: nil)
  return report(error) { () throws(Failure) in
    let file = try text(file, "file")
    guard let write else { throw .null("write") }
    let options = try DumpOptions(options)
    var hasStopped = false
    let found: [String]
    do throws(FileError) {
      found = try options.write(file) { lines in
        if !hasStopped {
          hasStopped = lines.withUnsafeBytes {
            write(context, $0.assumingMemoryBound(to: CChar.self).baseAddress, $0.count) != 0
          }
        }
        if hasStopped { throw Stopped() }
      }
    } catch {
      if hasStopped { throw Stopped.failure(file) }
      throw Failure(error)
    }
    if hasStopped { throw Stopped.failure(file) }
    faults?.initialize(to: Handles.texts.add(TextList(found)))
  }
}

/// A callback has asked to stop.
private struct Stopped: Error {
  static func failure(_ file: String) -> Failure {
    Failure(
      GOMETA_ERROR_CALLBACK, "the callback stopped the dump of \(file)",
      Failure.Place(file: file))
  }
}

private struct DumpOptions {
  private let release: GoRelease?
  private let selection: DumpSelection
  private let style: DumpStyle
  private let pcs: [UInt64]

  init(_ given: UnsafePointer<gometa_dump_options>?) throws(Failure) {
    let options = try gometa_dump_options.read(given, "options")
    release = try CGoMeta.release(options.go, "options.go")
    selection = DumpSelection(rawValue: Int(options.selection))
    guard !selection.isEmpty, DumpSelection.everything.isSuperset(of: selection) else {
      throw Failure(
        GOMETA_ERROR_OPTION, "options.selection is \(options.selection): combine GOMETA_DUMP_…")
    }
    switch options.style {
    case GOMETA_DUMP_JSON: style = .json
    case GOMETA_DUMP_TEXT: style = .text
    default:
      throw Failure(
        GOMETA_ERROR_OPTION, "options.style is \(options.style.rawValue), no gometa_dump_style")
    }
    pcs = Array(try array(options.pcs, options.pc_count, "options.pcs"))
  }

  /// Functions alone are shown of files that nothing else is known of.
  func write(
    _ file: String, to sink: ([UInt8]) throws -> Void
  ) throws(FileError) -> [String] {
    if pcs.isEmpty, selection != .functions {
      return try FileDump(file, release: release).write(selection, style, to: sink)
    }
    let functions = try FunctionDump(file, release: release)
    return pcs.isEmpty
      ? try functions.write(style, to: sink) : try functions.write(pcs: pcs, style, to: sink)
  }
}
