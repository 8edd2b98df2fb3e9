#if !Server

/// All that the command can say when the package trait it needs is off.
struct BuiltWithoutServer: Error, CustomStringConvertible {
    let description = "OrderService was built without the package trait Server. Build it with --traits Server."
}

#endif
