/// `trimtab escape` ended with another status than 0; it has said why.
struct EscapeReportFailure: Error, CustomStringConvertible {
    var status: Int32

    var description: String {
        status == 1 ? "there are findings that are not in the baseline" : "trimtab escape ended with status \(status)"
    }
}
