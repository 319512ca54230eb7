package dev.parley.importer;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A logic analyser's UART decoder as a table of bytes: Saleae Logic 2 ({@code name,type,start_time,duration,data}) and Logic 1
 * ({@code Time [s],Value,...}), and sigrok-cli's {@code uart-1: TX data: 41} lines, each with or without sample numbers in front.
 * Bytes that follow within a millisecond are one piece.
 */
final class UartTable implements LogFormat {
    private static final long GAP_NANOS = 1_000_000;

    @Override
    public String name() {
        return "UART table of a logic analyser";
    }

    @Override
    public int score(LogText head) {
        return Scores.share(head, 96, line -> Columns.of(line) != null || sigrok(line) != null);
    }

    /** Which columns say what. */
    private record Columns(int name, int type, int time, int data, int duration) {
        static @Nullable Columns of(String line) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (!lower.contains("time") || (!lower.contains("data") && !lower.contains("value"))) {
                return null;
            }
            List<String> cells = cells(lower);
            int data = Math.max(cells.indexOf("data"), cells.indexOf("value"));
            int time = -1;
            for (int i = 0; i < cells.size(); i++) {
                if (time < 0
                        && (cells.get(i).startsWith("start") || cells.get(i).startsWith("time"))) {
                    time = i;
                }
            }
            int name = Math.max(cells.indexOf("name"), cells.indexOf("analyzer name"));
            return data < 0 || time < 0
                    ? null
                    : new Columns(name, cells.indexOf("type"), time, data, cells.indexOf("duration"));
        }
    }

    private record Byte1(Direction direction, int value) {}

    /** {@code uart-1: TX data: 41} and {@code 1234-1300 uart-1: rx-data: 41}. */
    private static @Nullable Byte1 sigrok(String line) {
        int uart = line.indexOf("uart");
        if (uart < 0) {
            uart = line.indexOf("UART");
        }
        if (uart < 0 || uart > 40 || line.length() < uart + 8) {
            return null;
        }
        String lower = line.substring(uart).toLowerCase(Locale.ROOT);
        boolean sent = lower.contains("tx data: ") || lower.contains("tx-data: ") || lower.contains("tx: ");
        boolean received = lower.contains("rx data: ") || lower.contains("rx-data: ") || lower.contains("rx: ");
        if (sent == received) {
            return null;
        }
        Bytes value = HexText.pairs(lower.substring(lower.lastIndexOf(' ') + 1), 0);
        return value.length() == 1 ? new Byte1(sent ? Direction.TX : Direction.RX, value.u8(0)) : null;
    }

    @Override
    public void read(LogText log, Transcript out) {
        Reader reader = new Reader(out);
        log.lines(reader::line);
        reader.end();
    }

    private static final class Reader {
        private final Transcript out;
        private final Pieces pieces;
        private final List<String> names = new ArrayList<>();
        private @Nullable Columns columns;

        Reader(Transcript out) {
            this.out = out;
            this.pieces = new Pieces(out);
        }

        void line(String line) {
            out.line();
            Columns table = columns;
            if (table == null) {
                columns = Columns.of(line);
                Byte1 one = columns == null ? sigrok(line) : null;
                if (one != null) {
                    pieces.add(one.direction(), one.value(), -1);
                } else if (columns == null) {
                    out.note(line);
                }
                return;
            }
            List<String> cells = cells(line);
            int value = cells.size() > table.data() ? value(cells.get(table.data())) : -1;
            long nanos = cells.size() > table.time() ? nanos(cells.get(table.time())) : -1;
            if (value < 0
                    || nanos < 0
                    || (table.type() >= 0 && !cells.get(table.type()).equals("data"))) {
                out.note(line);
                return;
            }
            pieces.add(direction(table.name() < 0 ? "" : cells.get(table.name())), value, nanos);
        }

        /** The analyser of the host's line is the one that says so; else the one that speaks first. */
        private Direction direction(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.contains("tx") || lower.contains("mcu") || lower.contains("host")) {
                return Direction.TX;
            }
            if (lower.contains("rx") || lower.contains("modem")) {
                return Direction.RX;
            }
            if (!names.contains(name)) {
                names.add(name);
                out.ambiguous(
                        "'" + name + "' was taken for the " + (names.size() == 1 ? "host" : "modem") + ", as it speaks "
                                + (names.size() == 1 ? "first" : "second") + "; name the analysers TX and RX.");
            }
            return names.indexOf(name) == 0 ? Direction.TX : Direction.RX;
        }

        void end() {
            pieces.end();
        }

        /** {@code 0x41}, {@code 65}, {@code A} or {@code '10'}; -1 where it is none. */
        private static int value(String cell) {
            if (cell.startsWith("0x")) {
                Bytes bytes = HexText.pairs(cell, 0);
                return bytes.length() == 1 ? bytes.u8(0) : -1;
            }
            if (cell.length() > 2 && cell.startsWith("'") && cell.endsWith("'")) {
                return Integer.parseInt(cell.substring(1, cell.length() - 1)) & 0xff;
            }
            Bytes escaped = Escapes.bytes(cell, Escapes.Style.BACKSLASH);
            return escaped.length() == 1 ? escaped.u8(0) : -1;
        }

        private static long nanos(String cell) {
            try {
                return Math.round(Double.parseDouble(cell) * 1e9);
            } catch (NumberFormatException e) {
                return -1;
            }
        }
    }

    /** Joins bytes that follow each other. */
    private static final class Pieces {
        private final Transcript out;
        private byte[] piece = new byte[64];
        private int length;
        private @Nullable Direction direction;
        private long last;

        Pieces(Transcript out) {
            this.out = out;
        }

        void add(Direction of, int value, long nanos) {
            boolean goesOn = of == direction && length > 0 && (nanos < 0 || nanos - last < GAP_NANOS);
            if (!goesOn) {
                end();
                direction = of;
                if (nanos >= 0) {
                    out.at(new Stamp(nanos, false, 0));
                }
            }
            if (length == piece.length) {
                piece = java.util.Arrays.copyOf(piece, 2 * length);
            }
            piece[length++] = (byte) value;
            last = nanos;
        }

        void end() {
            if (direction != null && length > 0) {
                out.traffic(direction, Bytes.copyOf(piece, 0, length));
            }
            length = 0;
        }
    }

    /** A row's cells, quotes taken off. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
