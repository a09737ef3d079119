import Foundation
import TestSupport

/// The types of Hosts/twins/catalog, compiled by GoMeta: the declarations are those of the Go
/// package, whose functions' code stands here once more.
enum Catalog {
  /// Of the host's own package catalog, or of another of that name.
  enum Origin: String, CaseIterable {
    case shared, foreign

    var path: String {
      self == .shared ? "example.com/twins/catalog" : "example.com/foreign/catalog"
    }
  }

  private static let declarations = Result { try GoDeclarations(of: .host("twins/catalog")) }

  static func module(_ origin: Origin) throws -> IRModule {
    let declared = try declarations.get()
    let pointers = declared.pointerVariables.map { "@{\($0)} = global ptr1 null, align 8" }
    return IRModule(
      path: origin.path, declarations: declared.texts, imports: imports,
      code: (pointers + [code, instances(origin.path)]).joined(separator: "\n"))
  }

  /// Every variable and function that the plugin exports.
  static func exports() throws -> [String] { try declarations.get().exports }

  /// The plugin, made once for each machine and release.
  static func plugin(_ origin: Origin, _ machine: Machine, release: String) throws -> String {
    let name = "catalog-\(origin.rawValue)-\(machine.rawValue)-\(release).so"
    return try plugins.value(for: name) {
      let folder = try TestFolder()
      let plugin = try module(origin).plugin(in: folder, for: machine, release: release)
      let shared = try SharedFolder.path(name)
      try Tool.run("cp", [plugin, shared])
      return shared
    }
  }

  private static let plugins = OnceEach<String>()

  private static let imports = [
    ["fmt", "fmt", "type Stringer interface { String() string }"],
    [
      "time", "time", "type Duration int64", "func (d Duration) Abs() Duration",
      "func (d Duration) Hours() float64", "func (d Duration) Microseconds() int64",
      "func (d Duration) Milliseconds() int64", "func (d Duration) Minutes() float64",
      "func (d Duration) Nanoseconds() int64", "func (d Duration) Round(m Duration) Duration",
      "func (d Duration) Seconds() float64", "func (d Duration) String() string",
      "func (d Duration) Truncate(m Duration) Duration", "type Weekday int",
      "func (d Weekday) String() string",
    ],
  ]

  private static let code = """
    @{Origin} = addrspace(1) global { double, double } zeroinitializer, align 8
    @"go.type:*Point" = external constant i8
    @"go.type:Point" = external constant i8
    @"go.type:map[string]int" = external constant i8
    @"go.type:func()" = external constant i8
    @"go.itab:*Point,Shape" = external constant i8
    @"go.itab:Point,Normed" = external constant i8

    define i64 @{Int.Double}(i64 %i) FN(1) {
      %r = shl i64 %i, 1, LN(1)
      ret i64 %r, LN(1)
    }
    define void @{(*Int).Increment}(ptr1 %i) FN(2) {
      %x = load i64, ptr1 %i, align 8, LN(2)
      %y = add i64 %x, 1, LN(2)
      store i64 %y, ptr1 %i, align 8, LN(2)
      ret void, LN(2)
    }
    define double @{Point.Norm}(double %X, double %Y) FN(3) {
      %x = fmul double %X, %X, LN(3)
      %y = fmul double %Y, %Y, LN(3)
      %r = fadd double %x, %y, LN(3)
      ret double %r, LN(3)
    }
    define void @{(*Point).Scale}(ptr1 %p, double %k) FN(4) {
      %x = load double, ptr1 %p, align 8, LN(4)
      %kx = fmul double %x, %k, LN(4)
      store double %kx, ptr1 %p, align 8, LN(4)
      %place = getelementptr i8, ptr1 %p, i64 8, LN(5)
      %y = load double, ptr1 %place, align 8, LN(5)
      %ky = fmul double %y, %k, LN(5)
      store double %ky, ptr1 %place, align 8, LN(5)
      ret void, LN(5)
    }
    define i64 @{(*Inner).Add}(ptr1 %i, i64 %n) FN(6) {
      %x = load i64, ptr1 %i, align 8, LN(6)
      %y = add i64 %x, %n, LN(6)
      store i64 %y, ptr1 %i, align 8, LN(6)
      ret i64 %y, LN(7)
    }
    define %string @{Inner.Get}(i64 %N, ptr1 %p, i64 %len) FN(8) {
      %s0 = insertvalue %string poison, ptr1 %p, 0, LN(8)
      %s1 = insertvalue %string %s0, i64 %len, 1, LN(8)
      ret %string %s1, LN(8)
    }
    define i64 @{(*Inner).hidden}(ptr1 %i) FN(9) {
      %x = load i64, ptr1 %i, align 8, LN(9)
      ret i64 %x, LN(9)
    }
    define i64 @{Inner.concealed}(i64 %N, ptr1 %p, i64 %len) FN(10) {
      ret i64 %N, LN(10)
    }
    define i8 @{inner.Deep}(i8 %Depth) FN(11) {
      ret i8 %Depth, LN(11)
    }
    define i64 @{Direct.Load}(ptr1 %p) FN(12) {
      %x = load i64, ptr1 %p, align 8, LN(12)
      ret i64 %x, LN(12)
    }
    define i64 @{Function.Tenfold}(ptr1 %f) FN(13) {
      ret i64 10, LN(13)
    }
    define i64 @{Table.Tag}(ptr1 %t) FN(14) {
      ret i64 20, LN(14)
    }
    define i64 @{Pipe.Mark}(ptr1 %p) FN(15) {
      ret i64 30, LN(15)
    }
    \(interface("AsAny", table: "go.type:*Point"))
    \(interface("AsValue", table: "go.type:Point"))
    \(interface("AsShape", table: "go.itab:*Point,Shape"))
    \(interface("AsNormed", table: "go.itab:Point,Normed"))
    \(interface("AsMap", table: "go.type:map[string]int", of: "ptr1 %m"))
    \(interface("AsFunction", table: "go.type:func()", of: "ptr1 %f"))
    define ptr1 @{Same}(ptr1 %p) FN(16) {
      ret ptr1 %p, LN(16)
    }
    """

  /// Methods of an instance of a generic type, and what mentions instances.
  private static func instances(_ path: String) -> String {
    """
    @"go.itab:*Pair[string, *Point],Named" = external constant i8
    @"go.type:*Entry[complex64]" = external constant i8
    define %string @{Pair[string,*\(path).Point].First}(ptr1 %p, i64 %len, ptr1 %value) FN(30) {
      %s0 = insertvalue %string poison, ptr1 %p, 0, LN(30)
      %s1 = insertvalue %string %s0, i64 %len, 1, LN(30)
      ret %string %s1, LN(30)
    }
    define void @{(*Pair[string,*\(path).Point]).Replace}(ptr1 %p, ptr1 %value) FN(31) {
      %place = getelementptr i8, ptr1 %p, i64 16, LN(31)
      store ptr1 %value, ptr1 %place, align 8, LN(31)
      ret void, LN(31)
    }
    \(interface("AsNamed", table: "go.itab:*Pair[string, *Point],Named", of: "ptr1 %p"))
    define %interface @{AsInstance}() FN(32) {
      %type = addrspacecast ptr @"go.type:*Entry[complex64]" to ptr1, LN(32)
      %i0 = insertvalue %interface zeroinitializer, ptr1 %type, 0, LN(32)
      ret %interface %i0, LN(32)
    }
    """
  }

  /// A function that returns an interface value of its argument, or of the address of Origin.
  private static func interface(
    _ name: String, table: String, of parameter: String? = nil
  ) -> String {
    """
    define %interface @{\(name)}(\(parameter ?? "")) FN(20) {
      %table = addrspacecast ptr @"\(table)" to ptr1, LN(20)
      %i0 = insertvalue %interface poison, ptr1 %table, 0, LN(20)
      %i1 = insertvalue %interface %i0, \(parameter ?? "ptr1 @{Origin}"), 1, LN(20)
      ret %interface %i1, LN(20)
    }
    """
  }
}
