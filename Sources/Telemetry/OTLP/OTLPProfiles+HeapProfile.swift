#if Server

internal import Foundation
internal import Profiles
internal import SwiftProtobuf

extension OTLPEncoder {
    /// The values of a heap profile, by the names that Go's profiles have given them.
    private static let sampleTypes: [(name: String, unit: String, value: @Sendable (Site) -> Double)] = [
        ("alloc_objects", "{object}", { $0.allocated.objects.value }),
        ("alloc_space", "By", { $0.allocated.bytes.value }),
        ("inuse_objects", "{object}", { $0.inUse.objects.value }),
        ("inuse_space", "By", { $0.inUse.bytes.value }),
    ]

    /// A heap profile as a request of the signal in development: one profile for each kind of value.
    ///
    /// - Parameter time: Nanoseconds since 1970, at which the profile was read.
    func encode(_ profile: HeapProfile, at time: UInt64) throws -> (body: [UInt8], profiles: Int) {
        var tables = ProfileTables()
        let mappings = profile.images.map { tables.add(mapping: OTLPMapping($0, tables: &tables)) }
        let locations = profile.locations.map { location in
            let mapping = location.image.flatMap { mappings.indices.contains($0) ? mappings[$0] : nil }
            return tables.add(location: OTLPLocation(location, mapping: mapping ?? 0, tables: &tables))
        }
        let stacks = profile.sites.map { site in
            tables.stack(site.stack.compactMap { locations.indices.contains($0) ? locations[$0] : nil })
        }
        let attributes = profile.sites.map { $0.attributes(of: profile, tables: &tables) }
        let links = profile.sites.map { $0.link(tables: &tables) }
        let duration = UInt64(max(0, min(profile.duration, 1e9)) * 1e9)
        let profiles = Self.sampleTypes.map { type in
            var message = OTLPProfile()
            message.sampleType = tables.valueType(type.name, unit: type.unit)
            message.periodType = tables.valueType("space", unit: "By")
            message.period = Int64(clamping: profile.samplingInterval)
            message.timeUnixNano = time >= duration ? time - duration : time
            message.durationNano = duration
            message.profileID = withUnsafeBytes(of: UUID().uuid) { Data($0) }
            message.samples = profile.sites.indices.compactMap { index in
                let value = type.value(profile.sites[index]).rounded()
                guard value > 0, value < 0x1p63 else { return nil }
                var sample = OTLPSample()
                sample.stackIndex = stacks[index]
                sample.attributeIndices = attributes[index]
                sample.linkIndex = links[index]
                sample.values = [Int64(value)]
                return sample
            }
            return message
        }
        let request = OTLPExportProfilesServiceRequest.with { request in
            request.dictionary = tables.dictionary
            request.resourceProfiles = [
                .with { message in
                    message.resource = resource
                    message.scopeProfiles = [
                        .with {
                            $0.scope = scope
                            $0.profiles = profiles
                        }
                    ]
                }
            ]
        }
        return (try request.serializedBytes(), profiles.count)
    }
}

extension Site {
    /// What is known of the allocations besides their stack.
    fileprivate func attributes(of profile: HeapProfile, tables: inout ProfileTables) -> [Int32] {
        var attributes: [Int32] = []
        if let thread, profile.threads.indices.contains(thread), !profile.threads[thread].name.isEmpty {
            attributes.append(tables.attribute("thread.name", profile.threads[thread].name))
        }
        if let type { attributes.append(tables.attribute("swift.type", type)) }
        for (name, value) in labels.sorted(by: { $0.key < $1.key }) { attributes.append(tables.attribute(name, value)) }
        return attributes
    }

    /// The span that the labels `trace_id` and `span_id` name; 0 if they name none.
    fileprivate func link(tables: inout ProfileTables) -> Int32 {
        guard
            let trace = labels["trace_id"].flatMap({ TraceID($0) }),
            let span = labels["span_id"].flatMap({ SpanID($0) })
        else { return 0 }
        return tables.link(trace, span)
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
