package dev.parley.importer;

import dev.parley.journal.Bytes;
import dev.parley.journal.Direction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A raw capture both ways as {@code socat -x} writes it ({@code -x -v} as well): {@code > 2024/01/22 10:55:54.274123  length=3 from=0
 * to=2}, then hex digits, then {@code --}. {@code >} is from the first address to the second: the host is the first.
 */
final class SocatDump implements LogFormat {
    @Override
    public String name() {
        return "socat -x";
    }

    @Override
    public int score(LogText head) {
        return Scores.share(head, 99, SocatDump::isHeader);
    }

    private static boolean isHeader(String line) {
        return (line.startsWith("> ") || line.startsWith("< ")) && line.indexOf(" length=") > 0;
    }

    @Override
    public void read(LogText log, Transcript out) {
        Chunk chunk = new Chunk(out);
        log.lines(line -> {
            out.line();
            if (isHeader(line)) {
                chunk.end();
                Stamp stamp = Stamp.of(line.substring(2));
                if (stamp != null) {
                    out.at(stamp);
                }
                chunk.direction = line.charAt(0) == '>' ? Direction.TX : Direction.RX;
            } else if (line.equals("--")) {
                chunk.end();
            } else if (chunk.direction != null) {
                Bytes bytes = HexText.pairs(line, 0);
                if (bytes.isEmpty()) {
                    out.note(line);
                }
                chunk.parts.add(bytes);
            } else {
                out.note(line);
            }
        });
        chunk.end();
    }

    private static final class Chunk {
        private final Transcript out;
        private final List<Bytes> parts = new ArrayList<>();
        private @Nullable Direction direction;

        Chunk(Transcript out) {
            this.out = out;
        }

        void end() {
            if (direction != null && !parts.isEmpty()) {
                out.traffic(direction, Bytes.concat(parts));
            }
            parts.clear();
            direction = null;
        }
    }
}
