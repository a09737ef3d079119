import CLLVM
import GoMeta
import GoMetaHeader
import GoRelease
import LLVM
import Testing

@Suite struct LibraryTests {
  @Test func version() {
    #expect(gometa_version().map { String(cString: $0) } == Version.text)
    #expect(UInt32(GOMETA_VERSION_MAJOR) == Version.major)
    #expect(UInt32(GOMETA_VERSION_MINOR) == Version.minor)
    #expect(UInt32(GOMETA_VERSION_PATCH) == Version.patch)
  }

  @Test func releases() {
    let names = (0...).lazy.map { gometa_release($0).map { String(cString: $0) } }
      .prefix { $0 != nil }.compactMap { $0 }
    #expect(Array(names) == GoRelease.supported.map(\.name))
    #expect(gometa_release(-1) == nil && gometa_release(1 << 40) == nil)
  }

  @Test func sameLLVM() throws { try call { gometa_check_llvm(LLVMGetVersion, $0) } }

  /// A caller that is linked with another release, or with a copy of the same.
  @Test func anotherLLVM() throws {
    let other: gometa_llvm_version = { major, minor, patch in
      major?.pointee = 7
      minor?.pointee = 0
      patch?.pointee = 1
    }
    let copy: gometa_llvm_version = { major, minor, patch in
      let version = LLVMVersion.linked
      major?.pointee = version.major
      minor?.pointee = version.minor
      patch?.pointee = version.patch
    }
    let callers = CallersModule()
    for llvm in [other, copy] {
      let error = try failure(GOMETA_ERROR_LLVM_MISMATCH) { gometa_check_llvm(llvm, $0) }
      #expect(error.message.contains("\(LLVMVersion.linked)"))
      #expect(error.message.contains("link the caller with"))
      var result: OpaquePointer?
      _ = try failure(GOMETA_ERROR_LLVM_MISMATCH) {
        gometa_session_create(callers.module, llvm, "example.com/p", "p", &result, $0)
      }
      _ = try failure(GOMETA_ERROR_LLVM_MISMATCH) {
        gometa_compile_module(callers.module, llvm, nil, &result, $0)
      }
      _ = try failure(GOMETA_ERROR_LLVM_MISMATCH) {
        gometa_pipeline_begin(callers.module, llvm, nil, &result, $0)
      }
      #expect(result == nil)
    }
    let error = try failure(GOMETA_ERROR_LLVM_MISMATCH) { gometa_check_llvm(other, $0) }
    #expect(error.message.contains("LLVM 7.0.1"))
  }
}
