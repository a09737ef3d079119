import Foundation
import GoMeta
import GoMetaHeader
import TestSupport
import Testing

/// What is read of files, linked and rebuilt through the header is what the Swift API gives.
@Suite struct FileTests {
  private final class Plugin: Sendable {
    let folder: TestFolder
    var object: String { folder.path("geometry.o") }
    var plugin: String { folder.path("geometry.so") }

    init() throws {
      folder = try TestFolder()
      let input = try Repository.bytes(Repository.geometry)
      var object: OpaquePointer?
      try call { gometa_compile_ir(input, input.count, "geometry.ll", nil, &object, $0) }
      try call { gometa_buffer_write(object, folder.path("geometry.o"), $0) }
      let written = try Files.read(folder.path("geometry.o"))
      #expect(take(object) == written)
    }

    func link() async throws {
      try await onThread { [self] in
        try object.withCString { object in
          var objects: [UnsafePointer<CChar>?] = [object]
          try call {
            gometa_link_plugin("example.com/geometry", &objects, 1, plugin, nil, $0)
          }
        }
      }
    }
  }

  @Test func plugins() async throws {
    let files = try Plugin()
    try await files.link()
    try await Linker().plugin(
      "example.com/geometry", objects: [files.object], output: files.folder.path("swift.so"))
    let (ours, swifts) = (
      try Files.read(files.plugin), try Files.read(files.folder.path("swift.so"))
    )
    #expect(ours == swifts)

    var problems: OpaquePointer?
    try call { gometa_check_file(files.plugin, nil, &problems, $0) }
    #expect(take(texts: problems).isEmpty)
    try call { gometa_check_file(files.plugin, "1.27", &problems, $0) }
    #expect(take(texts: problems).isEmpty)
    let error = try failure(GOMETA_ERROR_FILE) {
      gometa_check_file(files.object, nil, &problems, $0)
    }
    #expect(error.file == files.object && problems == nil)
    _ = try failure(GOMETA_ERROR_OPTION) {
      gometa_check_file(files.plugin, "1.99", &problems, $0)
    }
  }

  @Test func refusedLinks() async throws {
    try await onThread { try Self.refuseLinks() }
  }

  private static func refuseLinks() throws {
    let files = try Plugin()
    let missing = files.folder.path("missing.o")
    try missing.withCString { path in
      var objects: [UnsafePointer<CChar>?] = [path]
      let error = try failure(GOMETA_ERROR_FILE) {
        gometa_link_plugin("example.com/geometry", &objects, 1, files.plugin, nil, $0)
      }
      #expect(error.file == missing)
    }
    try files.object.withCString { object in
      try "/nowhere/ld".withCString { linker in
        var objects: [UnsafePointer<CChar>?] = [object, object]
        let twice = try failure(GOMETA_ERROR_LINK) {
          gometa_link_plugin("example.com/geometry", &objects, 2, files.plugin, nil, $0)
        }
        #expect(twice.file == files.object)
        var options = gometa_link_options()
        options.size = MemoryLayout<gometa_link_options>.size
        options.linker = linker
        let error = try failure(GOMETA_ERROR_LINK) {
          gometa_link_plugin("example.com/geometry", &objects, 1, files.plugin, &options, $0)
        }
        #expect(error.message.contains("/nowhere/ld"))
      }
    }
    #expect(!FileManager.default.fileExists(atPath: files.plugin))
  }

  @Test(arguments: ["1.27", "1.2"]) func tables(release: String) async throws {
    let files = try Plugin()
    let rebuilt = try await FunctionTableRebuilder(release: release).rebuild([files.object])
    try files.object.withCString { object in
      try release.withCString { go in
        var objects: [UnsafePointer<CChar>?] = [object]
        var options = gometa_rebuild_options()
        options.size = MemoryLayout<gometa_rebuild_options>.size
        options.go = go
        options.jobs = .max
        var table: OpaquePointer?
        var result: OpaquePointer?
        try call { gometa_rebuild(&objects, 1, &options, &table, $0) }
        defer { #expect(gometa_table_dispose(table) == GOMETA_OK) }
        try call { gometa_table_object(table, &result, $0) }
        let object = try rebuilt.object()
        #expect(take(result) == object)
        try call { gometa_table_raw(table, &result, $0) }
        let raw = try rebuilt.raw()
        #expect(take(result) == raw)
        try call { gometa_table_notes(table, &result, $0) }
        #expect(take(texts: result) == rebuilt.notes)
      }
    }
    var table: OpaquePointer?
    try "1.99".withCString { go in
      var options = gometa_rebuild_options()
      options.size = MemoryLayout<gometa_rebuild_options>.size
      options.go = go
      _ = try failure(GOMETA_ERROR_OPTION) { gometa_rebuild(nil, 0, &options, &table, $0) }
    }
    try "/nowhere.o".withCString { path in
      var paths: [UnsafePointer<CChar>?] = [path]
      let error = try failure(GOMETA_ERROR_FILE) { gometa_rebuild(&paths, 1, nil, &table, $0) }
      #expect(error.file == "/nowhere.o" && table == nil)
    }
  }

  private final class Lines {
    var bytes: [UInt8] = []
    var calls = 0
    /// How many calls to take before stopping.
    var limit = Int.max

    static let write: gometa_write = { context, start, count in
      guard let context else { return 1 }
      let lines = Unmanaged<Lines>.fromOpaque(context).takeUnretainedValue()
      lines.bytes += UnsafeRawBufferPointer(start: start, count: count)
      lines.calls += 1
      return lines.calls < lines.limit ? 0 : 1
    }

    var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }
  }

  private func options() -> gometa_dump_options {
    var options = gometa_dump_options()
    options.size = MemoryLayout<gometa_dump_options>.size
    options.selection = UInt32(GOMETA_DUMP_ALL)
    return options
  }

  @Test func dumps() async throws {
    let files = try Plugin()
    try await files.link()
    for (selection, swift) in [
      (GOMETA_DUMP_ALL, DumpSelection.everything), (GOMETA_DUMP_TYPES, .types),
      (GOMETA_DUMP_GC, .gc), (GOMETA_DUMP_EXPORTS, .exports), (GOMETA_DUMP_FUNCTIONS, .functions),
    ] {
      for style in [DumpStyle.json, .text] {
        for file in [files.object, files.plugin] {
          var expected: [UInt8] = []
          let faults = try FileDump(file).write(swift, style) { expected += $0 }
          let lines = Lines()
          var given = options()
          given.selection = UInt32(selection)
          given.style = style == .json ? GOMETA_DUMP_JSON : GOMETA_DUMP_TEXT
          var found: OpaquePointer?
          try call { gometa_dump_file(file, &given, Lines.write, lines.context, &found, $0) }
          #expect(lines.bytes == expected && take(texts: found) == faults)
          if style == .json, selection == GOMETA_DUMP_ALL {
            let everything = Lines()
            try call {
              gometa_dump_file(file, nil, Lines.write, everything.context, nil, $0)
            }
            #expect(everything.bytes == expected)
          }
        }
      }
    }
  }

  @Test func dumpsOfPlaces() async throws {
    let files = try Plugin()
    try await files.link()
    // objdump knows where the function is.
    let symbols = try NativeTool.run("/usr/bin/nm", [files.plugin])
    let line = try #require(
      symbols.split(separator: "\n").first { $0.hasSuffix(" example.com/geometry.Add") })
    let address = try #require(UInt64(line.prefix(16), radix: 16))
    let lines = Lines()
    var given = options()
    var faults: OpaquePointer?
    try [address, 1].withUnsafeBufferPointer { pcs in
      (given.pcs, given.pc_count) = (pcs.baseAddress, pcs.count)
      try call {
        gometa_dump_file(files.plugin, &given, Lines.write, lines.context, &faults, $0)
      }
    }
    #expect(String(decoding: lines.bytes, as: UTF8.self).contains("example.com/geometry.Add"))
    #expect(take(texts: faults) == ["0x1 is in no function"])
  }

  @Test func callbacksThatStop() async throws {
    let files = try Plugin()
    try await files.link()
    // Functions come in few calls of many lines each.
    for (selection, limits) in [(GOMETA_DUMP_ALL, 1...3), (GOMETA_DUMP_FUNCTIONS, 1...1)] {
      for limit in limits {
        let lines = Lines()
        lines.limit = limit
        var given = options()
        given.selection = UInt32(selection)
        var faults: OpaquePointer? = OpaquePointer(bitPattern: 8)
        var error: OpaquePointer?
        let status = gometa_dump_file(
          files.plugin, &given, Lines.write, lines.context, &faults, &error)
        #expect(CallError(status, error).status == GOMETA_ERROR_CALLBACK)
        #expect(lines.calls == limit && faults == nil)
      }
    }
  }
}
