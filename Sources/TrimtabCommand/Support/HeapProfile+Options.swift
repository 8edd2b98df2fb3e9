import Profiles

extension HeapProfile {
    /// The profile with function names, and what kept functions from having one.
    func symbolicated(with options: ReportOptions) -> (profile: HeapProfile, warnings: [String]) {
        let symbolicator = Symbolicator(symbolDirectories: options.symbolFolders)
        return Waiting.run {
            let profile = await symbolicated(by: symbolicator)
            return (profile, await symbolicator.warnings)
        }
    }
}
