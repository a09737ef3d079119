import GoMeta
import LLVM

/// Ends the function that the builder stands in: it returns the address of a type's descriptor, as
/// Go's `reflect.TypeOf` would need it.
func returnDescriptor(
  of type: String, _ package: GoPackageWriter, _ builder: borrowing Builder,
  in module: borrowing Module
) throws {
  // @"go.type:map[string]*Point": checked here, written or imported when the plugin is linked.
  let descriptor = try package.descriptor(of: type, in: module)
  builder.ret(descriptor.pointerToInteger(module.context.i64))
}
