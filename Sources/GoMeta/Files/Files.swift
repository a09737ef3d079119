import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A file that cannot be read or written.
public struct FileError: Error, Equatable, CustomStringConvertible {
  public let path: String
  public let action: String
  public let reason: String

  public var description: String { "cannot \(action) \(path): \(reason)" }
}

/// Whole files, read and written.
public enum Files {
  /// Reads to the end, so that pipes will do, too.
  public static func read(_ path: String) throws(FileError) -> [UInt8] {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly)
      return try file.closeAfter {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 20)
        while true {
          let count = try part.withUnsafeMutableBytes { try file.read(into: $0) }
          if count == 0 { return bytes }
          bytes += part[..<count]
        }
      }
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }

  /// Writes a file so that either the whole of it is there afterwards or what was there before:
  /// under another name in the same folder, then renamed.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let temporary = path + ".partial-\(getpid())"
    do {
      let file = try FileDescriptor.open(
        FilePath(temporary), .writeOnly, options: [.create, .truncate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      _ = try file.closeAfter { try file.writeAll(bytes) }
    } catch {
      unlink(temporary)
      throw FileError(path: path, action: "write", reason: "\(error)")
    }
    try rename(temporary, to: path)
  }

  static func rename(_ from: String, to path: String) throws(FileError) {
    guard systemRename(from, path) == 0 else {
      let reason = "\(Errno(rawValue: errno))"
      unlink(from)
      throw FileError(path: path, action: "write", reason: reason)
    }
  }
}

/// A folder for intermediate files, gone with its owner.
struct TemporaryFolder: ~Copyable {
  let path: String
  private var files: [String] = []

  /// Makes a folder beside a file, so that results can be renamed to their place.
  init(beside output: String) throws(FileError) {
    var template = Array((output + ".partial-XXXXXX").utf8CString)
    let made = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.map { mkdtemp($0) != nil } ?? false
    }
    guard made else {
      throw FileError(path: output, action: "write", reason: "\(Errno(rawValue: errno))")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The path of a file in the folder, which is removed with it.
  mutating func file(_ name: String) -> String {
    let file = path + "/" + name
    files.append(file)
    return file
  }

  deinit {
    for file in files { unlink(file) }
    rmdir(path)
  }
}

private func systemRename(_ from: String, _ to: String) -> CInt { rename(from, to) }
