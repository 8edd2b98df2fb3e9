// Calls all functions of this folder.

public func exerciseAll(_ n: Int) {
    var number = n
    byReference(&number)
    let row = returnedObject(n)
    _ = structOnTheStack(n) &+ concreteType(Small()) &+ smallExistential(n).area &+ largeExistential(n).area
    _ = (largeAny(n), localObject(n), threeNodes(n), try? throwsError(n))
    _ = (fallback(row), fallback(nil), emptyNames(), temporaryMemory(8), temporaryMemory(1000))
    _ = closureOverVariable(n)() &+ closureOverValue(n)() &+ closureOverReference(row)() &+ noClosureContext(n)
    _ = (constantArray(), returnedArray(n), localArray(n), appends(1000), reservedAppends(1000), dictionary(n))
    _ = (concatenation("a text of some length, \(n)", "and another one"), interpolation(n), genericArray(n))
}

public func exerciseAsync(_ n: Int) async {
    for number in 0..<n { _ = await (twoAsyncLets(number), startedTask(number).value) }
}
