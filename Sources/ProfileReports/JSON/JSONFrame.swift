internal import Profiles

/// A function in a stack.
struct JSONFrame: Encodable {
    let function: String
    let file: Nullable<String>
    let line: Nullable<Int>
    let origin: String

    init(_ frame: Frame) {
        function = frame.function
        file = Nullable(frame.file)
        line = Nullable(frame.line)
        origin = frame.origin.rawValue
    }
}
