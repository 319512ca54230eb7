package dev.parley.modem;

import dev.parley.journal.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The modem's file store (UFS): certificates and keys for its own TLS ({@code AT+QFUPL}, {@code AT+QFLST}, {@code AT+QFDEL}; Quectel
 * BG96 FILE application note). Any thread may call.
 */
public final class ModemFiles {
    private static final Duration UPLOAD = Duration.ofMinutes(1);

    /** A file in the modem; {@code size} in bytes. */
    public record StoredFile(String name, long size) {}

    private final Modem modem;

    public ModemFiles(Modem modem) {
        this.modem = modem;
    }

    /** All files. */
    public List<StoredFile> list() throws ModemException {
        List<StoredFile> files = new ArrayList<>();
        for (String value : modem.require("AT+QFLST=\"*\"").values("+QFLST")) {
            int comma = value.lastIndexOf(',');
            if (comma > 0) {
                files.add(new StoredFile(
                        value.substring(0, comma).replace("\"", ""), Modem.number(value.substring(comma + 1), 0)));
            }
        }
        return files;
    }

    /** Deletes a file; one that is not there is no error. */
    public void delete(String name) throws ModemException {
        if (list().stream().anyMatch(file -> file.name().equals(name))) {
            modem.require("AT+QFDEL=\"" + checked(name) + "\"");
        }
    }

    /**
     * Puts a file into the modem, in the place of one of that name, and compares the length and the checksum that the modem found with
     * those of {@code content}.
     *
     * @param isSecret true for a private key: the journal gets its length and checksum, and stars for its bytes
     * @throws OffloadException if the modem has other bytes than were sent
     */
    public void upload(String name, Bytes content, boolean isSecret) throws ModemException {
        delete(name);
        String command = "AT+QFUPL=\"" + checked(name) + "\"," + content.length() + "," + UPLOAD.toSeconds();
        Reply reply = isSecret
                ? modem.sendSecret(command, content, UPLOAD)
                : modem.send(command, content, UPLOAD, dev.parley.journal.Event.Origin.PARLEY);
        if (!reply.succeeded()) {
            throw new CommandFailedException(reply, ErrorWords.cmeCode(reply), ErrorWords.cme(reply));
        }
        String wanted = content.length() + "," + checksum(content);
        Optional<String> found = reply.value("+QFUPL").map(text -> text.toLowerCase(Locale.ROOT));
        if (!found.equals(Optional.of(wanted))) {
            throw new OffloadException(
                    "the modem did not get " + name + " as it was sent: length and checksum are "
                            + found.orElse("not told") + " there and " + wanted
                            + " here; bytes are lost on the way to the modem, so use flow control (RTS/CTS)",
                    -1);
        }
    }

    /** The modem's checksum: exclusive or of the big-endian 16-bit words, the last one padded with zero; hex without leading zeros. */
    public static String checksum(Bytes content) {
        int sum = 0;
        for (int i = 0; i < content.length(); i++) {
            sum ^= i % 2 == 0 ? content.u8(i) << 8 : content.u8(i);
        }
        return Integer.toHexString(sum);
    }

    private static String checked(String name) {
        if (name.isEmpty() || name.length() > 80 || name.chars().anyMatch(c -> c <= ' ' || c > '~' || c == '"')) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no file name for the modem; use 1 to 80 printable characters without quotes");
        }
        return name;
    }
}
