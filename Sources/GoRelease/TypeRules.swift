import GoTypes

/// The constants and choices of a release that concern type descriptors.
public struct TypeRules: Sendable {
  /// Bits of a descriptor's flags byte (`internal/abi`, TFlag…); 0 where a release has none.
  public struct Flags: Sendable {
    public let uncommon: UInt8
    public let extraStar: UInt8
    public let named: UInt8
    public let regularMemory: UInt8
    /// The GC mask is built by the runtime when it is first needed, in the word `GCData` points to.
    public let gcMaskOnDemand: UInt8
    /// Values of the type are stored in an interface's data word itself.
    public let directInterface: UInt8
  }

  /// Bits of the kind byte beside the kind; 0 where a release has none.
  public struct KindFlags: Sendable {
    public let directInterface: UInt8
    public let gcProgram: UInt8
    public let noPointers: UInt8
  }

  /// The numbers of the kinds (`internal/abi`, Kind).
  public struct Kinds: Sendable {
    public let bool, int, int8, int16, int32, int64: UInt8
    public let uint, uint8, uint16, uint32, uint64, uintptr: UInt8
    public let float32, float64, complex64, complex128: UInt8
    public let array, channel, function, interface, map, pointer, slice: UInt8
    public let string, structure, unsafePointer: UInt8
  }

  /// How a type becomes its hash.
  public enum HashRule: Sendable, Equatable {
    case sha256OfLinkString(SHA256Rule)
    /// The first four bytes of MD5 of the string that reflection prints.
    case md5OfString
  }

  /// Which bytes of a link string's SHA-256 are the hash, four of them, and which name the symbol
  /// where its own name is too long, six.
  public struct SHA256Rule: Sendable, Equatable {
    /// How many bytes at the sum's start have all their bits inverted first.
    public let invertedBytes: Int
    public let hashOffset: Int
    public let nameOffset: Int
  }

  /// How descriptors name types, fields, methods and packages.
  public enum NameRule: Sendable, Equatable {
    /// Records of flags, length and bytes, which carry tag and package path too.
    case records(length: NameLength)
    /// Go strings, one each for name, tag and package path.
    case strings
  }

  public enum NameLength: Sendable, Equatable { case uleb128, bigEndian16 }

  /// How descriptors say the way in which values are compared and hashed.
  public enum ComparisonRule: Sendable {
    /// A closure that compares; map types have one that hashes.
    case functions(FunctionNames)
    /// An entry of the runtime's table, or one of the type's own.
    case algorithms(Algorithms)
  }

  /// After what functions that compare or hash are named, where the runtime has none.
  public enum FunctionNames: Sendable, Equatable {
    /// The type's link string, or the size of plain memory: `type:.eq.p.T`, `type:.eqfunc12`.
    case types
    /// What they compare: types of one signature share a function (`type:.eq.M12S`). Such functions
    /// hash words of 4 and 8 bytes by functions of their own.
    case signatures
  }

  /// What descriptors tell the collector.
  public enum GCDataRule: Sendable, Equatable {
    /// A bit a word, in masks that fill a multiple of `padding` bytes. Types with more pointer
    /// words than `longest` have something else.
    case masks(padding: Int, longest: Int)
    /// Programs of 8-byte words that tell every pointer with what it points to (`mgc0.h`).
    case pointerPrograms(PointerPrograms)
  }

  /// Which values an interface's data word holds itself, not their address.
  public enum DirectValues: Sendable, Equatable {
    /// All that fit; shorter ones lie in the word's low bytes (up to Go 1.3).
    case words
    /// Those of pointer-shaped types.
    case pointerShapes
    /// Those that are one pointer word (from Go 1.26).
    case pointerWords
  }

  /// The package in a struct's descriptor, for the unexported fields that do not say theirs.
  public enum StructPackage: Sendable, Equatable {
    /// That of the first unexported field; none without such fields.
    case ofFirstUnexportedField
    /// That of the type's name; of an unnamed struct, that of the first field that is not embedded.
    /// An exported field is of the package being compiled, as is a struct without such fields.
    case ofNameOrFirstField
  }

  /// How an object tells which types are converted to which interfaces.
  public enum ItabRule: Sendable, Equatable {
    /// Not at all: the runtime makes every itab.
    case none
    /// Itabs with room for the methods, which the runtime fills in, and a symbol for each that the
    /// linker makes the table of itabs of.
    case filledByRuntime(symbolPrefix: String, linkPrefix: String)
    /// Complete itabs.
    case complete(symbolPrefix: String)
  }

  public let flags: Flags
  public let kindFlags: KindFlags
  public let kinds: Kinds
  /// What declarations may say, how values lie in memory and how types are written.
  public let language: LanguageVersion
  public let layout: LayoutRules
  public let notation: TypeNotation
  public let maps: MapRule
  /// Whether a pointer to a type that the compiler made up and never compares is none to compare
  /// either (cmd/compile/internal/types/type.go, `NewPtr`).
  public let madeUpPointersAreCompared: Bool
  /// Whether the predeclared types and pointers to them are described by package runtime alone.
  public let basicTypesAreTheRuntimes: Bool
  /// Whether an array of no elements counts as having pointers where its elements would.
  public let emptyArraysHavePointers: Bool
  /// Whether descriptors of one type may occur in several objects whatever the type; otherwise
  /// those of defined types stand in their package's object alone.
  public let namedTypesMayRepeat: Bool
  /// Whether the compiler takes a pointer to `any` for one to a named type, which package runtime's
  /// object alone describes.
  public let anyIsNamed: Bool
  /// The largest alignment, in bytes, of descriptors and GC programs: each is aligned by the
  /// largest power of two up to this that its size reaches.
  public let largestSymbolAlignment: Int
  /// What a type's symbol begins with; the link string follows.
  public let symbolPrefix: String
  /// What the symbol of a method begins with whose receiver has no name and so no package.
  public let unnamedReceiverPrefix: String
  /// The longest type symbol, prefix included, that keeps its name in a dynamically linked image.
  public let longestPlainSymbol: Int
  public let hash: HashRule
  public let names: NameRule
  public let comparison: ComparisonRule
  public let gcData: GCDataRule
  /// Whether masks count the first words of interfaces, the types or itabs, as pointers.
  public let interfaceTypesArePointers: Bool
  public let itabs: ItabRule
  /// Whether the compiler itself makes a typelink symbol for each type that reflection searches.
  public let typesAreLinked: Bool
  /// Whether uncommon data stands before the kind's arrays (of parameters, fields, methods).
  public let uncommonPrecedesArrays: Bool
  public let directValues: DirectValues
  /// Whether the compiler makes functions of named interfaces' methods, `I.M`, for method
  /// expressions.
  public let interfacesHaveCode: Bool
  /// Whether a pointer's descriptor refers to that of a pointer to it only where that is written,
  /// too.
  public let pointersToPointersMustBeWritten: Bool
  /// What stands for the code of a method that is not in the program.
  public let unreachableCode: Int32
  /// Whether `unsafe.Pointer` is said to be of package unsafe, as no other predeclared type is of
  /// any.
  public let unsafePointerHasPackage: Bool
  /// Which package stands in a struct's descriptor.
  public let structPackage: StructPackage
  /// The bit of a function type's result count that marks it variadic.
  public let variadicBit: UInt16
  /// Bits of the byte that a name begins with.
  public let nameIsExported: UInt8
  public let nameHasTag: UInt8
  public let nameHasPackage: UInt8
  public let nameIsEmbedded: UInt8
}
