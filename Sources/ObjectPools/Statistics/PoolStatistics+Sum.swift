extension PoolStatistics {
    /// Nothing done, nothing held.
    public init() {
        self.init(gets: 0, puts: 0, news: 0, discards: PoolDiscards(), retained: 0, retainedBytes: 0, netBenefit: nil)
    }

    /// Adds up pools. What pooling saves is known of each alone, and not of the sum.
    static func += (sum: inout PoolStatistics, other: PoolStatistics) {
        sum.gets += other.gets
        sum.puts += other.puts
        sum.news += other.news
        for reason in DiscardReason.allCases { sum.discards[reason] += other.discards[reason] }
        sum.retained += other.retained
        sum.retainedBytes += other.retainedBytes
        sum.netBenefit = nil
    }
}
