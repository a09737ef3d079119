public import Foundation

/// Symbols of data as LLVM IR, which llc makes an object of: any name and any architecture, and
/// nothing of GoMeta in the road.
public struct DataModule: Sendable {
  public enum Item: Sendable {
    case number(UInt64, bytes: Int)
    case bytes([UInt8])
    case address(String, Int64)
    /// The 32-bit distance of a symbol from `base`; both in one section.
    case distance(String, base: String)
    /// The 32-bit distance of a symbol from the field, shifted.
    case relative(String, Int64)
  }

  public enum Linkage: String, Sendable {
    case global = ""
    case weak
    case `internal`
    case `private`
  }

  public private(set) var names: [String] = []
  private var definitions: [String: String] = [:]
  private var used: Set<String> = []
  public let section: String

  public init(section: String = ".data.go") { self.section = section }

  private static func quoted(_ name: String) -> String {
    var text = "@\""
    for byte in name.utf8 {
      if byte == 0x22 || byte == 0x5c || byte < 0x20 || byte > 0x7e {
        text += "\\" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      } else {
        text.append(Character(UnicodeScalar(byte)))
      }
    }
    return text + "\""
  }

  /// The names that are referred to but not defined, sorted.
  public var undefined: [String] { used.subtracting(definitions.keys).sorted() }

  public mutating func define(
    _ name: String, _ items: [Item], linkage: Linkage = .global, align: Int = 8,
    section other: String? = nil
  ) {
    guard definitions[name] == nil else { return }
    var types: [String] = []
    var values: [String] = []
    for item in items {
      switch item {
      case .number(let value, let bytes):
        types.append("i\(8 * bytes)")
        values.append(
          "i\(8 * bytes) \(bytes == 8 ? String(Int64(bitPattern: value)) : String(value))")
      case .bytes(let bytes):
        types.append("[\(bytes.count) x i8]")
        values.append(
          "[\(bytes.count) x i8] [" + bytes.map { "i8 \($0)" }.joined(separator: ", ") + "]")
      case .address(let target, let addend):
        used.insert(target)
        types.append("ptr")
        values.append(
          addend == 0
            ? "ptr \(Self.quoted(target))"
            : "ptr getelementptr (i8, ptr \(Self.quoted(target)), i64 \(addend))")
      case .distance(let target, let base):
        used.formUnion([target, base])
        types.append("i32")
        values.append(
          "i32 trunc (i64 sub (i64 ptrtoint (ptr \(Self.quoted(target)) to i64), "
            + "i64 ptrtoint (ptr \(Self.quoted(base)) to i64)) to i32)")
      case .relative(let target, let shift):
        used.insert(target)
        types.append("i32")
        values.append(
          "i32 trunc (i64 sub (i64 ptrtoint (ptr getelementptr (i8, ptr \(Self.quoted(target)), "
            + "i64 \(shift)) to i64), i64 ptrtoint (ptr \(Self.quoted(name)) to i64)) to i32)")
      }
    }
    definitions[name] =
      "\(Self.quoted(name)) = \(linkage.rawValue) global <{ \(types.joined(separator: ", ")) }> "
      + "<{ \(values.joined(separator: ", ")) }>, section \"\(other ?? section)\", align \(align)"
    names.append(name)
  }

  /// A machine's triple with the linker that makes programs for it.
  public enum Machine: String, Sendable, CaseIterable {
    case x86_64 = "x86_64-linux-gnu"
    case arm64 = "aarch64-linux-gnu"
  }

  private func text(for machine: Machine) -> String {
    var lines = ["target triple = \"\(machine.rawValue)\""]
    lines += names.compactMap { definitions[$0] }
    lines += undefined.map { "\(Self.quoted($0)) = external global i8" }
    return lines.joined(separator: "\n") + "\n"
  }

  public enum Form: Sendable, CaseIterable {
    case object
    /// With another object that defines what this one does not.
    case program
    /// The same without symbols.
    case stripped
    /// With what it does not define left to the dynamic linker.
    case shared
  }

  /// The bytes of the object that llc makes, or of what a linker makes of it.
  ///
  /// - Parameter sizes: of what the other object defines, where 16 bytes are not enough.
  public func bytes(
    _ machine: Machine, _ form: Form, sizes: [String: Int] = [:]
  ) throws -> [UInt8] {
    let folder = try DataFolder()
    var files = [try compile(for: machine, in: folder, "data")]
    guard form != .object else { return try folder.bytes(files[0]) }
    if form != .shared {
      var others = DataModule(section: ".others")
      for name in undefined {
        others.define(
          name, [.bytes([UInt8](repeating: 0, count: sizes[name] ?? 16))], align: 16)
      }
      files.append(try others.compile(for: machine, in: folder, "others"))
    }
    let options =
      switch form {
      case .object, .program: ["-static", "-e", "0"]
      case .stripped: ["-static", "-e", "0", "-s"]
      case .shared: ["-shared"]
      }
    let linker = machine == .x86_64 ? TypeTool.ld : .ldForARM64
    try linker.run(options + ["-o", "linked"] + files, in: folder.url)
    return try folder.bytes("linked")
  }

  private func compile(
    for machine: Machine, in folder: DataFolder, _ name: String
  ) throws -> String {
    let source = folder.url.appendingPathComponent(name + ".ll")
    try Data(text(for: machine).utf8).write(to: source)
    try TypeTool.llc.run(
      ["-O0", "-filetype=obj", "-relocation-model=pic", source.path, "-o", name + ".o"],
      in: folder.url)
    return name + ".o"
  }
}

extension DataModule {
  /// Stands for types of the vectors' program that the vectors do not have: the smallest descriptor, of an
  /// unsafe.Pointer.
  public mutating func defineSmallTypes(kindOffset: Int, size: Int) {
    for name in undefined {
      // What Go's linker of that time resolves to the type itself, or to nil.
      let type = name.hasPrefix("go.weak.") ? name.dropFirst(8) : name[...]
      guard type.hasPrefix("type."), !type.hasPrefix("type..") else { continue }
      var bytes = [UInt8](repeating: 0, count: size)
      bytes[kindOffset] = 26
      define(name, [.bytes(bytes)])
    }
  }
}

/// A folder of a test's own, removed with its last reference.
public final class DataFolder {
  public let url: URL

  public init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("gometa-types-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  public func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appendingPathComponent(name)))
  }
}
