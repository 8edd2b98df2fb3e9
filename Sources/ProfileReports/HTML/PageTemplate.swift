/// The page's parts, as they lie in the folder Page, put together.
package struct PageTemplate {
    package init() {}

    private static let scripts = [
        PackageResources.format_js, PackageResources.statistics_js, PackageResources.model_js,
        PackageResources.timeline_js, PackageResources.flame_js, PackageResources.tables_js,
        PackageResources.details_js, PackageResources.cpu_js, PackageResources.labels_js, PackageResources.app_js,
    ]

    /// The page of a report.
    /// - Parameter data: JSON.
    func page(title: String, data: some Collection<UInt8>) -> [UInt8] {
        let parts = [
            ("{{sections}}", PackageResources.sections_html), ("{{data}}", Self.withoutMarkup(data)),
            ("{{script}}", Self.script(PackageResources.report_js)),
        ]
        return page(title: title, body: Self.filled(PackageResources.report_html, parts))
    }

    /// The page of a running service, which asks for its data.
    func dashboard() -> [UInt8] {
        let parts = [
            ("{{sections}}", PackageResources.sections_html),
            (
                "{{script}}",
                Self.script(
                    PackageResources.live_js + PackageResources.referrers_js + PackageResources.reasons_js
                        + PackageResources.dashboard_js
                )
            ),
        ]
        return page(
            title: "Trimtab",
            style: PackageResources.dashboard_css,
            body: Self.filled(PackageResources.dashboard_html, parts),
            connect: "; connect-src 'self'"
        )
    }

    private static func script(_ last: [UInt8]) -> [UInt8] {
        Array("\"use strict\";\n".utf8) + scripts.joined() + last
    }

    /// - Parameters:
    ///   - style: CSS of this page alone, behind that of all pages.
    ///   - body: HTML.
    ///   - connect: What the policy says of whom the scripts may ask; nobody by default.
    package func page(
        title: String,
        style: [UInt8] = [],
        body: [UInt8],
        connect: String = ""
    ) -> [UInt8] {
        let parts = [
            ("{{connect}}", Array(connect.utf8)), ("{{title}}", Array(Self.escaped(title).utf8)),
            ("{{style}}", PackageResources.page_css + style),
            ("{{body}}", body),
        ]
        return Self.filled(PackageResources.page_html, parts)
    }

    /// Text that is none but text, in an element or in an attribute with double quotes.
    package static func escaped(_ text: String) -> String {
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
    private static func withoutMarkup(_ json: some Collection<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(json.count + 64)
        for byte in json {
            if byte == UInt8(ascii: "<") { result += Array(#"\u003c"#.utf8) } else { result.append(byte) }
        }
        return result
    }
}
