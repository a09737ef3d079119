public import GoRelease
import MachineCode
public import ModuleTables
import TypeReading

/// A linked file that holds a module's tables.
public enum ModuleFile {
  /// Reads the tables of a file.
  ///
  /// - Parameter release: the release whose layout the file has; nil for the one that it states.
  /// - Throws: for a file that states another release, too.
  public static func read(
    _ path: String, release: GoRelease? = nil
  ) throws(FileError) -> ModuleImage {
    let bytes = try Files.read(path)
    do {
      let object = try ObjectFile(bytes)
      return try ModuleImage(
        MappedImage(object),
        release: try DumpRelease.check(release, in: object, try TypeImage(object)))
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }

  /// Runs the runtime's own verification rules on a file, and returns what is wrong.
  public static func check(
    _ path: String, release: GoRelease? = nil
  ) throws(LinkError) -> [String] {
    do { return problems(of: try read(path, release: release)) } catch { throw .file(error) }
  }

  /// The same for a module that was read.
  public static func problems(of module: ModuleImage) -> [String] {
    do { return try ModuleCheck(module).problems } catch { return ["\(error)"] }
  }
}
