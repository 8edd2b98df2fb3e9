/// Lets other tasks run until `condition` holds.
package func until(_ condition: () -> Bool) async {
    while !condition() { await Task.yield() }
}
