extension Frame {
    /// The Swift module that the function was written in; "C" for code in other languages.
    package var module: String {
        guard Demangler.isSwift(mangledName) else { return "C" }
        return String(OriginClassifier.module(of: mangledName))
    }
}
