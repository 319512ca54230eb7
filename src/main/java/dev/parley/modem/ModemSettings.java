package dev.parley.modem;

import dev.parley.journal.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The settings that Parley changes in a modem: read before they are changed, written only where they differ, and put back
 * when the operator wishes. Each change is an action in the journal.
 *
 * <p>Safe for any thread; a modem that starts anew has forgotten them all, and so does this.
 */
public final class ModemSettings {
    /**
     * A setting of one value.
     *
     * @param name as people know it, for example {@code AT+CMEE}
     * @param query the command that reads it
     * @param prefix what its answer begins with
     * @param standard what a module has that cannot be asked
     */
    record Setting(String name, String query, String prefix, String standard) {
        String write(String value) {
            return name + "=" + value;
        }
    }

    /** The form of errors: 0 none, 1 numbers, 2 words (3GPP TS 27.007, 9.1). */
    static final Setting ERROR_FORM = new Setting("AT+CMEE", "AT+CMEE?", "+CMEE", "1");

    /** The echo of what is sent on a socket (Quectel TCP/IP application notes). */
    static final Setting PAYLOAD_ECHO = new Setting("AT+QISDE", "AT+QISDE?", "+QISDE", "1");

    /**
     * A change with the commands that undo it; these may hold a password and are never shown.
     */
    private record Change(ChangedSetting what, List<String> undo) {}

    private static final String ECHO = "ATE";

    private final Modem modem;
    private final List<Change> changes = new ArrayList<>();

    ModemSettings(Modem modem) {
        this.modem = modem;
    }

    /** What differs from what Parley found, in the order in which it was changed. */
    public List<ChangedSetting> changed() {
        synchronized (changes) {
            return changes.stream().map(Change::what).toList();
        }
    }

    /** Switches the echo of commands off if the last command was echoed; says what it found. */
    String echoOff() throws ModemException {
        if (!modem.echoes()) {
            return "ATE 0 already";
        }
        modem.require("ATE0");
        return record(new ChangedSetting(ECHO, "1", "0"), List.of("ATE1"));
    }

    /** Gives a setting a value; says what it found. A modem that does not know the setting keeps what it has. */
    String set(Setting setting, String value) throws ModemException {
        Reply asked = modem.send(setting.query());
        Optional<String> found = asked.succeeded() ? asked.value(setting.prefix()) : Optional.empty();
        if (found.equals(Optional.of(value))) {
            return setting.name() + " " + value + " already";
        }
        if (!modem.send(setting.write(value)).succeeded()) {
            return setting.name() + " not known to this modem";
        }
        String before = found.orElse(setting.standard());
        return record(new ChangedSetting(setting.name(), before, value), List.of(setting.write(before)));
    }

    /** Remembers a change made elsewhere, with the commands that undo it. */
    String record(ChangedSetting what, List<String> undo) {
        synchronized (changes) {
            changes.add(new Change(what, undo));
        }
        String words = what.name() + " " + words(what.before()) + " -> " + words(what.now());
        journal().action("setting.changed", words);
        modem.tellSettings();
        return words;
    }

    /** True if the modem echoes although that was switched off: it has started anew. */
    boolean wereForgotten() {
        return modem.echoes()
                && changed().stream().anyMatch(change -> change.name().equals(ECHO));
    }

    /** The modem has started anew, with its own settings. */
    void forget() {
        synchronized (changes) {
            changes.clear();
        }
        modem.tellSettings();
    }

    /**
     * Puts everything back, last change first.
     *
     * @throws CommandFailedException if the modem refuses one; the others are put back all the same
     */
    public void restore() throws ModemException {
        CommandFailedException refused = null;
        for (Change change = last(); change != null; change = last()) {
            try {
                for (String command : change.undo()) {
                    modem.require(command);
                }
                journal()
                        .action(
                                "setting.restored",
                                change.what().name() + " " + words(change.what().before()));
            } catch (CommandFailedException e) {
                refused = e;
            }
            synchronized (changes) {
                changes.remove(change);
            }
            modem.tellSettings();
        }
        if (refused != null) {
            throw refused;
        }
    }

    private @org.jspecify.annotations.Nullable Change last() {
        synchronized (changes) {
            return changes.isEmpty() ? null : changes.getLast();
        }
    }

    private Journal journal() {
        return modem.link().journal();
    }

    private static String words(String value) {
        return value.isEmpty() ? "(empty)" : value;
    }
}
