import LLVM

extension Module {
  /// Adds data that travels in the object and that every linker drops from images (SHF_EXCLUDE).
  func addExcluded(
    _ name: String, in section: String, _ contents: Constant
  ) throws(LLVMError) {
    let global = try addGlobalVariable(
      name, initializer: contents, linkage: .private, readOnly: true)
    try global.setSection(section)
    try global.setAlignment(8)
    try global.setMetadata(context.metadataKind("exclude"), to: context.metadata([]))
  }
}
