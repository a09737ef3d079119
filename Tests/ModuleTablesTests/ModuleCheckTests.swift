import Foundation
import GoRelease
import MachineCode
import ModuleTables
import Testing

@Suite struct ModuleCheckTests {
  private func problems(_ bytes: [UInt8]) throws -> [String] {
    try ModuleCheck(ModuleImage(MappedImage(ObjectFile(bytes)), release: .go1_27)).problems
  }

  @Test("The image as it was made has no problem")
  func good() throws {
    #expect(try problems(try SampleImage.plain.get().bytes) == [])
  }

  @Test("Each violation is reported, and nothing else", arguments: Violation.all)
  func violation(_ violation: Violation) throws {
    // Addresses are the linker's choice.
    let found = try problems(try violation.image()).map { problem in
      problem.replacing(/touch at 0x[0-9a-f]+/, with: "touch at ADDRESS")
    }
    #expect(found == violation.problems)
  }
}

/// The same images, opened by a program that stock Go built.
@Suite struct StockHostTests {
  /// Opens the plugin and uses what is in it; prints "ok" last.
  private static let source = """
    package main

    import (
      "fmt"
      "os"
      "plugin"
      "reflect"
      "runtime"
    )

    func main() {
      p, err := plugin.Open(os.Args[1])
      if err != nil { fmt.Println(err); os.Exit(1) }
      lookup := func(name string) plugin.Symbol {
        s, err := p.Lookup(name)
        if err != nil { fmt.Println(err); os.Exit(1) }
        return s
      }
      if got := lookup("Add").(func(int, int) int)(40, 2); got != 42 { panic(got) }
      if got := lookup("Zero").(func() float64)(); got != 0 { panic(got) }
      text := lookup("Text").(*string)
      *text = fmt.Sprint("kept ", len(os.Args))
      table := reflect.ValueOf(lookup("Table")).Elem()
      if got := table.Type().String(); got != "[40]*sample.Point" { panic(got) }
      for i := 0; i < table.Len(); i++ {
        table.Index(i).Set(reflect.New(table.Type().Elem().Elem()))
        table.Index(i).Elem().Field(0).SetFloat(float64(i))
      }
      for i := 0; i < 3; i++ {
        runtime.GC()
        for j := 0; j < 1000; j++ { litter = append(litter[:0:0], make([]float64, 3)...) }
      }
      for i := 0; i < table.Len(); i++ {
        if got := table.Index(i).Elem().Field(0).Float(); got != float64(i) { panic(got) }
      }
      if *text != "kept 2" { panic(*text) }
      table.Index(1).Interface().(interface{ Norm() float64 }).Norm()
      fmt.Println("ok")
    }

    var litter []float64
    """

  private struct Host: Sendable {
    var folder: TestFolder

    static let shared = Result { try Host() }

    init() throws {
      folder = try TestFolder()
      try folder.write(StockHostTests.source, to: "host.go")
      try folder.write("module example.com/host\n\ngo 1.21\n", to: "go.mod")
      var settings = [
        "GOTOOLCHAIN": "local", "GOPROXY": "off", "GOFLAGS": "-mod=mod", "GOWORK": "off",
        "CGO_ENABLED": "1", "GOARCH": "amd64",
      ]
      if ProcessInfo.processInfo.environment["GOCACHE"] == nil {
        settings["GOCACHE"] =
          FileManager.default.temporaryDirectory.appendingPathComponent("gometa-go-cache").path
      }
      try Tool.go.run(["build", "-o", "host", "."], in: folder.url, settings: settings)
    }

    func open(_ bytes: [UInt8]) throws -> Tool.Outcome {
      let folder = try TestFolder()
      let file = folder.url.appendingPathComponent("plugin.so")
      try Data(bytes).write(to: file)
      // A minute is the end of a host that hangs.
      return try Tool.run(
        "/usr/bin/env",
        [
          "timeout", "-k", "5", "60", self.folder.url.appendingPathComponent("host").path,
          file.path,
        ],
        in: folder.url)
    }
  }

  @Test("Stock Go opens the image, calls its functions and keeps what its variables hold")
  func good() throws {
    let outcome = try Host.shared.get().open(try SampleImage.plain.get().bytes)
    #expect(outcome.output == "ok\n", "\(outcome.output)\(outcome.errors.prefix(3000))")
  }

  @Test(
    "What the check calls a violation of the runtime's rules, stock Go does not open",
    arguments: Violation.all.filter(\.isFatal))
  func fatal(_ violation: Violation) throws {
    let outcome = try Host.shared.get().open(try violation.image())
    #expect(outcome.status != 0 && outcome.status != 124)
  }
}
