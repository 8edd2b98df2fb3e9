/// What is built with a profile, and what shows how it is used.
package struct ProfileGuidedOptions: Sendable, Hashable {
    /// The package's folder.
    package var package: String
    /// The executable product.
    package var product: String
    /// A command for the shell. `{program}` stands for the built program; its folder comes first on the `PATH`, too.
    package var workload: String
    /// How often both builds are measured.
    package var rounds: Int
    /// Where the builds are; nil for `.build/trimtab-pgo` in the package.
    package var scratch: String?
    /// Where the profile is kept; nil for `.trimtab/PRODUCT.profdata` in the package.
    package var profile: String?
    /// Further options of `swift build`.
    package var buildOptions: [String]

    package init(
        package: String,
        product: String,
        workload: String,
        rounds: Int = 7,
        scratch: String? = nil,
        profile: String? = nil,
        buildOptions: [String] = []
    ) {
        self.package = package
        self.product = product
        self.workload = workload
        self.rounds = rounds
        self.scratch = scratch
        self.profile = profile
        self.buildOptions = buildOptions
    }
}
