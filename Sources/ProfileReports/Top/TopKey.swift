/// A key that was pressed.
package enum TopKey: Hashable, Sendable {
    case character(Character)
    case up, down, left, right, pageUp, pageDown, home, end
    case tab, backTab, enter, escape, backspace
    /// A letter held with Control.
    case control(Character)
}
