extension GoModule {
  /// What a stock Go program prints that opens a plugin and adds 40 and 2 by its
  /// `func Add(a, b int) int`.
  public static func sumOf(_ plugin: String) throws -> String {
    let host = try GoModule(files: [
      "main.go": """
      package main

      import (
      	"fmt"
      	"os"
      	"plugin"
      )

      func main() {
      	plug, err := plugin.Open(os.Args[1])
      	if err != nil {
      		panic(err)
      	}
      	add, err := plug.Lookup("Add")
      	if err != nil {
      		panic(err)
      	}
      	fmt.Println(add.(func(int, int) int)(40, 2))
      }
      """
    ])
    return try GoToolchain().run(
      ["run", ".", plugin], in: host, environment: ["CGO_ENABLED": "1"]
    ).text
  }
}
