public import GoRelease
import MachineCode
import ModuleTables
import TypeReading

/// The Go tables of an object or a linked file, as records.
public struct FileDump: Sendable {
  public let path: String
  /// The release whose layouts the file has.
  public let release: GoRelease
  private let object: ObjectFile

  /// Opens a file.
  ///
  /// - Parameter release: nil to find it in the file: objects of `gometa compile` state it, and
  ///   linked files show it by their pclntab and module data.
  public init(_ path: String, release: GoRelease? = nil) throws(FileError) {
    self.path = path
    let bytes = try Files.read(path)
    do {
      object = try ObjectFile(bytes)
      self.release = try release ?? DumpRelease.find(in: object)
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }

  /// What the file has of a selection: packages, exports, types, GC programs, typelinks, itabs,
  /// functions, funcdata and pcdata, in this order.
  public func records(
    _ selection: DumpSelection = .everything
  ) throws(FileError) -> [DumpRecord] {
    do {
      let records = try allRecords(selection)
      guard !records.isEmpty || selection != .everything else { throw DumpError.nothing }
      return records
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }

  private func allRecords(_ selection: DumpSelection) throws -> [DumpRecord] {
    var records: [DumpRecord] = []
    if object.kind != .relocatable, release.functions != nil {
      let module = try ModuleImage(MappedImage(object), release: release)
      if selection != .functions {
        // The runtime walks the types of such a module; few have symbols.
        let addresses = try module.descriptors().map(\.address)
        var types = try TypeTablesDump(object, release, addresses: addresses)
        records += try types.records(selection)
      }
      if selection.contains(.functions) { records += try ModuleDump(module).functions() }
      return records
    }
    if object.kind == .relocatable, selection == .everything {
      records += try ObjectDump.packages(of: object)
    }
    if selection != .functions {
      var types = try TypeTablesDump(object, release)
      records += try types.records(selection)
    }
    if selection.contains(.functions) {
      if object.kind == .relocatable { records += try ObjectDump.functions(of: object) }
      records += try FunctionSymbolDump.records(of: object, release: release) ?? []
      if object.kind == .relocatable { records += try ObjectDump.markers(of: object) }
    }
    return records
  }
}

enum DumpError: Error, CustomStringConvertible {
  case nothing
  case unknownRelease
  case section(String)

  var description: String {
    switch self {
    case .nothing: "it has no Go tables"
    case .unknownRelease:
      "nothing in it says which release of Go it is for; name the release with --go"
    case .section(let name): "its section \(name) is not of this version; compile it again"
    }
  }
}
