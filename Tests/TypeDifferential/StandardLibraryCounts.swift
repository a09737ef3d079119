/// How many descriptors the standard library of the releases in Scripts/toolchains.txt has, so that
/// none goes missing on the way here. Found by two ways for Go 1.27 on amd64: the compiler's listing
/// (`go build -a -gcflags=-S std`) has as many.
enum StandardLibraryCounts {
  private static let counts: [String: [String: Int]] = [
    "1.21": ["amd64": 39857, "arm64": 39834],
    "1.22": ["amd64": 41956, "arm64": 41932],
    "1.23": ["amd64": 43563, "arm64": 43541],
    "1.24": ["amd64": 45901, "arm64": 45879],
    "1.25": ["amd64": 47629, "arm64": 47607],
    "1.26": ["amd64": 49514, "arm64": 49486],
    "1.27": ["amd64": 53281, "arm64": 53259],
  ]

  /// Nil where the dump is of other packages.
  static func count(of dump: TypeDump) -> Int? {
    dump.subject == "std" ? counts[dump.release]?[dump.architecture] ?? 0 : nil
  }
}
