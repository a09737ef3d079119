import GoMeta
import GoMetaHeader
import GoRelease
import MachineCode

/// A rebuilt table.
final class FunctionTable: Sendable {
  let table: RebuiltFunctionTable
  init(_ table: RebuiltFunctionTable) { self.table = table }
}

@c @implementation
public func gometa_rebuild(
  _ files: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int,
  _ options: UnsafePointer<gometa_rebuild_options>?,
  _ table: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let table = try Outcome(table, "table")
    let files = try texts(files, count, "files")
    let rebuilder = try rebuilder(try gometa_rebuild_options.read(options, "options"))
    do throws(RebuildError) {
      let rebuilt = try wait(threads: rebuilder.jobs) { () throws(RebuildError) in
        try await rebuilder.rebuild(files)
      }
      table.set(Handles.tables.add(FunctionTable(rebuilt)))
    } catch { throw Failure(error) }
  }
}

private func rebuilder(
  _ options: gometa_rebuild_options
) throws(Failure) -> FunctionTableRebuilder {
  let release = try optionalText(options.go, "options.go")
  if let release {
    do { _ = try FunctionTableFormat(named: release) } catch { throw Failure(error) }
  }
  var rebuilder: FunctionTableRebuilder
  do { rebuilder = try FunctionTableRebuilder(release: release) } catch { throw Failure(error) }
  switch options.stack {
  case GOMETA_STACK_BOTH: rebuilder.stackSource = .both
  case GOMETA_STACK_CALL_FRAMES: rebuilder.stackSource = .callFrames
  case GOMETA_STACK_INSTRUCTIONS: rebuilder.stackSource = .instructions
  default:
    throw Failure(
      GOMETA_ERROR_OPTION, "options.stack is \(options.stack.rawValue), no gometa_stack_source")
  }
  rebuilder.unknownFrames = try rule(options.unknown_frames, "options.unknown_frames")
  rebuilder.disagreements = try rule(options.disagreements, "options.disagreements")
  // More are no use to any machine, and each takes memory.
  rebuilder.jobs = Int(min(max(options.jobs, 1), 256))
  return rebuilder
}

private func rule(
  _ rule: gometa_frame_rule, _ name: String
) throws(Failure) -> FunctionTableRebuilder.UnknownFrames? {
  switch rule {
  case GOMETA_FRAMES_DEFAULT: return nil
  case GOMETA_FRAMES_REFUSE: return .refuse
  case GOMETA_FRAMES_OMIT: return .omit
  default:
    throw Failure(GOMETA_ERROR_OPTION, "\(name) is \(rule.rawValue), no gometa_frame_rule")
  }
}

@c @implementation
public func gometa_table_object(
  _ table: OpaquePointer?, _ object: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let object = try Outcome(object, "object")
    let table = try Handles.tables.object(table, "table").table
    do throws(RebuildError) { object.set(Handles.buffers.add(Buffer(try table.object()))) } catch {
      throw Failure(error)
    }
  }
}

@c @implementation
public func gometa_table_raw(
  _ table: OpaquePointer?, _ bytes: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let bytes = try Outcome(bytes, "bytes")
    let table = try Handles.tables.object(table, "table").table
    do throws(RebuildError) { bytes.set(Handles.buffers.add(Buffer(try table.raw()))) } catch {
      throw Failure(error)
    }
  }
}

@c @implementation
public func gometa_table_notes(
  _ table: OpaquePointer?, _ notes: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let notes = try Outcome(notes, "notes")
    let table = try Handles.tables.object(table, "table").table
    notes.set(Handles.texts.add(TextList(table.notes)))
  }
}

@c @implementation
public func gometa_table_dispose(_ table: OpaquePointer?) -> gometa_status {
  Handles.tables.dispose(table)
}
