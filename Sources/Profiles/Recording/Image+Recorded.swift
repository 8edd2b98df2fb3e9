package import CTrimtabPlatform

extension Image {
    /// An image as the hooks note it; one that makes no sense spans nothing.
    package init(_ image: trimtab_image, path: String) {
        let length = min(Int(image.build_id_length), MemoryLayout.size(ofValue: image.build_id))
        self.init(
            path: path,
            buildID: withUnsafeBytes(of: image.build_id) { Array($0.prefix(length)) },
            range: image.start < image.end ? image.start..<image.end : 0..<0,
            bias: image.bias
        )
    }
}
