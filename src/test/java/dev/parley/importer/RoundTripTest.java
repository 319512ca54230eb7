package dev.parley.importer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What crossed a link, written down as other programs write it, read back. */
@DisplayName("Traffic in the form of another program")
class RoundTripTest {
    private record Piece(Direction direction, Bytes bytes) {
        boolean sent() {
            return direction == Direction.TX;
        }
    }

    /** How each program writes a piece; those that lose line ends or payload are in {@code LogImportTest}. */
    enum Form {
        SOCAT((n, piece) -> (piece.sent() ? "> " : "< ") + "2024/01/22 10:55:" + clock(n) + "  length="
                + piece.bytes().length() + " from=0 to=0\n" + rows(piece.bytes()) + "--\n"),
        MODEM_MANAGER((n, piece) -> "ModemManager[335]: <dbg> [17670160" + clock(n) + "] [ttyUSB2/at] "
                + (piece.sent() ? "--> '" : "<-- '")
                + each(piece.bytes(), RoundTripTest::modemManager) + "'\n"),
        EMBEDDED_WIRELESS((n, piece) -> (piece.sent() ? "[SEND][" : "[RECV][")
                + String.format(Locale.ROOT, "%4d", piece.bytes().length()) + "]["
                + each(piece.bytes(), RoundTripTest::backslash) + "]\n"),
        MBED_OS((n, piece) -> "[0003" + n % 10 + "000ms][INFO][CELL]: AT " + (piece.sent() ? "TX (" : "RX (")
                + String.format(Locale.ROOT, "%2d", piece.bytes().length()) + "): "
                + each(piece.bytes(), RoundTripTest::angle) + "\n"),
        DOCKLIGHT_HEX((n, piece) -> "22.01.2024 10:55:" + clock(n) + " [" + (piece.sent() ? "TX" : "RX") + "] - "
                + each(piece.bytes(), b -> String.format(Locale.ROOT, "%02X ", b)) + "\n"),
        SALEAE((n, piece) -> each(
                piece.bytes(),
                b -> "\"Async Serial " + (piece.sent() ? "TX" : "RX") + "\",\"data\"," + n + ".0,8.68e-05,0x"
                        + String.format(Locale.ROOT, "%02X", b) + "\n")),
        SIGROK((n, piece) -> each(
                piece.bytes(),
                b -> "uart-1: " + (piece.sent() ? "TX" : "RX") + " data: " + String.format(Locale.ROOT, "%02X", b)
                        + "\n")),
        HEX((n, piece) ->
                (piece.sent() ? "> " : "< ") + each(piece.bytes(), b -> String.format(Locale.ROOT, "%02x ", b)) + "\n");

        private final BiFunction<Integer, Piece, String> writer;

        Form(BiFunction<Integer, Piece, String> writer) {
            this.writer = writer;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("is read back byte for byte, both ways, in order")
    void isReadBack(Form form) {
        for (int seed = 0; seed < 20; seed++) {
            // ModemManager sets nothing behind a decimal number: with a digit there, nobody can tell where it ends.
            List<Piece> pieces = pieces(new Random(seed), form != Form.MODEM_MANAGER);
            StringBuilder log = new StringBuilder(form == Form.SALEAE ? "name,type,start_time,duration,data\n" : "");
            for (int n = 0; n < pieces.size(); n++) {
                log.append(form.writer.apply(n, pieces.get(n)));
            }
            List<Piece> read = new ArrayList<>();
            for (Imported.Item item : Importer.read(log.toString().getBytes(StandardCharsets.ISO_8859_1))
                    .items()) {
                if (item instanceof Imported.Traffic traffic) {
                    read.add(new Piece(traffic.direction(), traffic.bytes()));
                }
            }
            assertThat(joined(read)).as("%s, seed %d", form, seed).isEqualTo(joined(pieces));
        }
    }

    /** Pieces of one direction that follow each other are one. */
    private static List<Piece> joined(List<Piece> pieces) {
        List<Piece> joined = new ArrayList<>();
        for (Piece piece : pieces) {
            boolean goesOn = !joined.isEmpty() && joined.getLast().direction() == piece.direction();
            Bytes before = goesOn ? joined.removeLast().bytes() : Bytes.empty();
            joined.add(new Piece(piece.direction(), before.plus(piece.bytes())));
        }
        return joined;
    }

    /** A dialogue with binary payload of all values in it, the digits by choice. */
    private static List<Piece> pieces(Random random, boolean digits) {
        List<Piece> pieces = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] payload = new byte[1 + random.nextInt(300)];
            random.nextBytes(payload);
            for (int at = 0; at < payload.length && !digits; at++) {
                payload[at] = payload[at] >= '0' && payload[at] <= '9' ? (byte) 0xff : payload[at];
            }
            say(pieces, Direction.TX, Bytes.latin1("AT+QISEND=0," + payload.length + "\r"));
            say(pieces, Direction.RX, Bytes.latin1("\r\n> "));
            say(pieces, Direction.TX, Bytes.wrap(payload));
            say(pieces, Direction.RX, Bytes.latin1("\r\nSEND OK\r\n"));
        }
        return pieces;
    }

    private static void say(List<Piece> pieces, Direction direction, Bytes bytes) {
        pieces.add(new Piece(direction, bytes));
    }

    private static String clock(int n) {
        return String.format(Locale.ROOT, "%02d.%03d", n % 60, n);
    }

    private interface Written {
        String of(int b);
    }

    private static String each(Bytes bytes, Written written) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length(); i++) {
            out.append(written.of(bytes.u8(i)));
        }
        return out.toString();
    }

    private static String rows(Bytes bytes) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < bytes.length(); at += 16) {
            Bytes row = bytes.slice(at, Math.min(bytes.length(), at + 16));
            out.append(each(row, b -> String.format(Locale.ROOT, " %02x", b))).append('\n');
        }
        return out.toString();
    }

    private static boolean isText(int b) {
        return b >= 0x20 && b < 0x7f;
    }

    private static String modemManager(int b) {
        return b == '\r' ? "<CR>" : b == '\n' ? "<LF>" : isText(b) && b != '\\' ? "" + (char) b : "\\" + b;
    }

    private static String backslash(int b) {
        return switch (b) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\\' -> "\\\\";
            default -> isText(b) ? "" + (char) b : String.format(Locale.ROOT, "\\x%02x", b);
        };
    }

    private static String angle(int b) {
        return b == '\r'
                ? "<cr>"
                : b == '\n'
                        ? "<ln>"
                        : isText(b) && b != '<' ? "" + (char) b : String.format(Locale.ROOT, "<0x%02x>", b);
    }
}
