import GoMeta
import GoMetaHeader
import GoRelease
import LLVM

// What the library says of itself.

private let version = CText(Version.text)
private let releases = GoRelease.supported.map { CText($0.name) }

@c @implementation
public func gometa_version() -> UnsafePointer<CChar>? { version.start }

@c @implementation
public func gometa_release(_ index: Int) -> UnsafePointer<CChar>? {
  releases.indices.contains(index) ? releases[index].start : nil
}

@c @implementation
public func gometa_check_llvm(
  _ llvm: gometa_llvm_version?, _ error: UnsafeMutablePointer<OpaquePointer?>?
) -> gometa_status {
  report(error) { () throws(Failure) in try checkLLVM(llvm) }
}

/// That the caller's references come from the LLVM that is used here.
func checkLLVM(_ llvm: gometa_llvm_version?) throws(Failure) {
  guard let llvm else { throw .null("llvm") }
  do { try LLVMVersion.check() } catch { throw Failure(error) }
  var theirs = LLVMVersion(major: 0, minor: 0, patch: 0)
  llvm(&theirs.major, &theirs.minor, &theirs.patch)
  let ours = LLVMVersion.linked
  guard theirs == ours else {
    throw Failure(
      GOMETA_ERROR_LLVM_MISMATCH,
      "the caller is linked with LLVM \(theirs), and this GoMeta uses \(ours): link the caller with "
        + "the libLLVM of \(ours), or take the GoMeta for \(theirs)")
  }
  guard unsafeBitCast(llvm, to: UInt.self) == LLVMVersion.functionAddress else {
    throw Failure(
      GOMETA_ERROR_LLVM_MISMATCH,
      "two copies of LLVM \(ours) are in this process, the caller's and the one that GoMeta uses: "
        + "link the caller with the shared libLLVM (llvm-config --link-shared), not with LLVM's "
        + "archives")
  }
}
