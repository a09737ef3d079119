import Foundation
import TestSupport

/// What a release's own sources say of its run-time records and constants, as go/types sees them.
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

  /// Read once; every test compares with the same.
  static let shared = Result {
    try JSONDecoder().decode(
      ReleaseSources.self,
      from: GoToolchain().run(
        ["run", "main.go", "amd64", "arm64"], in: GoModule(files: ["main.go": program])
      ).standardOutput)
  }

  /// Type-checks internal/abi and runtime from source for each architecture.
  private static let program = """
    package main

    import (
    	"encoding/json"
    	"go/build"
    	"go/constant"
    	"go/importer"
    	"go/token"
    	"go/types"
    	"log"
    	"os"
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

    func main() {
    	records := map[string]map[string]record{}
    	constants := map[string]int64{}
    	for _, arch := range os.Args[1:] {
    		build.Default.GOARCH = arch
    		build.Default.CgoEnabled = false
    		sizes := types.SizesFor("gc", arch)
    		source := importer.ForCompiler(token.NewFileSet(), "source", nil)
    		records[arch] = map[string]record{}
    		for _, path := range []string{"internal/abi", "runtime"} {
    			pkg, err := source.Import(path)
    			if err != nil {
    				log.Fatal(err)
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
    					for member := range shape.Fields() {
    						members = append(members, member)
    					}
    					result := record{Size: sizes.Sizeof(shape), Fields: []field{}}
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
    	json.NewEncoder(os.Stdout).Encode(map[string]any{
    		"version": runtime.Version(), "records": records, "constants": constants,
    	})
    }
    """
}
