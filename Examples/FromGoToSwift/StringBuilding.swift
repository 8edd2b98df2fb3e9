import ZeroAllocation

/// `StringBuilderOptimization(parts)`: a string of many parts.
public func line(of fields: [String]) -> String {
    String(concatenating: fields, separator: ",")
}
