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

  /// What the file has of a selection: packages, exports, types, GC programs, typelinks and itabs,
  /// in this order. What is broken leaves the rest as it is. Functions are a matter of `write`, or
  /// of `FunctionDump`: they are too many to be kept.
  public func contents(
    _ selection: DumpSelection = .everything
  ) throws(FileError) -> Contents {
    do { return try allContents(selection) } catch {
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
    return contents
  }

  /// Writes what the file has of a selection: what `contents` has, then the functions.
  ///
  /// - Parameter sink: takes whole lines.
  /// - Returns: what cannot be read, each with its place.
  public func write(
    _ selection: DumpSelection = .everything, _ style: DumpStyle, to sink: ([UInt8]) throws -> Void
  ) throws(FileError) -> [String] {
    let contents = try contents(selection)
    var faults = contents.faults
    var isEmpty = contents.records.isEmpty
    do {
      try FunctionDump.write(contents.records, style, to: sink)
      if selection.contains(.functions) {
        do {
          let functions = try FunctionDump(path, object, release)
          faults += try functions.write(style) { text in
            isEmpty = false
            try sink(text)
          }
        } catch FunctionTableFileError.noTable {
          // A program of a release without modules may have types and no table.
        } catch let error as FileError {
          faults.append(error.reason)
        } catch {
          faults.append("\(error)")
        }
      }
      guard !isEmpty || !faults.isEmpty || selection != .everything else {
        throw DumpError.nothing
      }
      return faults
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }
}

enum DumpError: Error, CustomStringConvertible {
  case nothing
  case unknownRelease
  case noAddresses
  case section(String)
  case otherRelease(named: String, stated: String)

  var description: String {
    switch self {
    case .nothing: "it has no Go tables"
    case .noAddresses: "its functions have no addresses yet; link it first"
    case .unknownRelease:
      "nothing in it says which release of Go it is for; name the release with --go"
    case .otherRelease(let name, let stated):
      "it says that it is for Go \(stated), not \(name)"
    case .section(let name): "its section \(name) is not of this version; compile it again"
    }
  }
}
