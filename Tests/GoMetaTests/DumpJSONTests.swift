import Foundation
import GoMeta
import Testing

/// JSON as Foundation's reader reads it.
@Suite struct DumpJSONTests {
  @Test(
    "A string is read back as it was",
    arguments: [
      "", "plain", "\"quoted\" \\ back", "tab\tline\nreturn\r", "\u{0}\u{1f}\u{7f}\u{85}",
      "·∕世界", "\u{1f600}", "\u{2028}\u{2029}", "json:\"a,omitempty\"",
    ])
  func strings(text: String) throws {
    let line = JSONValue.array([.string(text)]).text
    let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String]
    #expect(read == [text])
    #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x2028 })
  }

  @Test("Integers keep all their digits")
  func integers() throws {
    let line = JSONValue.array([JSONValue(UInt64.max), JSONValue(Int64.min), 0]).text
    #expect(line == "[18446744073709551615,-9223372036854775808,0]")
  }

  @Test("Members keep their order")
  func order() {
    let value: JSONValue = ["z": 1, "a": [true, nil], "m": ["b": "c"]]
    #expect(value.text == #"{"z":1,"a":[true,null],"m":{"b":"c"}}"#)
  }

  @Test("A record begins with its kind")
  func record() {
    let record = DumpRecord(.export, ["name": "F"], text: ["export F"])
    #expect(record.json == #"{"record":"export","name":"F"}"#)
  }
}
