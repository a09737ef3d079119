import LLVM
import Testing

@Suite struct VersionTests {
  @Test func theLibraryLinkedIsTheReleaseOfTheTools() throws {
    let printed = try Tool.llvm("llvm-config").output(["--version"], in: Folder())
    #expect(printed.split(separator: "\n").first.map(String.init) == "\(LLVMVersion.linked)")
  }

  @Test func headersAndLibraryAgree() throws {
    #expect(LLVMVersion.headers == LLVMVersion.linked)
    try LLVMVersion.check()
  }

  @Test func aMismatchIsWordedForWhoeverMustMendIt() {
    let error = LLVMError.versionMismatch(
      headers: LLVMVersion(major: 22, minor: 1, patch: 0),
      linked: LLVMVersion(major: 19, minor: 1, patch: 7))
    #expect(
      "\(error)"
        == "LLVM 19.1.7 is loaded, but 22.1.0 was compiled against: rebuild, or load 22.1.0")
  }
}
