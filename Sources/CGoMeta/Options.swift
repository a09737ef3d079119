import GoMetaHeader

/// A struct of options, which begins with the size that its caller knows.
protocol OptionStruct {
  init()
  /// As the header's macro says.
  static var defaults: Self { get }
  /// How large the first version of the library knew it.
  static var firstSize: Int { get }
}

extension OptionStruct {
  /// What a caller gives: the defaults, overlaid with as much as it knows of.
  static func read(_ given: UnsafePointer<Self>?, _ name: String) throws(Failure) -> Self {
    var options = defaults
    guard let given = UnsafeRawPointer(given) else { return options }
    let size = given.loadUnaligned(as: Int.self)
    let known = MemoryLayout<Self>.size
    // No version will know so many options: a size as large as this was never set.
    guard size >= firstSize, size <= known + 1024 else {
      throw Failure(
        GOMETA_ERROR_OPTION,
        "\(name) has the size \(UInt(bitPattern: size)): initialise it with the macro of its name")
    }
    guard UnsafeRawBufferPointer(start: given, count: size).dropFirst(known).allSatisfy({ $0 == 0 })
    else {
      throw Failure(
        GOMETA_ERROR_OPTION, "\(name) has a member that this version of the library does not know")
    }
    withUnsafeMutableBytes(of: &options) {
      $0.copyMemory(from: UnsafeRawBufferPointer(start: given, count: min(size, known)))
    }
    return options
  }
}

extension gometa_compile_options: OptionStruct {
  static let firstSize = 72
  static var defaults: Self {
    var options = Self()
    options.optimization = 2
    return options
  }
}

extension gometa_function_facts: OptionStruct {
  static let firstSize = 24
  static var defaults: Self { Self() }
}

extension gometa_link_options: OptionStruct {
  static let firstSize = 32
  static var defaults: Self { Self() }
}

extension gometa_rebuild_options: OptionStruct {
  static let firstSize = 32
  static var defaults: Self {
    var options = Self()
    options.jobs = 1
    return options
  }
}

extension gometa_dump_options: OptionStruct {
  static let firstSize = 40
  static var defaults: Self {
    var options = Self()
    options.selection = UInt32(GOMETA_DUMP_ALL)
    return options
  }
}

/// A function of the caller's to be told the steps, as the library tells them.
func progress(
  _ function: gometa_progress?, _ context: UnsafeMutableRawPointer?
) -> @Sendable (String) -> Void {
  guard let function else { return { _ in } }
  // All that is told of goes on in the caller's own thread.
  nonisolated(unsafe) let context = context
  return { step in function(context, step) }
}
