import GoTypes
import LLVM
import Symbols
import TypeDescriptors

/// What the collector is told of variables in releases where objects carry it: a root program for
/// each of the sections of variables.
extension ModuleLowering {
  /// - Returns: the symbols `gcdata` and `gcbss`, where there are such variables. They are local: Go's
  ///   own linker makes programs of these names for its own data.
  func rootPrograms(
    _ module: borrowing Module, _ builder: inout DescriptorBuilder
  ) throws(CompileError) -> [Symbol] {
    var programs: [Symbol] = []
    for (name, section) in [
      ("gcdata", Naming.dataSection), ("gcbss", Naming.zeroSection),
    ] {
      let (variables, size) = try roots(in: section, module)
      guard !variables.isEmpty else { continue }
      do throws(DescriptorError) {
        var program = try builder.rootProgram(named: name, size: size, variables: variables)
        program.binding = .local
        programs.append(program)
      } catch { throw .descriptors(module: contract.package.path, error) }
    }
    return programs
  }

  /// The variables of a section where the code generator will put them: in the module's order, each
  /// at its alignment.
  private func roots(
    in section: String, _ module: borrowing Module
  ) throws(CompileError) -> (variables: [RootVariable], size: Int64) {
    var types: [String: GoType] = [:]
    for variable in universe.variables where variable.package == contract.package {
      types[FunctionSymbol.name(package: contract.package.path, function: variable.name)] =
        variable.type
    }
    var variables: [RootVariable] = []
    var end: Int64 = 0
    for global in module.globalVariables where global.section == section {
      let size = Int64(clamping: module.dataLayout.size(of: global.valueType) ?? 0)
      let alignment = Int64(max(global.alignment, 1))
      let offset = (end + alignment - 1) / alignment * alignment
      variables.append(
        RootVariable(name: global.name, offset: offset, size: size, type: types[global.name]))
      end = offset + size
    }
    return (variables, (end + 7) / 8 * 8)
  }
}
