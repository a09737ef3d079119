/// The table that is printed: one line for each who does a piece of work.
struct Report {
  private var lines: [[String]] = []
  private var bound: Times?

  /// - Parameter unit: how many items the cost is told for, and their name.
  mutating func add(
    _ work: String, _ who: String, _ times: Times, per items: Int, _ unit: String,
    isBound: Bool = false
  ) {
    if isBound { bound = times }
    let scale = unit.hasPrefix("µs") ? 1e3 : unit.hasPrefix("ms") ? 1e6 : 1
    let ratios = bound.map { bound in
      (twoPlaces(times.best / bound.best), twoPlaces(times.median / bound.median))
    }
    lines.append([
      work, who, twoPlaces(times.best / Double(max(items, 1)) / scale),
      twoPlaces(times.median / Double(max(items, 1)) / scale), unit,
      ratios.map(\.0) ?? "", ratios.map(\.1) ?? "",
    ])
  }

  mutating func add(_ work: String, missing who: String, _ why: String) {
    lines.append([work, who, "", "", "left out: " + why, "", ""])
  }

  mutating func forgetBound() { bound = nil }

  func printed() -> String {
    let header = ["work", "who", "best", "median", "unit", "÷ C, best", "÷ C, median"]
    let all = [header, header.map { String(repeating: "-", count: max($0.count, 3)) }] + lines
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { line in
      "| "
        + zip(line, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
        .joined(separator: " | ") + " |"
    }.joined(separator: "\n")
  }
}

func twoPlaces(_ value: Double) -> String {
  guard value.isFinite else { return "-" }
  let hundredths = Int((value * 100).rounded())
  let rest = hundredths % 100
  return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
}
