/// A debug scope of SIL: a function, a block in one, or one of their inlined copies.
struct SILScope: Hashable, Sendable {
    enum Parent: Hashable, Sendable {
        case scope(Int)
        case function(String)
    }

    var location: SILLocation?
    var parent: Parent
    /// The scope of the call that this one was inlined at.
    var inlinedAt: Int?

    /// A line such as `sil_scope 33 { loc "f":1:2 parent @name : $type inlined_at 32 }`, with its number.
    static func parse(_ line: Substring) -> (number: Int, scope: SILScope)? {
        guard line.hasPrefix("sil_scope ") else { return nil }
        let rest = line.dropFirst("sil_scope ".count)
        guard let number = Int(rest.prefix { $0 != " " }), let parent = rest.firstRange(of: " parent ") else {
            return nil
        }
        let location = SILLocation(in: rest[..<parent.lowerBound])
        let after = rest[parent.upperBound...]
        let name = after.prefix { $0 != " " }
        var inlinedAt: Int?
        if let place = after.lastRange(of: " inlined_at ") {
            inlinedAt = Int(after[place.upperBound...].prefix { $0 != " " })
        }
        if name.first == "@" {
            let scope = SILScope(location: location, parent: .function(String(name.dropFirst())), inlinedAt: inlinedAt)
            return (number, scope)
        }
        guard let outer = Int(name) else { return nil }
        return (number, SILScope(location: location, parent: .scope(outer), inlinedAt: inlinedAt))
    }
}
