import Foundation
import GoTypes
import TestSupport

/// The types of real packages, in the declarations that a front end would write.
struct StandardLibrary: Decodable {
  struct Listed: Decodable {
    var path, name: String
    var declarations: [String]
    /// The names of the types that are declared.
    var types: [String]
  }

  /// In an order in which each refers to earlier ones only.
  var packages: [Listed]

  static let roots = [
    "archive/tar", "bufio", "compress/flate", "debug/dwarf", "debug/elf", "encoding/json",
    "encoding/xml", "go/ast", "go/types", "image", "image/color", "math/big", "net/http", "net/url",
    "os", "reflect", "regexp/syntax", "text/template/parse", "time",
  ]

  init(_ toolchain: GoToolchain) throws {
    let module = try GoModule(files: ["main.go": Self.program])
    let output = try toolchain.run(["run", "main.go"] + Self.roots, in: module)
    self = try JSONDecoder().decode(StandardLibrary.self, from: output.standardOutput)
  }

  func universe() throws -> Universe {
    var universe = Universe()
    for package in packages {
      try universe.declare(
        package.declarations, in: Package(path: package.path, name: package.name))
    }
    return universe
  }

  /// Type-checks packages and what they import from source, and prints the declarations of types,
  /// less those that mention generic types or names which only another package can write.
  private static let program = #"""
    package main

    import (
    	"bytes"
    	"encoding/json"
    	"go/build"
    	"go/importer"
    	"go/token"
    	"go/types"
    	"log"
    	"os"
    )

    type listed struct {
    	Path         string   `json:"path"`
    	Name         string   `json:"name"`
    	Declarations []string `json:"declarations"`
    	Types        []string `json:"types"`
    }

    var (
    	order []*types.Package
    	seen  = map[*types.Package]bool{}
    	kept  = map[*types.Named]bool{}
    )

    func visit(pkg *types.Package) {
    	if seen[pkg] || pkg == types.Unsafe {
    		return
    	}
    	seen[pkg] = true
    	for _, imported := range pkg.Imports() {
    		visit(imported)
    	}
    	order = append(order, pkg)
    }

    func foreign(object types.Object, pkg *types.Package) bool {
    	return !object.Exported() && object.Pkg() != pkg
    }

    func tuple(t *types.Tuple, pkg *types.Package) bool {
    	for v := range t.Variables() {
    		if !ok(v.Type(), pkg) {
    			return false
    		}
    	}
    	return true
    }

    // ok reports whether package pkg can write type t in terms of kept types.
    func ok(t types.Type, pkg *types.Package) bool {
    	switch t := t.(type) {
    	case *types.Alias:
    		if t.TypeArgs() != nil || t.TypeParams() != nil || foreign(t.Obj(), pkg) {
    			return false
    		}
    		return t.Obj().Pkg() == nil || ok(t.Rhs(), t.Obj().Pkg())
    	case *types.Basic:
    		return true
    	case *types.Named:
    		if t.Obj().Pkg() == nil {
    			return t.Obj().Name() == "error"
    		}
    		return kept[t] && !foreign(t.Obj(), pkg)
    	case *types.Pointer:
    		return ok(t.Elem(), pkg)
    	case *types.Slice:
    		return ok(t.Elem(), pkg)
    	case *types.Array:
    		return ok(t.Elem(), pkg)
    	case *types.Chan:
    		return ok(t.Elem(), pkg)
    	case *types.Map:
    		return ok(t.Key(), pkg) && ok(t.Elem(), pkg)
    	case *types.Signature:
    		return t.TypeParams() == nil && tuple(t.Params(), pkg) && tuple(t.Results(), pkg)
    	case *types.Struct:
    		for f := range t.Fields() {
    			if foreign(f, pkg) || !ok(f.Type(), pkg) {
    				return false
    			}
    		}
    		return true
    	case *types.Interface:
    		for m := range t.Methods() {
    			if foreign(m, pkg) || !ok(m.Type(), pkg) {
    				return false
    			}
    		}
    		return t.IsMethodSet()
    	}
    	return false
    }

    func qualify(pkg *types.Package) types.Qualifier {
    	return func(other *types.Package) string {
    		if other == pkg {
    			return ""
    		}
    		if other == types.Unsafe {
    			return "unsafe"
    		}
    		return "\"" + other.Path() + "\""
    	}
    }

    func declarable(t *types.Named) bool {
    	pkg := t.Obj().Pkg()
    	for m := range t.Methods() {
    		if !ok(m.Type(), pkg) {
    			return false
    		}
    	}
    	return ok(t.Underlying(), pkg)
    }

    func main() {
    	build.Default.CgoEnabled = false
    	source := importer.ForCompiler(token.NewFileSet(), "source", nil)
    	for _, path := range os.Args[1:] {
    		pkg, err := source.Import(path)
    		if err != nil {
    			log.Fatal(err)
    		}
    		visit(pkg)
    	}
    	var all []*types.Named
    	for _, pkg := range order {
    		for _, name := range pkg.Scope().Names() {
    			object, isType := pkg.Scope().Lookup(name).(*types.TypeName)
    			if !isType || object.IsAlias() {
    				continue
    			}
    			if named, isNamed := object.Type().(*types.Named); isNamed && named.TypeParams() == nil {
    				kept[named] = true
    				all = append(all, named)
    			}
    		}
    	}
    	for again := true; again; {
    		again = false
    		for _, named := range all {
    			if kept[named] && !declarable(named) {
    				delete(kept, named)
    				again = true
    			}
    		}
    	}
    	var packages []*listed
    	byPath := map[string]*listed{}
    	for _, pkg := range order {
    		entry := &listed{pkg.Path(), pkg.Name(), []string{}, []string{}}
    		byPath[pkg.Path()] = entry
    		packages = append(packages, entry)
    		for _, name := range pkg.Scope().Names() {
    			object, isType := pkg.Scope().Lookup(name).(*types.TypeName)
    			if !isType || !object.IsAlias() {
    				continue
    			}
    			if alias, isAlias := object.Type().(*types.Alias); isAlias && ok(alias, pkg) {
    				text := "type " + name + " = " + types.TypeString(alias.Rhs(), qualify(pkg))
    				entry.Declarations = append(entry.Declarations, text)
    			}
    		}
    	}
    	for _, named := range all {
    		if !kept[named] {
    			continue
    		}
    		object := named.Obj()
    		entry := byPath[object.Pkg().Path()]
    		qualifier := qualify(object.Pkg())
    		text := "type " + object.Name() + " " + types.TypeString(named.Underlying(), qualifier)
    		entry.Declarations = append(entry.Declarations, text)
    		entry.Types = append(entry.Types, object.Name())
    		for m := range named.Methods() {
    			var buffer bytes.Buffer
    			buffer.WriteString("func (")
    			if _, isPointer := m.Signature().Recv().Type().(*types.Pointer); isPointer {
    				buffer.WriteString("*")
    			}
    			buffer.WriteString(object.Name() + ") " + m.Name())
    			types.WriteSignature(&buffer, m.Signature(), qualifier)
    			entry.Declarations = append(entry.Declarations, buffer.String())
    		}
    	}
    	json.NewEncoder(os.Stdout).Encode(map[string]any{"packages": packages})
    }
    """#
}
