import LLVM
import MachineCode
import Symbols

/// Generates machine code, and looks at it: what Go's unwinder could not walk is refused here, with
/// the function's name.
struct CodeGenerator {
  let target: Target
  let optimization: Compiler.Optimization

  /// Some functions need a form of their own, and which ones is known only when they are machine
  /// code: those are then made again.
  func emit(_ module: borrowing Module) throws(CompileError) -> [UInt8] {
    var special: Set<String> = []
    while true {
      let attempt = module.clone()
      switch target.architecture {
      case .x86_64: try X86FrameSize(functions: special).apply(to: attempt)
      case .arm64: try ARM64ReturnAddress(framedLeaves: special).apply(to: attempt)
      }
      let object = try generate(attempt)
      let before = special.count
      for (name, track) in try functionTracks(object) where isSpecial(track) {
        special.insert(name)
      }
      if special.count == before { return object }
    }
  }

  private func isSpecial(_ track: StackPointerTrack) -> Bool {
    switch target.architecture {
    // Go's frames are whole words.
    case .x86_64: track.frameSize % 8 != 0
    // A leaf with a frame must keep its return address where Go looks for it, as others do.
    case .arm64: track.calls.isEmpty && track.frameSize > 0
    }
  }

  private func generate(_ module: borrowing Module) throws(CompileError) -> [UInt8] {
    do throws(LLVMError) {
      let machine = try TargetMachine(
        triple: target.triple, features: target.cpuFeatures,
        optimization: level)
      return try machine.emit(module)
    } catch { throw .llvm(error) }
  }

  /// AArch64's generator of the lowest level stores undefined arguments, which the word at [SP]
  /// must not be written by; the next one up does not.
  private var level: OptimizationLevel {
    let level = OptimizationLevel(rawValue: optimization.rawValue) ?? .standard
    return target.architecture == .arm64 && level == .none ? .less : level
  }

  private func functionTracks(
    _ bytes: [UInt8]
  ) throws(CompileError) -> [(name: String, track: StackPointerTrack)] {
    do throws(CodeTextError) {
      let object: ObjectFile
      do throws(ObjectFileError) { object = try ObjectFile(bytes) } catch {
        throw .object("\(error)")
      }
      let text = try CodeText(object)
      var tracks: [(String, StackPointerTrack)] = []
      for function in text.functions {
        tracks.append((function.name, try text.track(function)))
      }
      return tracks
    } catch {
      throw .code(function: error.function, what: error.what)
    }
  }
}
