/// Every type descriptor of an image, read in one go.
public struct TypeListing: Sendable {
  /// In order of addresses.
  public internal(set) var descriptors: [TypeDescriptor] = []
  /// Why descriptors or whole tables could not be read; what does not hang on them is there.
  public internal(set) var faults: [TypeReadError] = []

  /// The descriptor at an address.
  public subscript(address: UInt64) -> TypeDescriptor? {
    var low = 0
    var high = descriptors.count
    while low < high {
      let middle = (low + high) / 2
      if descriptors[middle].address < address { low = middle + 1 } else { high = middle }
    }
    guard low < descriptors.count, descriptors[low].address == address else { return nil }
    return descriptors[low]
  }
}

extension TypeTables {
  /// Every descriptor of the file: those with symbols, those that its tables lead to, and all that
  /// these refer to.
  ///
  /// Linkers list few types in tables, but every other is one of something's parts. What is read
  /// together is at most twice as long as the file; descriptors of one file do not overlap.
  public func listing() -> TypeListing {
    var reader = reader
    return listing(&reader)
  }

  /// The same, and counted with what else the reader reads.
  public func listing(_ reader: inout TypeReader) -> TypeListing {
    var walk = TypeWalk(self)
    walk.run(&reader)
    walk.listing.descriptors.sort { $0.address < $1.address }
    return walk.listing
  }

  /// The descriptors; the first fault ends it.
  public func types(_ reader: inout TypeReader) throws(TypeReadError) -> [TypeDescriptor] {
    let listing = listing(&reader)
    if let fault = listing.faults.first { throw fault }
    return listing.descriptors
  }
}

/// The walk from the types that tables name to all that they refer to.
private struct TypeWalk {
  let tables: TypeTables
  var listing = TypeListing()
  /// What is pending or has been.
  private var seen: Set<UInt64> = []
  private var done: Set<UInt64> = []
  private var pending: [UInt64] = []
  private var budget: Int

  init(_ tables: TypeTables) {
    self.tables = tables
    budget = tables.image.storedSize.multipliedReportingOverflow(by: 2).partialValue
  }

  mutating func run(_ reader: inout TypeReader) {
    walkContiguous(&reader)
    for symbol in tables.typeSymbols { add(symbol.address) }
    do throws(TypeReadError) {
      for link in try tables.typelinks() { add(link.type) }
    } catch { listing.faults.append(error) }
    do throws(TypeReadError) {
      for export in try tables.exports(&reader) { add(export.type) }
    } catch { listing.faults.append(error) }
    do throws(TypeReadError) {
      for itab in try tables.itabs(&reader) {
        add(itab.interface)
        add(itab.type)
      }
    } catch { listing.faults.append(error) }
    pending.sort(by: >)
    while let address = pending.popLast() {
      if !done.contains(address) { _ = read(address, &reader) }
    }
  }

  /// Reads one descriptor and notes what it refers to; gives its length.
  private mutating func read(_ address: UInt64, _ reader: inout TypeReader) -> Int? {
    done.insert(address)
    guard budget > 0 else {
      // Once, not for each that is left.
      pending = []
      listing.faults.append(.excess(tables.image.site(at: address)))
      return nil
    }
    do throws(TypeReadError) {
      let type = try reader.descriptor(at: address)
      budget -= type.length
      addReferences(of: type)
      listing.descriptors.append(type)
      return type.length
    } catch {
      budget -= tables.release.types.common.size
      listing.faults.append(error)
      return nil
    }
  }

  private mutating func add(_ reference: TypeReference?) {
    if let address = reference?.address { add(address) }
  }

  private mutating func add(_ address: UInt64) {
    guard tables.image.contains(address), seen.insert(address).inserted else { return }
    pending.append(address)
  }

  /// Where no table lists types, they lie one right after another (`runtime.moduleTypelinks`, Go
  /// 1.27).
  private mutating func walkContiguous(_ reader: inout TypeReader) {
    let layout = tables.release.modules.moduleData
    guard let module = tables.module, let region = tables.region, layout[.typelinks] == nil,
      let field = layout[.typedesclen]
    else { return }
    guard let length = tables.image.number(at: module &+ UInt64(field.offset), width: 8),
      length <= region.end &- region.start
    else { return }
    var address = region.start &+ UInt64(tables.release.modules.typesPrefix)
    let end = region.start &+ length
    var restarts = 64
    while address < end {
      if let size = read(address, &reader) {
        address &+= UInt64(size)
        address = (address &+ 7) & ~7
        continue
      }
      // What cannot be read has no length: the next that is known by a reference to it follows.
      let behind = pending.lazy.filter { $0 > address && $0 < end }
      guard restarts > 0, let next = behind.min() else { return }
      restarts -= 1
      address = next
    }
    if address != end {
      listing.faults.append(
        .malformed(
          tables.image.site(at: region.start),
          what: "the types end at 0x\(String(address, radix: 16)), not where moduledata says"))
    }
  }

  private mutating func addReferences(of type: TypeDescriptor) {
    add(type.header.pointerToThis)
    for part in type.body.parts { add(part) }
    for method in type.uncommon?.methods ?? [] {
      add(method.type)
      add(method.receiverType)
    }
  }
}
