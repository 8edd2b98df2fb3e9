#if Server

internal import SwiftProtobuf

/// The dictionary of a request of profiles: what samples refer to by index. Entry 0 of each table is empty and means
/// none.
struct ProfileTables {
    private(set) var dictionary = OTLPProfilesDictionary()
    private var strings: [String: Int32] = ["": 0]
    private var functions: [OTLPFunction: Int32] = [:]
    private var attributes: [OTLPKeyValueAndUnit: Int32] = [:]
    private var stacks: [[Int32]: Int32] = [:]
    private var links: [OTLPLink: Int32] = [:]

    init() {
        dictionary.stringTable = [""]
        dictionary.mappingTable = [OTLPMapping()]
        dictionary.locationTable = [OTLPLocation()]
        dictionary.functionTable = [OTLPFunction()]
        dictionary.linkTable = [OTLPLink()]
        dictionary.attributeTable = [OTLPKeyValueAndUnit()]
        dictionary.stackTable = [OTLPStack()]
    }

    mutating func string(_ text: String) -> Int32 {
        if let index = strings[text] { return index }
        let index = Int32(clamping: dictionary.stringTable.count)
        dictionary.stringTable.append(text)
        strings[text] = index
        return index
    }

    mutating func valueType(_ name: String, unit: String) -> OTLPValueType {
        var type = OTLPValueType()
        type.typeStrindex = string(name)
        type.unitStrindex = string(unit)
        return type
    }

    mutating func attribute(_ name: String, _ value: String) -> Int32 {
        var attribute = OTLPKeyValueAndUnit()
        attribute.keyStrindex = string(name)
        attribute.value.stringValue = value
        if let index = attributes[attribute] { return index }
        let index = Int32(clamping: dictionary.attributeTable.count)
        dictionary.attributeTable.append(attribute)
        attributes[attribute] = index
        return index
    }

    mutating func function(name: String, systemName: String, file: String?) -> Int32 {
        var function = OTLPFunction()
        function.nameStrindex = string(name)
        function.systemNameStrindex = string(systemName)
        function.filenameStrindex = string(file ?? "")
        if let index = functions[function] { return index }
        let index = Int32(clamping: dictionary.functionTable.count)
        dictionary.functionTable.append(function)
        functions[function] = index
        return index
    }

    /// - Parameter locations: Indices of ``add(location:)``, innermost first.
    mutating func stack(_ locations: [Int32]) -> Int32 {
        if let index = stacks[locations] { return index }
        let index = Int32(clamping: dictionary.stackTable.count)
        dictionary.stackTable.append(.with { $0.locationIndices = locations })
        stacks[locations] = index
        return index
    }

    /// The span that something happened in.
    mutating func link(_ traceID: TraceID, _ spanID: SpanID) -> Int32 {
        let link = OTLPLink.with {
            $0.traceID = traceID.bytes
            $0.spanID = spanID.bytes
        }
        if let index = links[link] { return index }
        let index = Int32(clamping: dictionary.linkTable.count)
        dictionary.linkTable.append(link)
        links[link] = index
        return index
    }

    mutating func add(mapping: OTLPMapping) -> Int32 {
        dictionary.mappingTable.append(mapping)
        return Int32(clamping: dictionary.mappingTable.count - 1)
    }

    mutating func add(location: OTLPLocation) -> Int32 {
        dictionary.locationTable.append(location)
        return Int32(clamping: dictionary.locationTable.count - 1)
    }
}

#endif
