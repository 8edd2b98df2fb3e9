/// Why bytes could not be compressed or decompressed.
package struct GzipError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added.
    package struct Code: Hashable, Sendable {
        private let name: String

        /// Not gzip data, or data that was cut off or altered.
        package static let damaged = Code(name: "damaged")
        /// The decompressed bytes are more than the caller allowed.
        package static let tooLarge = Code(name: "tooLarge")
        /// zlib could not get the memory it needs.
        package static let outOfMemory = Code(name: "outOfMemory")
    }

    package var code: Code
    package var message: String

    package var description: String { message }
}
