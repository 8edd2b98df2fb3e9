#if Server

internal import Profiles

/// A frame in a profile as text.
enum FrameText {
    static func line(_ frame: Frame, at address: UInt64) -> String {
        let place = frame.file.map { "\t\($0):\(frame.line ?? 0)" } ?? ""
        return "#\t0x\(String(address, radix: 16))\t\(printable(frame.function))\(place)\n"
    }

    /// A name on one line.
    static func printable(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? "?" : $0 }))
    }
}

#endif
