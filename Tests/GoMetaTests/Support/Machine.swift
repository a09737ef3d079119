import Testing

/// An architecture with the programs for it. Code for arm64 runs under qemu.
enum Machine: String, CaseIterable, CustomTestStringConvertible {
  case x86_64, aarch64

  var testDescription: String { rawValue }

  var triple: String { rawValue + "-linux-gnu" }

  /// The name of a binutils program or of gcc.
  func binutil(_ name: String) -> String { self == .x86_64 ? name : triple + "-" + name }

  /// What goes before a program's name to run it.
  var runner: [String] { self == .x86_64 ? [] : ["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"] }

  /// Settings that make the go command build for this machine.
  var goSettings: [String: String] {
    self == .x86_64
      ? ["GOARCH": "amd64", "CGO_ENABLED": "1"]
      : ["GOARCH": "arm64", "CGO_ENABLED": "1", "CC": "aarch64-linux-gnu-gcc"]
  }
}
