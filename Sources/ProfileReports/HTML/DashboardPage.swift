/// The page that shows a running service, for `DiagnosticsServer`: the report's drawing code, and what keeps it up to date.
package enum DashboardPage {
    /// In UTF-8.
    package static let bytes = PageTemplate().dashboard()
}
