public import GoRelease
import MachineCode
import ModuleTables
import TypeReading

/// The Go tables of an object or a linked file, as records or as Go declarations.
public struct FileDump: Sendable {
  public let path: String
  /// The release whose layouts the file has.
  public let release: GoRelease
  let object: ObjectFile
  let image: TypeImage

  /// What a file has, as far as it can be read.
  public struct Contents: Sendable {
    public var records: [DumpRecord] = []
    /// What cannot be read, each with its place; empty for a file that is whole.
    public var faults: [String] = []
  }

  /// Opens a file.
  ///
  /// - Parameter release: nil to find it in the file: the go command and `gometa compile` state it.
  ///   A file that states another is refused.
  public init(_ path: String, release: GoRelease? = nil) throws(FileError) {
    self.path = path
    let bytes = try Files.read(path)
    do {
      object = try ObjectFile(bytes)
      image = try TypeImage(object)
      self.release = try DumpRelease.check(release, in: object, image)
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }

  /// What the file has of a selection: packages, exports, types, GC programs, typelinks, itabs,
  /// functions, funcdata and pcdata, in this order. What is broken leaves the rest as it is.
  public func contents(
    _ selection: DumpSelection = .everything
  ) throws(FileError) -> Contents {
    do {
      let contents = try allContents(selection)
      guard !contents.records.isEmpty || !contents.faults.isEmpty || selection != .everything
      else { throw DumpError.nothing }
      return contents
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }

  private func allContents(_ selection: DumpSelection) throws -> Contents {
    var contents = Contents()
    if object.kind == .relocatable, selection == .everything {
      contents.records += try ObjectDump.packages(of: object)
    }
    if selection != .functions {
      var types = try TypeTablesDump(image, release)
      contents.records += types.records(selection)
      contents.faults += types.faults.map { "\($0)" }
    }
    guard selection.contains(.functions) else { return contents }
    do { contents.records += try functions() } catch { contents.faults.append("\(error)") }
    return contents
  }

  private func functions() throws -> [DumpRecord] {
    if object.kind != .relocatable, release.functions != nil {
      let memory = try MappedImage(object)
      guard let place = TypeTables.moduleData(image, release) else { return [] }
      return try ModuleDump(ModuleImage(memory, release: release, address: place)).functions()
    }
    var records: [DumpRecord] = []
    if object.kind == .relocatable { records += try ObjectDump.functions(of: object) }
    records += try FunctionSymbolDump.records(of: object, release: release) ?? []
    if object.kind == .relocatable { records += try ObjectDump.markers(of: object) }
    return records
  }
}

enum DumpError: Error, CustomStringConvertible {
  case nothing
  case unknownRelease
  case section(String)
  case otherRelease(named: String, stated: String)

  var description: String {
    switch self {
    case .nothing: "it has no Go tables"
    case .unknownRelease:
      "nothing in it says which release of Go it is for; name the release with --go"
    case .otherRelease(let name, let stated):
      "it says that it is for Go \(stated), not \(name)"
    case .section(let name): "its section \(name) is not of this version; compile it again"
    }
  }
}
