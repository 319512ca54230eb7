package dev.parley.importer;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Zephyr's modem logs: {@code modem_cmd_handler} ({@code SENT DATA} and {@code RECV} with a hex dump below, which has lost the line
 * ends) and {@code modem_chat} ({@code sending: AT+CIMI}, {@code log_received_command: OK}).
 */
final class ZephyrLog implements LogFormat {
    private static final String SENDING = "sending: ";
    private static final String RECEIVED = "log_received_command: ";
    private static final String UNKNOWN = "on_unknown_command_received: ";

    @Override
    public String name() {
        return "Zephyr modem log";
    }

    @Override
    public int score(LogText head) {
        return Scores.share(
                head,
                94,
                line -> line.contains("modem_cmd_handler: RECV")
                        || line.contains("modem_cmd_handler: SENT DATA")
                        || (line.contains("modem_chat") && (line.contains(SENDING) || line.contains(RECEIVED))));
    }

    @Override
    public void read(LogText log, Transcript out) {
        Reader reader = new Reader(out);
        log.lines(reader::line);
        reader.end();
    }

    private static final class Reader {
        private final Transcript out;
        private final Dialogue dialogue;
        private final List<Bytes> dump = new ArrayList<>();
        private @Nullable Direction direction;

        Reader(Transcript out) {
            this.out = out;
            this.dialogue = new Dialogue(out);
        }

        void line(String line) {
            out.line();
            Stamp stamp = Stamp.of(line);
            if (stamp == null && direction != null) {
                int bar = line.indexOf('|');
                Bytes bytes = HexText.pairs(bar < 0 ? line : line.substring(0, bar), 0);
                if (!bytes.isEmpty()) {
                    dump.add(bytes);
                    return;
                }
            }
            endDump();
            if (stamp != null) {
                out.at(stamp);
            }
            if (line.contains("modem_cmd_handler: SENT DATA")) {
                direction = Direction.TX;
            } else if (line.contains("modem_cmd_handler: RECV")) {
                direction = Direction.RX;
            } else if (line.contains("modem_chat") && line.contains(SENDING)) {
                dialogue.host(
                        line.substring(line.indexOf(SENDING) + SENDING.length()).strip());
            } else if (line.contains("modem_chat") && line.contains(RECEIVED)) {
                dialogue.modem(line.substring(line.indexOf(RECEIVED) + RECEIVED.length())
                        .strip());
            } else if (line.contains("modem_chat") && line.contains(UNKNOWN)) {
                dialogue.modem(
                        line.substring(line.indexOf(UNKNOWN) + UNKNOWN.length()).strip());
            } else {
                out.note(line);
            }
        }

        /** A dump is a line of the dialogue; what is no text crossed as it is. */
        private void endDump() {
            if (direction == null) {
                return;
            }
            Bytes bytes = Bytes.concat(dump);
            if (!bytes.isPlainText()) {
                out.traffic(direction, bytes);
            } else if (direction == Direction.TX) {
                dialogue.host(bytes.latin1().strip());
            } else {
                bytes.latin1().lines().map(String::strip).forEach(dialogue::modem);
            }
            dump.clear();
            direction = null;
        }

        void end() {
            endDump();
            dialogue.end();
        }
    }
}
