#if Server

import Hummingbird

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An order as the service keeps it and as it answers with.
struct Order: ResponseCodable, Sendable {
    /// Counts up from 1.
    var id: Int
    var customer: Customer
    var lines: [OrderLine]
    var placedAt: Date
    var status: OrderStatus
}

#endif
