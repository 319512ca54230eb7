package dev.parley.sim.modem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.journal.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host of a running modem, in real time: it shares nothing with the program's side that drives modems. */
final class TestHost implements RunningModem.Terminal {
    private static final Pattern PUSHED = Pattern.compile("\r\n\\+QIURC: \"recv\",\\d+,(\\d+)\r\n");
    private static final Pattern READ = Pattern.compile("^\r\n\\+QIRD: (\\d+)\r\n");

    private final RunningModem modem;
    private final StringBuilder received = new StringBuilder();
    ByteArrayOutputStream push = new ByteArrayOutputStream();

    TestHost(RunningModem modem) {
        this.modem = modem;
        modem.attach(this);
    }

    @Override
    public synchronized void received(Bytes bytes, long stamp) {
        received.append(bytes.latin1());
        notifyAll();
    }

    @Override
    public void broken(RuntimeException why) {
        throw why;
    }

    void write(Bytes bytes) {
        modem.write(bytes);
    }

    synchronized int waiting() {
        return received.length();
    }

    synchronized String take(int count) {
        String taken = received.substring(0, count);
        received.delete(0, count);
        return taken;
    }

    /** Writes a command and returns everything up to and with {@code end}; "recv" URCs are dropped. */
    String ask(String command, String end) {
        write(Bytes.latin1(command));
        return await(end);
    }

    synchronized String await(String end) {
        long limit = System.nanoTime() + 10_000_000_000L;
        while (true) {
            takePushed();
            int at = received.indexOf(end);
            if (at >= 0) {
                return take(at + end.length()).replace("\r\n+QIURC: \"recv\",0\r\n", "");
            }
            assertThat(System.nanoTime()).as("no %s in %s", end, received).isLessThan(limit);
            try {
                wait(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    String result() {
        String answer = await("SEND ");
        assertThat(answer).endsWith("\r\nSEND ");
        String rest = await("\r\n");
        return "SEND " + rest.substring(0, rest.length() - 2);
    }

    /** Reads a socket's buffer empty. */
    void drain(ByteArrayOutputStream into) {
        for (int count = -1; count != 0; ) {
            write(Bytes.latin1("AT+QIRD=0,1500\r"));
            count = takeRead(into);
        }
    }

    private synchronized int takeRead(ByteArrayOutputStream into) {
        long limit = System.nanoTime() + 10_000_000_000L;
        while (true) {
            String urc = "\r\n+QIURC: \"recv\",0\r\n";
            while (received.indexOf(urc) == 0) {
                received.delete(0, urc.length());
            }
            Matcher header = READ.matcher(received);
            if (header.find()) {
                int count = Integer.parseInt(header.group(1));
                int length = header.end() + (count == 0 ? 0 : count + 2) + 6;
                if (received.length() >= length) {
                    String answer = take(length);
                    into.writeBytes(
                            answer.substring(header.end(), header.end() + count).getBytes(StandardCharsets.ISO_8859_1));
                    return count;
                }
            }
            assertThat(System.nanoTime()).as("no answer to QIRD").isLessThan(limit);
            try {
                wait(100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Takes what was pushed out of the stream, in front of everything else. */
    synchronized void takePushed() {
        Matcher header = PUSHED.matcher(received);
        while (header.find()) {
            int count = Integer.parseInt(header.group(1));
            if (received.length() < header.end() + count + 2) {
                return;
            }
            push.writeBytes(
                    received.substring(header.end(), header.end() + count).getBytes(StandardCharsets.ISO_8859_1));
            received.delete(header.start(), header.end() + count + 2);
            header = PUSHED.matcher(received);
        }
    }
}
