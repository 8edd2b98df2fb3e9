extension FindingCollector {
    /// What is said of a call of a function that allocates, or may.
    func called(_ site: CallSite, effect: CalleeEffect, thing: AllocatedThing?) -> EscapeFinding {
        let isGrowth = site.call.callee.map(RuntimeFunction.isGrowth) ?? false
        let isInterpolation = isInterpolation(site)
        let isLongText = isInterpolation && RuntimeFunction.isLongText(site.call)
        let isCertain = isLongText || effect == .always && !isGrowth && !isDecidedWithin(site)
        var result = finding(site, state: isCertain ? .heap : .may, kind: .libraryCall, coldPath: coldPath(site))
        result.subject = site.call.callee.map(Self.subject)
        if !isCertain {
            // What was inlined on the line says more than what it calls.
            if let own = site.own, own > 0 { result.subject = Self.subject(site.chain[own - 1].function) }
            result.isDirect = effect >= .direct
        }
        if isInterpolation { result.subject = Self.interpolation }
        if let subject = result.subject, RuntimeFunction.makesNewArray(subject) {
            result.state = .heap
            result.kind = .arrayStorage
            result.isDirect = nil
            return result
        }
        if effect == .always {
            result.kind = thing?.kind ?? site.call.callee.flatMap(FunctionName.storageKind) ?? .libraryCall
            result.type = thing?.type
        } else if isLongText {
            result.kind = .stringStorage
        } else if site.call.callee.map(RuntimeFunction.isAccessorOfAnyType) == true {
            result.kind = .coroutineFrame
        }
        return result
    }

    /// The subject of what makes a string with values in it.
    static let interpolation = "string interpolation"

    /// Is it one of the calls that a string with values in it is made of?
    private func isInterpolation(_ site: CallSite) -> Bool {
        let isPart = { (name: String) in name.contains("26DefaultStringInterpolation") }
        return site.chain[..<(site.own ?? 0)].contains { isPart($0.function) } || site.call.callee.map(isPart) ?? false
    }
}
