/// The page's parts, as they lie in the folder Page, put together.
struct PageTemplate {
    private static let scripts = [
        PackageResources.format_js, PackageResources.statistics_js, PackageResources.model_js,
        PackageResources.timeline_js, PackageResources.flame_js, PackageResources.tables_js,
        PackageResources.details_js, PackageResources.cpu_js, PackageResources.labels_js, PackageResources.app_js,
    ]

    /// The page of a report.
    /// - Parameter data: JSON.
    func page(title: String, data: [UInt8]) -> [UInt8] {
        let script = Array("\"use strict\";\n".utf8) + Self.scripts.joined()
        let parts = [("{{data}}", Self.withoutMarkup(data)), ("{{script}}", script)]
        return page(title: title, body: Self.filled(PackageResources.report_html, parts))
    }

    /// - Parameter body: HTML.
    func page(title: String, body: [UInt8]) -> [UInt8] {
        let parts = [
            ("{{title}}", Array(Self.escaped(title).utf8)), ("{{style}}", PackageResources.page_css),
            ("{{body}}", body),
        ]
        return Self.filled(PackageResources.page_html, parts)
    }

    /// Text that is none but text, in an element or in an attribute with double quotes.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }

    /// - Parameter parts: In the order of their marks in the template.
    private static func filled(_ template: [UInt8], _ parts: [(mark: String, bytes: [UInt8])]) -> [UInt8] {
        var rest = template[...]
        var page: [UInt8] = []
        for part in parts {
            guard let range = rest.firstRange(of: Array(part.mark.utf8)) else { continue }
            page += rest[..<range.lowerBound] + part.bytes
            rest = rest[range.upperBound...]
        }
        return page + rest
    }

    /// JSON in which nothing can end the element that holds it: `<` stands in strings alone and is written as an escape.
    private static func withoutMarkup(_ json: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(json.count + 64)
        for byte in json {
            if byte == UInt8(ascii: "<") { result += Array(#"\u003c"#.utf8) } else { result.append(byte) }
        }
        return result
    }
}
