import GoMeta
import GoMetaHeader
import GoRelease

@c @implementation
public func gometa_link_plugin(
  _ path: UnsafePointer<CChar>?, _ objects: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int,
  _ output: UnsafePointer<CChar>?, _ options: UnsafePointer<gometa_link_options>?,
  _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let path = try text(path, "path")
    let objects = try texts(objects, count, "objects")
    let output = try text(output, "output")
    let options = try gometa_link_options.read(options, "options")
    let linker = try optionalText(options.linker, "options.linker")
    let progress = progress(options.progress, options.progress_context)
    do throws(LinkError) {
      try wait { () throws(LinkError) in
        try await Linker(linker: linker.map { SystemLinker(program: $0) })
          .plugin(path, objects: objects, output: output, progress: progress)
      }
    } catch { throw Failure(error) }
  }
}

@c @implementation
public func gometa_check_file(
  _ file: UnsafePointer<CChar>?, _ go: UnsafePointer<CChar>?,
  _ problems: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in
    let problems = try Outcome(problems, "problems")
    let file = try text(file, "file")
    let release = try release(go, "go")
    do throws(LinkError) {
      problems.set(Handles.texts.add(TextList(try ModuleFile.check(file, release: release))))
    } catch { throw Failure(error) }
  }
}

/// A release by its name; NULL for what the file says.
func release(
  _ name: UnsafePointer<CChar>?, _ argument: String
) throws(Failure) -> GoRelease? {
  guard let name = try optionalText(name, argument) else { return nil }
  do { return try GoRelease(named: name) } catch { throw Failure(error) }
}
