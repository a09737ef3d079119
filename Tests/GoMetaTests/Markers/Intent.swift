/// What IR means to say of a call, carried by the name of the function called:
/// `want.3=45.2=-1` for value 45 of PCDATA 3 and −1 of PCDATA 2.
enum Intent {
  static func name(_ values: [Int32: Int32]) -> String {
    "want" + values.sorted { $0.key < $1.key }.map { ".\($0.key)=\($0.value)" }.joined()
  }

  /// The values that a call of that function is meant to have.
  static func values(of callee: String) -> [Int32: Int32] {
    guard callee.hasPrefix("want") else { return [:] }
    var values: [Int32: Int32] = [:]
    for part in callee.split(separator: ".").dropFirst() {
      let pair = part.split(separator: "=").compactMap { Int32($0) }
      if pair.count == 2 { values[pair[0]] = pair[1] }
    }
    return values
  }
}
