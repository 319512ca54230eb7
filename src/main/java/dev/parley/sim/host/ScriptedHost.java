package dev.parley.sim.host;

import dev.parley.journal.Bytes;
import dev.parley.link.LinkException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A device's firmware, played from a script: it drives a modem with AT lines and carries TLS and MQTT over socket 0 with the habits it
 * was given. One thread plays it.
 */
public final class ScriptedHost {
    private static final Pattern RESULT =
            Pattern.compile("\\r\\n(?:OK|ERROR|NO CARRIER|\\+CM[ES] ERROR: [^\\r]*)\\r\\n");
    private static final Pattern PROMPT = Pattern.compile("\\r\\n> ?|\\r\\n(?:ERROR|\\+CME ERROR: [^\\r]*)\\r\\n");
    private static final Pattern SENT = Pattern.compile("\\r\\n(?:SEND OK|SEND FAIL|ERROR)\\r\\n");
    private static final Pattern READ = Pattern.compile("\\+QIRD: (\\d+)\\r\\n|\\r\\nERROR\\r\\n");
    private static final Pattern OK = Pattern.compile("\\r\\nOK\\r\\n");

    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration PROMPT_LIMIT = Duration.ofSeconds(5);
    private static final Duration SEND_LIMIT = Duration.ofSeconds(5);
    private static final Duration ECHO_SETTLES = Duration.ofMillis(60);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final int RETRIES = 20;

    private final ModemLine line;
    private final DeviceFiles files;
    private @Nullable DeviceTls tls;
    private HostHabits habits = HostHabits.PLAIN;
    /** What came without TLS and nobody has looked at yet. */
    private Bytes plain = Bytes.empty();

    private boolean over;
    private int packet = 1;

    ScriptedHost(ModemLine line, DeviceFiles files) {
        this.line = line;
        this.files = files;
    }

    /**
     * Plays a script to its end.
     *
     * @throws LinkException if the line to the modem ends
     */
    void play(List<HostStep> steps) throws LinkException, InterruptedException {
        for (HostStep step : steps) {
            play(step);
        }
    }

    private void play(HostStep step) throws LinkException, InterruptedException {
        switch (step) {
            case HostStep.Command(var text, var until, var limit) -> {
                if (text.regionMatches(true, 0, "AT+QIOPEN", 0, 9)) {
                    line.reopened();
                    over = false;
                    tls = null;
                }
                line.command(text);
                String _ = line.await(until.orElse(RESULT), limit);
            }
            case HostStep.Write(var bytes) -> line.write(bytes);
            case HostStep.Await(var what, var limit) -> {
                String _ = line.await(what, limit);
            }
            case HostStep.Pause(var time) -> Thread.sleep(time);
            case HostStep.Handshake(var how) -> {
                if (!line.isClosed()) {
                    handshake(how);
                }
            }
            case HostStep.Connect(var clientId, var keepAlive, var limit) ->
                request(MqttBytes.connect(clientId, keepAlive), 0x20, limit);
            case HostStep.Publish(var topic, var text, var limit) ->
                request(MqttBytes.publish(topic, text, packet++), 0x40, limit);
            case HostStep.Repeat(var times, var again) -> {
                for (int i = 0; i < times; i++) {
                    play(again);
                }
            }
        }
    }

    private void handshake(HostHabits how) throws LinkException, InterruptedException {
        habits = how;
        try {
            DeviceTls client = new DeviceTls(how, files);
            tls = client;
            send(client, how);
            while (!client.isConnected() && !client.hasFailed() && !over) {
                receive(client, how);
                List<Bytes> answer = client.records();
                if (answer.size() > 1) {
                    Thread.sleep(how.thinks());
                }
                send(answer, how, client);
            }
            if (client.hasFailed()) {
                send(client, how);
                close(how);
            }
        } catch (LinkException e) {
            throw e;
        } catch (IOException e) {
            close(how);
        }
    }

    /** One packet up and the answer's first byte down, inside TLS where it stands; the connection's end ends the wait, too. */
    private void request(Bytes packetBytes, int answer, Duration limit) throws LinkException, InterruptedException {
        DeviceTls client = tls;
        if (over || line.isClosed() || (client != null && !client.isConnected())) {
            return;
        }
        try {
            if (client == null) {
                send(List.of(packetBytes), habits, null);
            } else {
                client.write(packetBytes);
                send(client, habits);
            }
            long end = System.nanoTime() + limit.toNanos();
            while (!over && System.nanoTime() < end) {
                Bytes came = client == null ? plain : client.plaintext();
                plain = Bytes.empty();
                if (!came.isEmpty() && (came.u8(0) & 0xf0) == answer) {
                    return;
                }
                if (line.awaitNews(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
                    read(client, habits);
                    ended(habits, client);
                }
            }
        } catch (LinkException e) {
            throw e;
        } catch (IOException e) {
            close(habits);
        }
    }

    private void send(DeviceTls client, HostHabits how) throws LinkException, InterruptedException {
        send(client.records(), how, client);
    }

    private void send(List<Bytes> records, HostHabits how, @Nullable DeviceTls client)
            throws LinkException, InterruptedException {
        for (Bytes record : records) {
            for (int at = 0; at < record.length() && !over; at += how.largestSend()) {
                piece(record.slice(at, Math.min(record.length(), at + how.largestSend())), how, client);
            }
        }
    }

    private void piece(Bytes bytes, HostHabits how, @Nullable DeviceTls client)
            throws LinkException, InterruptedException {
        for (int attempt = 0; attempt < RETRIES; attempt++) {
            if (how.forgetsUrcs()) {
                line.forget();
            }
            line.command("AT+QISEND=0," + Math.max(1, bytes.length() + how.promises()));
            if (how.awaitsPrompt()) {
                String asked = line.await(PROMPT, PROMPT_LIMIT);
                if (!asked.contains(">")) {
                    // A refusal may have an end of the connection behind it; silence has nothing.
                    over |= asked.isEmpty();
                    return;
                }
            }
            line.write(bytes);
            if (how.takesEcho()) {
                give(line.take(bytes.length(), ECHO_SETTLES), client);
            }
            String result = line.await(SENT, SEND_LIMIT);
            if (!result.contains("FAIL") || !how.resends()) {
                return;
            }
            Thread.sleep(RETRY);
        }
    }

    /** Waits for the server's next bytes and reads them; gives up where they do not come. */
    private void receive(DeviceTls client, HostHabits how) throws LinkException, InterruptedException {
        if (!line.awaitNews(how.patience())) {
            if (how.asksBooks()) {
                ask("AT+QIRD=0,0");
                ask("AT+QISEND=0,0");
            }
            close(how);
            return;
        }
        if (!line.isClosed() || how.drains()) {
            read(client, how);
        }
        ended(how, client);
    }

    private void ended(HostHabits how, @Nullable DeviceTls client) throws LinkException, InterruptedException {
        if (line.isClosed() && !over) {
            if (how.drains()) {
                read(client, how);
            }
            close(how);
        }
    }

    /** Reads the modem empty. */
    private void read(@Nullable DeviceTls client, HostHabits how) throws LinkException, InterruptedException {
        while (true) {
            line.command("AT+QIRD=0," + how.readSize());
            String header = line.await(READ, ANSWER);
            int length = header.startsWith("+QIRD: ")
                    ? Integer.parseInt(header.substring(7).strip())
                    : 0;
            if (length > 0) {
                give(line.take(length, ANSWER), client);
            }
            if (header.isEmpty() || !header.contains("ERROR")) {
                String _ = line.await(OK, ANSWER);
            }
            if (length == 0) {
                return;
            }
        }
    }

    private void give(Bytes bytes, @Nullable DeviceTls client) {
        if (client == null) {
            plain = plain.plus(bytes);
        } else {
            client.received(bytes);
        }
    }

    private void ask(String question) throws LinkException, InterruptedException {
        line.command(question);
        String _ = line.await(RESULT, ANSWER);
    }

    private void close(HostHabits how) throws LinkException, InterruptedException {
        if (!over) {
            over = true;
            if (how.forgetsUrcs()) {
                line.forget();
            }
            ask("AT+QICLOSE=0");
        }
    }
}
