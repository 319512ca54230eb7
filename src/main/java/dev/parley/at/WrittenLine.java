package dev.parley.at;

import dev.parley.journal.Bytes;

/**
 * A command line that the host writes, with what follows from it: found once a line, as lines come again and again.
 *
 * @param bytes its text as it crosses, without CR
 * @param demand what its last command asks of the wire
 * @param setsPort true if one of its commands may change what later lines mean
 */
record WrittenLine(CommandLine line, Bytes bytes, Demand demand, boolean setsPort) {
    static WrittenLine of(String text) {
        return of(CommandLine.parse(text));
    }

    static WrittenLine of(CommandLine line) {
        return new WrittenLine(line, Bytes.latin1(line.text()), Demand.of(line), PortSettings.areSetBy(line));
    }
}
