import Testing

@testable import AllocationTesting

/// Measures `body` as a test with traits of these rules would be, and says how it breaks them.
func violations(
    of rules: AllocationRule...,
    warmUps: Int = 2,
    sourceLocation: SourceLocation = #_sourceLocation,
    by body: @concurrent @Sendable () async throws -> Void
) async throws -> [String] {
    try await MeasuredTest(rules: rules, warmUps: warmUps, sourceLocation: sourceLocation).violations(of: body)
}
