import GoTypes
import LLVM
import MachineCode
import Symbols
import TypeDescriptors

/// What the collector is told of variables in releases where objects carry it: a root program for
/// each of the sections of variables.
extension ModuleLowering {
  /// - Returns: the symbols `gcdata` and `gcbss`, where there are such variables. They are local: Go's
  ///   own linker makes programs of these names for its own data.
  mutating func rootPrograms(
    _ module: borrowing Module, _ builder: inout DescriptorBuilder
  ) throws(CompileError) -> [Symbol] {
    var programs: [Symbol] = []
    for (name, section) in [
      ("gcdata", Naming.dataSection), ("gcbss", Naming.zeroSection),
    ] {
      let (variables, size) = try roots(in: section, module)
      guard !variables.isEmpty else { continue }
      rootPlaces[section] = variables
      do throws(DescriptorError) {
        var program = try builder.rootProgram(named: name, size: size, variables: variables)
        program.binding = .local
        programs.append(program)
      } catch { throw .descriptors(module: contract.package.path, error) }
    }
    return programs
  }

  /// That the object has its variables where the root programs say: the code generator gives some a
  /// section of their own.
  func checkRoots(_ bytes: [UInt8]) throws(CompileError) {
    guard !rootPlaces.isEmpty else { return }
    let object: ObjectFile
    do throws(ObjectFileError) { object = try ObjectFile(bytes) } catch {
      throw .code(function: "", what: "\(error)")
    }
    var places: [String: ObjectFile.Symbol] = [:]
    for symbol in object.symbols where symbol.binding == .global { places[symbol.name] = symbol }
    for (section, variables) in rootPlaces.sorted(by: { $0.key < $1.key }) {
      guard let index = object.section(named: section)?.index else { continue }
      for variable in variables {
        if let place = places[variable.name], place.sectionIndex == .section(index),
          place.value == UInt64(clamping: variable.offset)
        {
          continue
        }
        throw .mismatch(
          symbol: variable.name,
          what: "does not come to lie with the other variables, where the collector looks for it; "
            + "remove what sets it apart, such as !associated")
      }
    }
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
