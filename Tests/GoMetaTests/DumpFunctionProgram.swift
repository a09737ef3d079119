import Foundation
import TestSupport

/// A Go program in the forms in which programs come.
enum DumpFunctionProgram {
  static let source = """
    package main

    import (
      "fmt"
      "os"
      "sort"
    )

    type shape interface{ area() int }
    type box struct{ w, h int }

    func (b box) area() int { return product(b.w, b.h) }
    func product(a, b int) int { return a * b }

    //go:noinline
    func total(shapes []shape) (sum int) {
      defer func() { sum++ }()
      for _, s := range shapes {
        sum += s.area() + product(len(shapes), 2)
      }
      return sum
    }

    func main() {
      shapes := []shape{box{2, 3}, &box{4, 5}}
      sort.Slice(shapes, func(i, k int) bool { return shapes[i].area() > shapes[k].area() })
      fmt.Fprintln(os.Stderr, total(shapes))
    }
    """

  /// Builds it in a folder and returns the file's path.
  static func build(
    _ name: String, in module: GoModule, release: String, architecture: String = "amd64",
    _ flags: [String] = []
  ) throws -> String {
    let go = try GoToolchain(release: release)
    let usesC = flags.contains("-buildmode=c-shared") || flags.contains("-buildmode=plugin")
    try go.run(
      ["build"] + flags + ["-o", module.path(name), "."], in: module,
      environment: ["GOARCH": architecture, "CGO_ENABLED": usesC ? "1" : "0"])
    return module.path(name)
  }

  static func module() throws -> GoModule {
    try GoModule(files: ["main.go": source])
  }
}
