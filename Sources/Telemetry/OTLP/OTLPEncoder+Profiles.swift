#if Server

internal import Foundation
internal import Profiles
internal import SwiftProtobuf

extension OTLPEncoder {
    /// Profiles as a request of the signal in development.
    ///
    /// - Parameter time: Nanoseconds since 1970, at which they were read.
    func encode(heap: HeapProfile?, cpu: CPUProfile?, at time: UInt64) throws -> (body: [UInt8], profiles: Int) {
        var tables = ProfileTables()
        var messages: [OTLPProfile] = []
        if let heap { messages += profiles(of: heap, at: time, tables: &tables) }
        if let cpu { messages += profiles(of: cpu, at: time, tables: &tables) }
        let request = OTLPExportProfilesServiceRequest.with { request in
            request.dictionary = tables.dictionary
            request.resourceProfiles = [
                .with { message in
                    message.resource = resource
                    message.scopeProfiles = [
                        .with {
                            $0.scope = scope
                            $0.profiles = messages
                        }
                    ]
                }
            ]
        }
        return (try request.serializedBytes(), messages.count)
    }
}

extension OTLPProfile {
    /// - Parameters:
    ///   - duration: Seconds.
    ///   - end: Nanoseconds since 1970.
    init(duration: Double, end: UInt64) {
        self.init()
        let duration = UInt64(max(0, min(duration, 1e9)) * 1e9)
        timeUnixNano = end >= duration ? end - duration : end
        durationNano = duration
        profileID = withUnsafeBytes(of: UUID().uuid) { Data($0) }
    }
}

extension OTLPSample {
    /// Nil where there is nothing to say: a value of zero, or one that is none.
    init?(_ value: Double, stack: Int32, attributes: [Int32], link: Int32) {
        let value = value.rounded()
        guard value > 0, value < 0x1p63 else { return nil }
        self.init()
        stackIndex = stack
        attributeIndices = attributes
        linkIndex = link
        values = [Int64(value)]
    }
}

extension ProfileTables {
    /// The indices of stacks, with the locations and images that they refer to.
    mutating func stacks(of profile: some ProfileOfStacks, _ stacks: [[Int]]) -> [Int32] {
        let mappings = profile.images.map { add(mapping: OTLPMapping($0, tables: &self)) }
        let locations = profile.locations.map { location in
            let mapping = location.image.flatMap { mappings.indices.contains($0) ? mappings[$0] : nil }
            return add(location: OTLPLocation(location, mapping: mapping ?? 0, tables: &self))
        }
        return stacks.map { stack in
            self.stack(stack.compactMap { locations.indices.contains($0) ? locations[$0] : nil })
        }
    }

    /// What is known of samples besides their stack.
    mutating func attributes(
        labels: [String: String],
        thread: Int?,
        of threads: [ProfiledThread],
        type: String? = nil
    ) -> [Int32] {
        var attributes: [Int32] = []
        if let thread, threads.indices.contains(thread), !threads[thread].name.isEmpty {
            attributes.append(attribute("thread.name", threads[thread].name))
        }
        if let type { attributes.append(attribute("swift.type", type)) }
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) { attributes.append(attribute(name, value)) }
        return attributes
    }

    /// The span that the labels `trace_id` and `span_id` name; 0 if they name none.
    mutating func link(ofLabels labels: [String: String]) -> Int32 {
        guard
            let trace = labels["trace_id"].flatMap({ TraceID($0) }),
            let span = labels["span_id"].flatMap({ SpanID($0) })
        else { return 0 }
        return link(trace, span)
    }
}

extension OTLPMapping {
    fileprivate init(_ image: Image, tables: inout ProfileTables) {
        self.init()
        memoryStart = image.range.lowerBound
        memoryLimit = image.range.upperBound
        filenameStrindex = tables.string(image.path)
        guard !image.buildID.isEmpty else { return }
        let id = image.buildID.map { Hexadecimal.lower($0) }.joined()
        attributeIndices = [tables.attribute("process.executable.build_id.gnu", id)]
    }
}

extension OTLPLocation {
    fileprivate init(_ location: Location, mapping: Int32, tables: inout ProfileTables) {
        self.init()
        mappingIndex = mapping
        address = location.address
        lines = location.frames.map { frame in
            .with {
                $0.functionIndex = tables.function(
                    name: frame.function,
                    systemName: frame.mangledName,
                    file: frame.file
                )
                $0.line = Int64(frame.line ?? 0)
                $0.column = Int64(frame.column ?? 0)
            }
        }
    }
}

#endif
