import MachineCode
import Symbols
import TestSupport

extension DataModule {
  /// The object that llc makes of the module.
  func object(_ architecture: Architecture) throws -> ObjectFile {
    try ObjectFile(bytes(Machine(architecture), .object))
  }

  /// A program of it and of another object, which defines what it does not.
  func program(_ architecture: Architecture, sizes: [String: Int] = [:]) throws -> ObjectFile {
    try ObjectFile(bytes(Machine(architecture), .program, sizes: sizes))
  }
}

extension DataModule.Machine {
  init(_ architecture: Architecture) {
    switch architecture {
    case .x86_64: self = .x86_64
    case .arm64: self = .arm64
    }
  }
}
