/// `0x…`.
func hexadecimal(_ value: some BinaryInteger) -> String { "0x" + String(value, radix: 16) }

/// The eight digits of a type's hash.
func hashDigits(_ hash: UInt32) -> String {
  let digits = String(hash, radix: 16)
  return String(repeating: "0", count: 8 - digits.utf8.count) + digits
}
