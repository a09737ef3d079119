public import Foundation

/// Real type data of old Go compilers: the files below Tests/Vectors.
public enum TypeVectors {
  public struct Failure: Error, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
  }

  public typealias Record = [String: Any]

  /// Where a file lies, such as `go1.2/types.jsonl.gz`.
  public static func file(_ name: String) -> URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Vectors/\(name)")
  }

  /// What a compressed file holds.
  public static func contents(_ name: String) throws -> Data {
    let data = try TypeTool.gzip.run(["-dc", file(name).path])
    guard !data.isEmpty else { throw Failure(description: "\(name) is empty") }
    return data
  }

  /// The records of a compressed file of JSON lines.
  public static func load(_ name: String) throws -> [Record] {
    let data = try contents(name)
    var records: [Record] = []
    for line in data.split(separator: UInt8(ascii: "\n")) {
      guard let record = try JSONSerialization.jsonObject(with: line) as? Record else {
        throw Failure(description: "\(name): a line is no object")
      }
      records.append(record)
    }
    guard !records.isEmpty else { throw Failure(description: "\(name) is empty") }
    return records
  }

  /// The records of Go 1.2, in which long type texts are replaced by `@N@`.
  public static func go1_2() throws -> [Record] {
    let records = try load("go1.2/types.jsonl.gz")
    let texts = records.first?["abbr"] as? [String] ?? []
    var known: [String: String] = [:]
    func expand(_ text: String) -> String {
      guard text.contains("@") else { return text }
      if let known = known[text] { return known }
      let parts = text.split(separator: "@", omittingEmptySubsequences: false)
      var result = ""
      for (index, part) in parts.enumerated() {
        result += index % 2 == 0 ? String(part) : expand(texts[Int(part) ?? 0])
      }
      known[text] = result
      return result
    }
    func walk(_ value: Any) -> Any {
      if let text = value as? String { return expand(text) }
      if let list = value as? [Any] { return list.map(walk) }
      if let record = value as? Record {
        return Record(uniqueKeysWithValues: record.map { (expand($0), walk($1)) })
      }
      return value
    }
    return records.dropFirst().compactMap { walk($0) as? Record }
  }
}

/// A program that makes or packs what the tests read.
public enum TypeTool: String {
  case gzip, llc, md5sum
  case ld
  case ldForARM64 = "aarch64-linux-gnu-ld"

  public func path() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let place = self == .llc ? "GOMETA_LLVM_BIN" : "PATH"
    for folder in (environment[place] ?? "").split(separator: ":") {
      let path = folder + "/" + rawValue
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw TypeVectors.Failure(
      description: "the tests need \(rawValue): \(place) does not lead to it")
  }

  /// What the program prints; throws when it fails.
  @discardableResult
  public func run(_ arguments: [String], in folder: URL? = nil) throws -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try path())
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw TypeVectors.Failure(
        description: "\(rawValue) \(arguments.joined(separator: " ")): exit status "
          + "\(process.terminationStatus)")
    }
    return data
  }
}
