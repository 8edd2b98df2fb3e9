extension TopState {
    /// Does what a key says.
    /// - Returns: What is left to be done elsewhere.
    package mutating func handle(_ key: TopKey) -> TopRequest? {
        if key == .control("c") || key == .control("d") { return .quit }
        if key == .control("l") { return .redraw }
        if isTyping {
            type(key)
            return nil
        }
        if showsHelp {
            if key == .character("q") { return .quit }
            showsHelp = false
            return nil
        }
        switch key {
        case .character("q"), .character("Q"): return .quit
        case .character("?"), .character("h"): showsHelp = true
        case .character("s"): sort = sort.next
        case .character("r"): isReversed.toggle()
        case .character("m"): isMerged.toggle()
        case .character("/"): isTyping = true
        case .character("p"), .character(" "): isPaused.toggle()
        case .character("+"), .character("="): return .slower
        case .character("-"): return .faster
        case .character("n"), .enter: return .readNow
        case .escape: filter = ""
        case .tab, .right: show(TopView.allCases, by: 1)
        case .backTab, .left: show(TopView.allCases, by: -1)
        case .up, .character("k"): selected -= 1
        case .down, .character("j"): selected += 1
        case .pageUp: selected -= pageSize
        case .pageDown: selected += pageSize
        case .home, .character("g"): selected = 0
        case .end, .character("G"): selected = .max
        case .character(let character):
            if let wanted = TopView.allCases.first(where: { $0.key == character }) { (view, selected) = (wanted, 0) }
        default: break
        }
        selected = min(max(0, selected), max(0, rows.count - 1))
        return nil
    }

    private mutating func show(_ views: [TopView], by step: Int) {
        let number = views.firstIndex(of: view) ?? 0
        (view, selected) = (views[(number + step + views.count) % views.count], 0)
    }

    private mutating func type(_ key: TopKey) {
        switch key {
        case .character(let character): if filter.count < 60 { filter.append(character) }
        case .backspace: if !filter.isEmpty { filter.removeLast() }
        case .escape: (filter, isTyping) = ("", false)
        case .enter: isTyping = false
        default: break
        }
        selected = 0
    }
}
