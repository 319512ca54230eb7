package dev.parley.modem;

import dev.parley.at.AtEvent;
import dev.parley.at.CommandLine;
import dev.parley.at.Dictionary;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT client inside the modem: {@code AT+QMTOPEN}, {@code AT+QMTCONN}, {@code AT+QMTSUB}, {@code AT+QMTPUBEX} (Quectel BG96 MQTT
 * application note; newer firmware for the counted payload). MQTT 3.1.1. What it receives comes as {@code +QMTRECV}, which is shown
 * from the wire. Operations wait for the modem's result; any thread may call.
 *
 * <p>After a gap of the link it goes on where {@code AT+QMTCONN?} says that the connection stands. What the modem said meanwhile is lost:
 * a {@code +QMTRECV} is not told twice, and with QoS 1 and 2 the modem has acknowledged the message to the broker.
 */
public final class ModemMqttClient implements AutoCloseable {
    /** The most that one publish carries. */
    public static final int MOST_PAYLOAD = 4096;

    /** In seconds. */
    public static final int LONGEST_KEEP_ALIVE = 3600;

    private static final Duration RESULT = Duration.ofSeconds(90);
    private static final Duration OPENING = Duration.ofSeconds(375);
    /** After a gap of the link: a packet is sent again by then, or given up (BG95: 5 s, three times). */
    private static final Duration AFTER_GAP = Duration.ofSeconds(20);

    private static final int IN_USE = 2;
    /** The state in {@code +QMTCONN: client,state}. */
    private static final int CONNECTED = 3;

    /** The longest topic and the longest message of a will, in bytes. */
    public static final int LONGEST_WILL = 255;

    /** The message that the broker publishes when the modem is gone without DISCONNECT; {@code qos} is 0 to 2. */
    public record Will(String topic, Bytes payload, int qos, boolean retain) {}

    /**
     * What CONNECT is to say.
     *
     * @param contextId the PDP context
     * @param tlsContext the SSL context, or nothing for plain TCP
     * @param keepAlive up to 3600 s; zero for none
     */
    public record Request(
            int contextId,
            String host,
            int port,
            Optional<Integer> tlsContext,
            String clientId,
            Duration keepAlive,
            boolean cleanSession,
            Optional<String> userName,
            Optional<String> password,
            Optional<Will> will) {
        /** Without the password: this text may reach a log. */
        @Override
        public String toString() {
            return "Request[" + host + ":" + port + "]";
        }
    }

    private final Modem modem;
    private final int index;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicReference<@Nullable ModemException> lost = new AtomicReference<>();
    private final Consumer<String> whenLost;
    private final Survivor survivor = new Survivor();
    private volatile Journal.Subscription listening = () -> {};
    private volatile boolean closing;
    private volatile boolean inDoubt;
    private volatile long interruptedNanos;
    /** The bytes of publishes whose payload the modem may still wait for, or that wait for their turn. */
    private final AtomicInteger underway = new AtomicInteger();

    private ModemMqttClient(Modem modem, int index, Consumer<String> whenLost) {
        this.modem = modem;
        this.index = index;
        this.whenLost = whenLost;
    }

    /**
     * Opens the connection and sends CONNECT.
     *
     * @param index the modem's number for the client, 0 to 5
     * @param whenLost hears in one sentence that the connection ended though nobody here closed it
     * @throws OffloadException if the modem or the broker refuses
     * @throws LinkLostException if the link is interrupted meanwhile: what came of it is not known
     */
    public static ModemMqttClient connect(Modem modem, int index, Request request, Consumer<String> whenLost)
            throws ModemException {
        ModemMqttClient client = new ModemMqttClient(modem, index, whenLost);
        client.listening = modem.listen(client::heard);
        boolean connected = false;
        try {
            int gaps = client.gaps();
            client.configure(request);
            client.open(request);
            client.connect(request);
            modem.state().add(client.survivor);
            client.checkSince(gaps);
            connected = true;
            return client;
        } finally {
            if (!connected) {
                client.closing = true;
                client.leaveModem();
            }
        }
    }

    private void configure(Request request) throws ModemException {
        modem.require(option("version", "4"));
        modem.require(option("pdpcid", String.valueOf(request.contextId())));
        modem.require(option(
                "ssl", request.tlsContext().map(context -> "1," + context).orElse("0")));
        modem.require(option(
                "keepalive",
                String.valueOf(Math.min(LONGEST_KEEP_ALIVE, request.keepAlive().toSeconds()))));
        modem.require(option("session", request.cleanSession() ? "1" : "0"));
        if (request.will().isPresent()) {
            will(request.will().get());
        } else {
            // One of an earlier session would still be published; a modem that knows no wills has none.
            Reply _ = modem.send(option("will", "0"));
        }
        // With the length, a payload may hold any byte, also a line's end. Older firmware does not know it.
        Reply _ = modem.send(option("recv/mode", "0,1"));
    }

    private void will(Will will) throws ModemException {
        int length = will.payload().length();
        int topicLength = Bytes.utf8(will.topic()).length();
        if (length == 0 || length > LONGEST_WILL || topicLength > LONGEST_WILL) {
            throw new OffloadException(
                    "the modem's MQTT client takes a will of 1 to " + LONGEST_WILL + " bytes under a topic of up to "
                            + LONGEST_WILL + ", not " + length + " under "
                            + topicLength
                            + "; use the host's MQTT (stack host or modem-tls)",
                    -1);
        }
        Reply reply = modem.send(option(
                "will",
                "1," + will.qos() + "," + (will.retain() ? 1 : 0) + ",\"" + quotable(will.topic(), "the will's topic")
                        + "\",\"" + quotable(will.payload(), "the will") + "\""));
        if (!reply.succeeded()) {
            throw new OffloadException(
                    "the modem's MQTT client takes no last will (" + reply.resultText()
                            + "): connect without one, or use the host's MQTT (stack host or modem-tls)",
                    -1);
        }
    }

    private String option(String name, String value) {
        return "AT+QMTCFG=\"" + name + "\"," + index + "," + value;
    }

    private void open(Request request) throws ModemException {
        String command = "AT+QMTOPEN=" + index + ",\"" + request.host() + "\"," + request.port();
        int result = opened(command);
        if (result == IN_USE) {
            // Left over from an earlier session: the modem outlives its host.
            end(false);
            result = opened(command);
        }
        if (result != 0) {
            throw new OffloadException(
                    "the modem's own MQTT client did not reach " + request.host() + ":" + request.port() + ": result "
                            + result + words(Dictionary.Table.MQTT_OPEN, result)
                            + (result == -1 && request.tlsContext().isPresent()
                                    ? "; with TLS this is also what a failed handshake looks like: try the host's TLS"
                                            + " (stack host) over the same network"
                                    : ""),
                    result);
        }
    }

    private int opened(String command) throws ModemException {
        return Modem.number(resultOf(command, OPENING, "+QMTOPEN").argument(1), -1);
    }

    private void connect(Request request) throws ModemException {
        StringBuilder command =
                new StringBuilder("AT+QMTCONN=" + index + ",\"" + quotable(request.clientId(), "the client id") + "\"");
        if (request.userName().isPresent()) {
            command.append(",\"")
                    .append(quotable(request.userName().get(), "the user name"))
                    .append('"');
            if (request.password().isPresent()) {
                command.append(",\"")
                        .append(quotableSecret(request.password().get()))
                        .append('"');
            }
        }
        AtEvent.Urc urc = resultOf(command.toString(), RESULT, "+QMTCONN");
        int result = Modem.number(urc.argument(1), -1);
        int code = Modem.number(urc.argument(2), 0);
        if (result != 0 || code != 0) {
            boolean refused = code != 0;
            throw new OffloadException(
                    refused
                            ? "the broker refused CONNECT with code " + code
                                    + words(Dictionary.Table.MQTT_CONNACK, code)
                            : "the modem's MQTT client got no answer to CONNECT (result " + result + ")",
                    refused ? code : result);
        }
    }

    private static String words(Dictionary.Table table, int code) {
        return Dictionary.standard()
                .words(table, code)
                .map(words -> ", " + words)
                .orElse("");
    }

    /**
     * Subscribes to one filter.
     *
     * @return the QoS granted
     */
    public int subscribe(String filter, int qos) throws ModemException {
        String what = "\"" + quotable(filter, "the filter") + "\"," + qos;
        AtEvent.Urc urc = again("+QMTSUB", what, "SUBSCRIBE to \"" + filter + "\"");
        int granted = Modem.number(urc.argument(3), -1);
        if (Modem.number(urc.argument(2), -1) != 0 || granted < 0 || granted > 2) {
            throw new OffloadException("the subscription to \"" + filter + "\" failed (" + urc.text() + ")", granted);
        }
        return granted;
    }

    public void unsubscribe(String filter) throws ModemException {
        String what = "UNSUBSCRIBE from \"" + filter + "\"";
        check(what, again("+QMTUNS", "\"" + quotable(filter, "the filter") + "\"", what));
    }

    /** What may be said twice: once more where a gap of the link swallowed what came of it. */
    private AtEvent.Urc again(String name, String rest, String what) throws ModemException {
        for (int attempt = 0; attempt < 2; attempt++) {
            int number = number();
            Optional<AtEvent.Urc> urc = survivingResultOf(
                    "AT" + name + "=" + index + "," + number + "," + rest, Bytes.empty(), name, number);
            if (urc.isPresent()) {
                return urc.get();
            }
        }
        throw swallowed(what, "whether the broker has taken it is not known");
    }

    private static OffloadException swallowed(String what, String doubt) {
        return new OffloadException(
                "the link was interrupted while " + what + " was under way, and the modem told no result afterwards: "
                        + doubt,
                -1);
    }

    /**
     * Publishes and waits: for QoS 0 until the modem has sent it, for QoS 1 and 2 until the handshake is over.
     *
     * @param payload 1 to {@value #MOST_PAYLOAD} bytes
     */
    public void publish(String topic, Bytes payload, int qos, boolean retain) throws ModemException {
        if (payload.isEmpty() || payload.length() > MOST_PAYLOAD) {
            throw new OffloadException(
                    "the modem's MQTT client publishes 1 to " + MOST_PAYLOAD + " bytes at once, not " + payload.length()
                            + "; use the host's MQTT (stack host or modem-tls)",
                    -1);
        }
        int number = qos == 0 ? 0 : number();
        String command = "AT+QMTPUBEX=" + index + "," + number + "," + qos + "," + (retain ? 1 : 0) + ",\""
                + quotable(topic, "the topic") + "\"," + payload.length();
        String what = "PUBLISH to \"" + topic + "\"";
        check(
                what,
                survivingResultOf(command, payload, "+QMTPUB", number)
                        .orElseThrow(() -> swallowed(
                                what,
                                "whether the broker has it is not known, nor whether the modem published it with what"
                                        + " was said to find its step in the place of a payload that was cut short")));
    }

    /** The result that comes after the command's OK, also across a gap of the link; nothing where that has swallowed it. */
    private Optional<AtEvent.Urc> survivingResultOf(String command, Bytes payload, String name, int number)
            throws ModemException {
        int _ = underway.addAndGet(payload.length());
        try (UrcWait result = resultOf(name, number)) {
            try {
                return Optional.of(await(result, command, payload, RESULT, name));
            } catch (LinkLostException e) {
                modem.patience().await(Modem.FOREVER, () -> !inDoubt || closing || lost.get() != null);
                checkConnected();
                if (inDoubt || closing) {
                    throw e;
                }
                return result.await(AFTER_GAP, this::checkConnected);
            }
        } finally {
            int _ = underway.addAndGet(-payload.length());
        }
    }

    private static void check(String what, AtEvent.Urc urc) throws OffloadException {
        int result = Modem.number(urc.argument(2), -1);
        if (result != 0) {
            throw new OffloadException(what + " was not acknowledged by the broker (" + urc.text() + ")", result);
        }
    }

    private int number() {
        return numbers.updateAndGet(last -> last == 65_535 ? 1 : last + 1);
    }

    private static String quotable(String text, String what) throws OffloadException {
        return quotable(Bytes.utf8(text), what + " '" + text + "'");
    }

    private static String quotableSecret(String text) throws OffloadException {
        return quotable(Bytes.utf8(text), "the password");
    }

    /** As it goes into an AT command, byte for byte: MQTT's strings are UTF-8 (MQTT 3.1.1 section 1.5.3). */
    private static String quotable(Bytes bytes, String what) throws OffloadException {
        String text = bytes.latin1();
        if (!text.chars().allMatch(c -> c >= ' ' && c != 0x7f && c != '"')) {
            throw new OffloadException(
                    what
                            + " has characters that an AT command cannot carry in quotes; use the host's MQTT (stack"
                            + " host or modem-tls)",
                    -1);
        }
        return text;
    }

    private AtEvent.Urc resultOf(String command, Duration limit, String name) throws ModemException {
        try (UrcWait result = resultOf(name, -1)) {
            return await(result, command, Bytes.empty(), limit, name);
        }
    }

    /** Waits for the URC with the result from now on; retransmissions (result 1) are waited out. */
    private UrcWait resultOf(String name, int number) {
        return new UrcWait(
                modem,
                urc -> (urc.name().equals(name)
                                || (name.equals("+QMTPUB") && urc.name().equals("+QMTPUBEX")))
                        && Modem.number(urc.argument(0), -1) == index
                        && (number < 0
                                || (Modem.number(urc.argument(1), -1) == number
                                        && Modem.number(urc.argument(2), -1) != 1)));
    }

    private AtEvent.Urc await(UrcWait result, String command, Bytes payload, Duration limit, String name)
            throws ModemException {
        checkConnected();
        int gaps = gaps();
        Reply reply = modem.send(command, payload, modem.profile().limit(command), Event.Origin.PARLEY);
        if (!reply.succeeded()) {
            checkConnected();
            throw new CommandFailedException(reply, ErrorWords.cmeCode(reply), ErrorWords.cme(reply));
        }
        return result.await(limit, () -> checkSince(gaps))
                .orElseThrow(() -> new OffloadException(
                        "the modem gave no result (" + name + ") for "
                                + Dictionary.standard().masked(command) + " within " + limit.toSeconds() + " s",
                        -1));
    }

    private int gaps() {
        return modem.ask(modem.state()::gaps);
    }

    private void checkSince(int gaps) throws ModemException {
        checkConnected();
        if (gaps() != gaps) {
            throw new LinkLostException("the link was interrupted while the modem's MQTT was at work", null);
        }
    }

    private void checkConnected() throws ModemException {
        ModemException why = lost.get();
        if (why != null) {
            throw why;
        }
        modem.checkGoesOn();
    }

    private void heard(AtEvent.Urc urc) {
        boolean gone = urc.name().equals("RDY") || urc.name().endsWith("POWER DOWN");
        boolean ended = urc.name().equals("+QMTSTAT") && Modem.number(urc.argument(0), -1) == index;
        if (closing || !(gone || ended)) {
            return;
        }
        int code = ended ? Modem.number(urc.argument(1), -1) : -1;
        String why = gone
                ? "the modem started anew; its MQTT client is gone: connect again"
                : "the modem's MQTT connection ended: " + urc.text() + words(Dictionary.Table.MQTT_STATUS, code);
        if (isLost(new OffloadException(why, code))) {
            whenLost.accept(why);
        }
    }

    /** True for the first reason. From then on nothing that the modem says is about this client: another may have its number. */
    private boolean isLost(ModemException why) {
        boolean first = lost.compareAndSet(null, why);
        leaveModem();
        return first;
    }

    private void leaveModem() {
        listening.close();
        modem.state().forget(survivor);
    }

    /** Sends DISCONNECT and closes; never throws. Safe to call twice. */
    @Override
    public void close() {
        close(true);
    }

    /** Closes without DISCONNECT, so that the broker publishes the will; never throws. */
    public void abort() {
        close(false);
    }

    private void close(boolean says) {
        boolean already = closing;
        closing = true;
        if (!already) {
            end(says);
        }
        leaveModem();
    }

    private void end(boolean says) {
        for (String name : says ? List.of("+QMTDISC", "+QMTCLOSE") : List.of("+QMTCLOSE")) {
            try {
                AtEvent.Urc _ = resultOf("AT" + name + "=" + index, Duration.ofSeconds(10), name);
                return;
            } catch (ModemException closedAlready) {
                // A client that is gone refuses both; that is what was wanted.
            }
        }
    }

    /** What becomes of this in a gap of the link. */
    private final class Survivor implements Offload {
        @Override
        public String name() {
            return "MQTT client " + index + " in the modem";
        }

        @Override
        public void interrupted() {
            if (!inDoubt) {
                interruptedNanos = System.nanoTime();
            }
            inDoubt = true;
        }

        @Override
        public boolean isInDoubt() {
            return inDoubt && lost.get() == null;
        }

        @Override
        public int underway() {
            return underway.get();
        }

        @Override
        public Optional<String> compare(Question modem, boolean filled) throws ModemException {
            int state = modem.ask("AT+QMTCONN?").values("+QMTCONN").stream()
                    .map(CommandLine::values)
                    .filter(values -> values.size() > 1 && Modem.number(values.get(0), -1) == index)
                    .map(values -> Modem.number(values.get(1), -1))
                    .findFirst()
                    .orElse(-1);
            return state == CONNECTED
                    ? Optional.empty()
                    : Optional.of(
                            state < 0
                                    ? "the modem no longer has its connection (AT+QMTCONN?)"
                                    : "it is not connected any more (AT+QMTCONN?: state " + state + ")");
        }

        @Override
        public Optional<String> goesOn() {
            inDoubt = false;
            long away = Duration.ofNanos(System.nanoTime() - interruptedNanos).toMillis();
            return Optional.of(String.format(
                    Locale.ROOT,
                    "still connected; messages that came for it in the gap of %.1f s were heard by nobody and are lost,"
                            + " also those of QoS 1 and 2, which the modem has acknowledged",
                    away / 1000.0));
        }

        @Override
        public void fails(ModemException why) {
            boolean _ = isLost(why);
        }

        @Override
        public void failureIsTold(ModemException why) {
            if (!closing) {
                whenLost.accept(why.getMessage());
            }
        }
    }
}
