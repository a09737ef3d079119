import Foundation
import GoRelease
import TestSupport
import Testing

/// What a release's own sources say of its run-time records and constants, as its own go/types sees
/// them.
struct ReleaseSources: Decodable {
  struct Field: Decodable {
    var name: String
    var offset, width: Int
  }

  struct Record: Decodable {
    var size: Int
    var fields: [Field]
  }

  /// The release, such as `go1.27.3`.
  var version: String
  /// Structs by qualified name, for each GOARCH.
  var records: [String: [String: Record]]
  /// Integer constants of any type, by qualified name.
  var constants: [String: Int64]
  /// The functions of package runtime that follow the register convention, for each GOARCH: the
  /// scalars of each parameter and each result.
  var functions: [String: [String: String]]
  /// The same of the signatures that GoRelease claims for them.
  var claims: [String: String]

  /// The sources of a release such as `1.24`, read once: every test compares with the same.
  static func of(_ release: GoRelease) throws -> ReleaseSources {
    try #require(all[release.name], "no sources of Go \(release.name) were asked for").get()
  }

  /// The releases whose toolchains can be had.
  static let releases = GoRelease.supported.filter { $0.code.argumentsOnStack == false }

  private static let all = Dictionary(
    uniqueKeysWithValues: releases.map { release in
      (release.name, Result { try read(release.name) })
    })

  /// Those of Go 1.19, the last release of pclntab magic 0xfffffff0.
  static let go1_19 = Result { try read("1.19") }

  private static func read(_ release: String) throws -> ReleaseSources {
    try JSONDecoder().decode(
      ReleaseSources.self,
      from: GoToolchain(release: release).run(
        ["run", "main.go", "functions.go", "amd64", "arm64"],
        in: GoModule(files: [
          "main.go": program, "functions.go": functionProgram, "claims.txt": claims(release),
        ])
      ).standardOutput)
  }

  private static func claims(_ release: String) -> String {
    guard let release = try? GoRelease(named: release) else { return "" }
    return release.runtimeFunctionNames.map { name in
      "\(name)\t\(release.runtimeFunction(named: name) ?? "none")\n"
    }.joined()
  }

  /// Type-checks internal/abi and runtime from source for each architecture.
  private static let program = """
    package main

    import (
    	"encoding/json"
    	"go/ast"
    	"go/build"
    	"go/constant"
    	"go/importer"
    	"go/parser"
    	"go/token"
    	"go/types"
    	"log"
    	"os"
    	"path/filepath"
    	"runtime"
    )

    type field struct {
    	Name   string `json:"name"`
    	Offset int64  `json:"offset"`
    	Width  int64  `json:"width"`
    }

    type record struct {
    	Size   int64   `json:"size"`
    	Fields []field `json:"fields"`
    }

    // compilerConstants adds the constants that a file of the compiler gives as plain numbers.
    func compilerConstants(path, name string, constants map[string]int64) {
    	file, err := parser.ParseFile(
    		token.NewFileSet(), filepath.Join(runtime.GOROOT(), "src", path, name), nil, 0)
    	if err != nil {
    		log.Fatal(err)
    	}
    	ast.Inspect(file, func(node ast.Node) bool {
    		spec, isValue := node.(*ast.ValueSpec)
    		if !isValue || len(spec.Values) != 1 {
    			return true
    		}
    		if literal, isLiteral := spec.Values[0].(*ast.BasicLit); isLiteral {
    			value := constant.MakeFromLiteral(literal.Value, literal.Kind, 0)
    			if number, exact := constant.Int64Val(constant.ToInt(value)); exact {
    				constants[path+"."+spec.Names[0].Name] = number
    			}
    		}
    		return true
    	})
    }

    func main() {
    	records := map[string]map[string]record{}
    	constants := map[string]int64{}
    	runtimes := map[string]*types.Package{}
    	for _, arch := range os.Args[1:] {
    		build.Default.GOARCH = arch
    		build.Default.CgoEnabled = false
    		sizes := types.SizesFor("gc", arch)
    		source := importer.ForCompiler(token.NewFileSet(), "source", nil)
    		records[arch] = map[string]record{}
    		for _, path := range []string{"internal/abi", "runtime", "debug/gosym"} {
    			pkg, err := source.Import(path)
    			if err != nil {
    				log.Fatal(err)
    			}
    			if path == "runtime" {
    				runtimes[arch] = pkg
    			}
    			for _, name := range pkg.Scope().Names() {
    				qualified := path + "." + name
    				switch object := pkg.Scope().Lookup(name).(type) {
    				case *types.Const:
    					value := constant.ToInt(object.Val())
    					if number, exact := constant.Int64Val(value); exact {
    						constants[qualified] = number
    					}
    				case *types.TypeName:
    					named, isNamed := object.Type().(*types.Named)
    					if !isNamed || named.TypeParams() != nil {
    						continue
    					}
    					shape, isStruct := named.Underlying().(*types.Struct)
    					if !isStruct {
    						continue
    					}
    					var members []*types.Var
    					for index := 0; index < shape.NumFields(); index++ {
    						members = append(members, shape.Field(index))
    					}
    					// go/types of Go 1.21 does not count padding at the end.
    					align := sizes.Alignof(shape)
    					size := (sizes.Sizeof(shape) + align - 1) / align * align
    					result := record{Size: size, Fields: []field{}}
    					for index, offset := range sizes.Offsetsof(members) {
    						result.Fields = append(result.Fields, field{
    							members[index].Name(), offset, sizes.Sizeof(members[index].Type()),
    						})
    					}
    					records[arch][qualified] = result
    				}
    			}
    		}
    	}
    	compilerConstants("cmd/compile/internal/reflectdata", "reflect.go", constants)
    	functions := map[string]map[string]string{}
    	for _, arch := range os.Args[1:] {
    		functions[arch] = registerFunctions(arch, runtimes[arch])
    	}
    	json.NewEncoder(os.Stdout).Encode(map[string]any{
    		"version": runtime.Version(), "records": records, "constants": constants,
    		"functions": functions, "claims": claims(),
    	})
    }
    """
}
