import CLLVM
import Foundation
import GoMetaHeader
import Testing

/// Bad arguments are told, whatever they are. What the header declares is gone through, function by
/// function and parameter by parameter: none can be left out.
@Suite struct MisuseTests {
  /// What may be NULL.
  private static let optional: Set<String> = [
    "gometa_session_import.declarations", "gometa_check_file.go", "gometa_dump_file.faults",
  ]

  @Test func everyFunctionIsCalled() throws {
    let header = try HeaderText()
    #expect(header.functions.count > 30)
    #expect(
      Set(header.functions.filter { $0.result == "gometa_status" }.map(\.name))
        == Set(calls.keys))
  }

  @Test func handles() throws {
    let arguments = try Arguments()
    var disposed: [String: OpaquePointer] = [:]
    do {
      let others = try Arguments()
      disposed = others.handles
    }
    var count = 0
    for function in try HeaderText().functions {
      guard let call = calls[function.name] else { continue }
      for parameter in function.parameters {
        let type = parameter.type.replacingOccurrences(of: "const ", with: "")
        guard type.hasSuffix(" *"), let live = arguments.handles[String(type.dropLast(2))],
          let old = disposed[String(type.dropLast(2))]
        else { continue }
        var bad: [OpaquePointer?] = [1, 2, 3, 8, 4096, -1, Int.min, Int.max].map {
          OpaquePointer(bitPattern: $0)
        }
        if !function.name.hasSuffix("_dispose") { bad.append(nil) }
        bad += arguments.handles.values.filter { $0 != live } + [old]
        // Numbers near a live handle's.
        for distance in [1, 8, 1 << 20, 1 << 40, 1 << 62] {
          bad.append(OpaquePointer(bitPattern: Int(bitPattern: live) ^ distance))
        }
        var local = 0
        try withUnsafeMutablePointer(to: &local) { stack in
          for value in bad + [OpaquePointer(stack), arguments.callers.module] {
            try misuse(
              function, parameter.name, value, GOMETA_ERROR_HANDLE, arguments, call)
          }
        }
        count += 1
      }
    }
    #expect(count > 25)
  }

  @Test func nullAndInvalidTexts() throws {
    let arguments = try Arguments()
    // A lone continuation byte, a sequence cut short, a surrogate.
    let texts: [[UInt8]] = [[0x80, 0], [0x61, 0xc3, 0], [0xed, 0xa0, 0x80, 0]]
    var count = 0
    for function in try HeaderText().functions {
      guard let call = calls[function.name] else { continue }
      for parameter in function.parameters {
        let isOptional = Self.optional.contains("\(function.name).\(parameter.name)")
        switch parameter.type {
        case "const char *":
          for text in texts {
            try text.withUnsafeBufferPointer {
              let start = OpaquePointer($0.baseAddress)
              try misuse(function, parameter.name, start, GOMETA_ERROR_UTF8, arguments, call)
            }
          }
        case "const char *const *":
          for text in texts {
            try text.withUnsafeBufferPointer {
              var item = $0.baseAddress
              try withUnsafeMutablePointer(to: &item) {
                let array = OpaquePointer($0)
                try misuse(
                  function, parameter.name, array, GOMETA_ERROR_UTF8, arguments, call)
              }
            }
          }
          var item: OpaquePointer?
          try withUnsafeMutablePointer(to: &item) {
            try misuse(
              function, parameter.name, OpaquePointer($0), GOMETA_ERROR_NULL, arguments, call)
          }
        case "gometa_buffer **", "gometa_texts **", "gometa_session **", "gometa_pipeline **",
          "gometa_table **", "LLVMValueRef *", "gometa_position *", "LLVMModuleRef",
          "LLVMBuilderRef", "LLVMValueRef", "gometa_llvm_version", "gometa_write", "const void *":
          break
        default:
          continue
        }
        count += 1
        guard !isOptional else { continue }
        try misuse(function, parameter.name, nil, GOMETA_ERROR_NULL, arguments, call)
      }
    }
    #expect(count > 50)
  }

  /// Calls with one bad argument: the status is as wanted, the message names the argument, and what
  /// the call should have stored is NULL.
  private func misuse(
    _ function: HeaderText.Function, _ parameter: String, _ value: OpaquePointer?,
    _ status: gometa_status, _ arguments: Arguments,
    _ call: (Arguments, ErrorPlace?) -> gometa_status
  ) throws {
    let place = "\(function.name), \(parameter)"
    let result = function.parameters.first {
      ($0.type.hasSuffix("**") || $0.type == "LLVMValueRef *") && $0.name != "error"
    }
    arguments.bad = (parameter, value)
    arguments.asked = []
    arguments.result = OpaquePointer(bitPattern: 8)
    var error: OpaquePointer?
    #expect(call(arguments, nil) == status, "\(place)")
    #expect(call(arguments, &error) == status, "\(place)")
    #expect(arguments.asked.contains(parameter), "\(place) is not in the call")
    if let result, result.name != parameter {
      #expect(arguments.result == nil, "\(place): result is not NULL")
    }
    guard function.parameters.contains(where: { $0.type == "gometa_error **" }) else { return }
    let told = CallError(status, error)
    #expect(told.message.hasPrefix(parameter), "\(place): \(told.message)")
  }

  /// Getters of what is no handle have nothing to give.
  @Test func getters() throws {
    let arguments = try Arguments()
    for bad in [nil, OpaquePointer(bitPattern: 8), OpaquePointer(bitPattern: -1)]
      + arguments.handles.values.map({ OpaquePointer(bitPattern: Int(bitPattern: $0) ^ 1) })
    {
      #expect(gometa_buffer_bytes(bad) == nil && gometa_buffer_size(bad) == 0)
      #expect(gometa_texts_at(bad, 0) == nil && gometa_texts_count(bad) == 0)
      #expect(gometa_error_message(bad).map { String(cString: $0) } == "")
      #expect(gometa_error_reason(bad).map { String(cString: $0) } == "")
    }
    let texts = arguments.handles["gometa_texts"]
    #expect(gometa_texts_at(texts, gometa_texts_count(texts)) == nil)
    #expect(gometa_texts_at(texts, -1) == nil)
    for dispose in [
      gometa_error_dispose, gometa_buffer_dispose, gometa_texts_dispose, gometa_session_dispose,
      gometa_pipeline_dispose, gometa_table_dispose,
    ] {
      #expect(dispose(nil) == GOMETA_OK)
    }
  }

  /// Numbers of no enumeration, and counts that no array has.
  @Test func numbers() throws {
    var result: OpaquePointer?
    var rebuild = gometa_rebuild_options()
    rebuild.size = MemoryLayout<gometa_rebuild_options>.size
    for change in [
      { $0.stack = gometa_stack_source(rawValue: 9) },
      { $0.unknown_frames = gometa_frame_rule(rawValue: 9) },
      { $0.disagreements = gometa_frame_rule(rawValue: .max) },
    ] as [(inout gometa_rebuild_options) -> Void] {
      var options = rebuild
      change(&options)
      _ = try failure(GOMETA_ERROR_OPTION) { gometa_rebuild(nil, 0, &options, &result, $0) }
    }
    var dump = gometa_dump_options()
    dump.size = MemoryLayout<gometa_dump_options>.size
    dump.selection = UInt32(GOMETA_DUMP_ALL)
    for change in [
      { $0.selection = 0 }, { $0.selection = 16 },
      { $0.style = gometa_dump_style(rawValue: 2) }, { $0.pc_count = -1 },
    ] as [(inout gometa_dump_options) -> Void] {
      var options = dump
      change(&options)
      _ = try failure(GOMETA_ERROR_OPTION) {
        gometa_dump_file("/nowhere", &options, { _, _, _ in 0 }, nil, nil, $0)
      }
    }
    dump.pc_count = 1
    _ = try failure(GOMETA_ERROR_NULL) {
      gometa_dump_file("/nowhere", &dump, { _, _, _ in 0 }, nil, nil, $0)
    }
    _ = try failure(GOMETA_ERROR_OPTION) {
      gometa_compile_ir("", -1, "m.ll", nil, &result, $0)
    }
    _ = try failure(GOMETA_ERROR_OPTION) {
      gometa_link_plugin("p", nil, .min, "/nowhere/out.so", nil, $0)
    }
    _ = try failure(GOMETA_ERROR_LINK) {
      gometa_link_plugin("p", nil, 0, "/nowhere/out.so", nil, $0)
    }
  }
}
