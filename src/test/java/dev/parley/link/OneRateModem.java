package dev.parley.link;

import dev.parley.journal.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A modem behind a pseudo-terminal that looks at the speed the host's end is set to, as a UART would. */
public final class OneRateModem implements AutoCloseable {
    private final Link end;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private OneRateModem(Link end) {
        this.end = end;
    }

    /**
     * Answers {@code AT} at one rate.
     *
     * @param otherwise what comes at any other
     */
    public static OneRateModem behind(PtyPair cable, int baud, String otherwise) throws LinkException {
        OneRateModem modem = new OneRateModem(SerialLink.open(cable.right()));
        modem.end.start(new Link.Listener() {
            @Override
            public void received(Bytes bytes, long stamp) {
                modem.asked.add(bytes.latin1());
                boolean right = Stty.of(cable.left().target(), "speed").equals(String.valueOf(baud));
                String answer = right ? "AT\r\r\nOK\r\n" : otherwise;
                if (!answer.isEmpty()) {
                    modem.say(answer);
                }
            }

            @Override
            public void lost(LinkException why) {}
        });
        return modem;
    }

    private void say(String text) {
        try {
            end.write(Bytes.latin1(text));
        } catch (LinkException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came from the host, read by read. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public void close() {
        end.close();
    }

    /** The system's own view of a port. */
    static final class Stty {
        private Stty() {}

        static String of(String port, String what) {
            try {
                Process stty = new ProcessBuilder("stty", "-F", port, what)
                        .redirectErrorStream(true)
                        .start();
                return new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
