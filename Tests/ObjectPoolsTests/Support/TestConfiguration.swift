import ObjectPools

extension PoolConfiguration {
    /// Keeps idle objects, unless told otherwise, so that no timer disturbs a test.
    static func test(
        maximumCount: Int = 256,
        maximumBytes: Int = 64 << 20,
        maximumObjectBytes: Int? = nil,
        idleTime: Duration? = nil,
        bypass: PoolBypass = .never,
        worthwhileSaving: Duration = PoolConfiguration.default.worthwhileSaving,
        tracing: PoolTracing = .off,
        leaseSampling: Int? = 128
    ) throws -> PoolConfiguration {
        PoolConfiguration(
            retention: try PoolRetention(
                maximumCount: maximumCount,
                maximumBytes: maximumBytes,
                maximumObjectBytes: maximumObjectBytes,
                idleTime: idleTime
            ),
            bypass: bypass,
            worthwhileSaving: worthwhileSaving,
            tracing: tracing,
            leaseSampling: leaseSampling
        )
    }
}
