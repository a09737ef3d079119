public import GoRelease
import MachineCode
public import ModuleTables

/// A linked file that holds a module's tables.
public enum ModuleFile {
  /// Reads the tables of a file.
  ///
  /// - Parameter release: the release whose layout the file has.
  public static func read(
    _ path: String, release: GoRelease = .go1_27
  ) throws(FileError) -> ModuleImage {
    let bytes = try Files.read(path)
    do {
      return try ModuleImage(MappedImage(ObjectFile(bytes)), release: release)
    } catch {
      throw FileError(path: path, action: "read", reason: "\(error)")
    }
  }

  /// Runs the runtime's own verification rules on a file, and returns what is wrong.
  public static func check(
    _ path: String, release: GoRelease = .go1_27
  ) throws(LinkError) -> [String] {
    do {
      let image = try read(path, release: release)
      do { return try ModuleCheck(image).problems } catch {
        return ["\(error)"]
      }
    } catch { throw .file(error) }
  }
}
