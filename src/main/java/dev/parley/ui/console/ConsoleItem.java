package dev.parley.ui.console;

import dev.parley.at.Exchange;

/** One line of the console's list: an exchange, or below it a part of an exchange that was opened. */
sealed interface ConsoleItem {
    /** The exchange's index in the session. */
    int row();

    Exchange exchange();

    /**
     * An exchange's own line.
     *
     * @param before when the one shown above it began, -1 for the first
     * @param open true while its parts stand below it
     */
    record Head(int row, Exchange exchange, long before, boolean open) implements ConsoleItem {}

    /** A part of an exchange that was opened: a line, or some of its bytes. */
    record Part(int row, Exchange exchange, RowPart part) implements ConsoleItem {}
}
