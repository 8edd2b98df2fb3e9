public import Logging
import Profiling

/// Profiling: where the run before this one was killed, the log says who held its memory.
public func start(logger: Logger) async {
    await PreviousRuns().log(to: logger)
}
