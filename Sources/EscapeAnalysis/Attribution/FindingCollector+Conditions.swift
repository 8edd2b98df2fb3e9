extension FindingCollector {
    /// Is it up to what was inlined on the line whether the call is made, rather than to the function that the line is in?
    ///
    /// A branch that decides it then bears the line and column of the call itself.
    func isDecidedWithin(_ site: CallSite) -> Bool {
        guard let own = site.own, let key = site.key, let file = files.file(key.path),
            let function = file.function(atLine: key.line)
        else { return false }
        return SILFlow(function, in: file).isDecided(line: key.line) { branch in
            let chain = file.chain(of: branch)
            return sources.first(chain, of: branch).map { chain[$0] } == site.chain[own]
        }
    }

    /// Is it a literal without elements, for which nothing is stored?
    func isEmptyLiteral(_ site: CallSite) -> Bool {
        guard let callee = site.call.callee, RuntimeFunction.takesLiteral(callee),
            let (file, call) = place(of: site, calling: callee),
            let arguments = file.instruction(atLine: call)?.arguments, let open = arguments.firstIndex(of: "(")
        else { return false }
        var value = Self.value(in: arguments[open...])
        var line = call
        // From the argument back to where it comes from, by way of conversions.
        while !value.isEmpty, let definition = file.definition(of: value, before: line) {
            if definition.text.firstRange(of: " @_swiftEmptyArrayStorage") != nil { return true }
            value = Self.value(in: definition.text.drop { $0 != "=" })
            line = definition.line
        }
        return false
    }

    /// Where the SIL of a call is; by the function's name if debug information does not say.
    private func place(of site: CallSite, calling callee: String) -> (SILFile, line: Int)? {
        if let key = site.key, let file = files.file(key.path) { return (file, key.line) }
        guard let (file, function) = files.body(of: FunctionName.base(site.function)) else { return nil }
        var value: Substring?
        for line in function.lines {
            let text = file.text(ofLine: line)
            if let value, text.contains("apply \(value)(") { return (file, line) }
            if text.contains("function_ref @\(callee) :") { value = Self.value(in: text) }
        }
        return nil
    }

    /// The first name of a value, such as `%5`; empty if there is none.
    private static func value(in text: Substring) -> Substring {
        text.drop { $0 != "%" }.prefix { $0 == "%" || $0.isASCII && $0.isNumber }
    }
}
