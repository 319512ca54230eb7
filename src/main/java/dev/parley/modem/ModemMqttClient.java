package dev.parley.modem;

import dev.parley.at.AtEvent;
import dev.parley.at.Dictionary;
import dev.parley.journal.Bytes;
import dev.parley.journal.Event;
import dev.parley.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT client inside the modem: {@code AT+QMTOPEN}, {@code AT+QMTCONN}, {@code AT+QMTSUB}, {@code AT+QMTPUBEX} (Quectel BG96 MQTT
 * application note; newer firmware for the counted payload). MQTT 3.1.1. What it receives comes as {@code +QMTRECV}, which is shown
 * from the wire. Operations wait for the modem's result; any thread may call.
 */
public final class ModemMqttClient implements AutoCloseable {
    /** The most that one publish carries. */
    public static final int MOST_PAYLOAD = 4096;

    private static final Duration RESULT = Duration.ofSeconds(90);
    private static final Duration OPENING = Duration.ofSeconds(375);
    private static final int IN_USE = 2;

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
    private final Journal.Subscription listening;
    private volatile boolean closing;

    private ModemMqttClient(Modem modem, int index, Consumer<String> whenLost) {
        this.modem = modem;
        this.index = index;
        this.whenLost = whenLost;
        this.listening = modem.listen(this::heard);
    }

    /**
     * Opens the connection and sends CONNECT.
     *
     * @param index the modem's number for the client, 0 to 5
     * @param whenLost hears in one sentence that the connection ended though nobody here closed it
     * @throws OffloadException if the modem or the broker refuses
     */
    public static ModemMqttClient connect(Modem modem, int index, Request request, Consumer<String> whenLost)
            throws ModemException {
        ModemMqttClient client = new ModemMqttClient(modem, index, whenLost);
        boolean connected = false;
        try {
            client.configure(request);
            client.open(request);
            client.connect(request);
            connected = true;
            return client;
        } finally {
            if (!connected) {
                client.closing = true;
                client.listening.close();
            }
        }
    }

    private void configure(Request request) throws ModemException {
        modem.require(option("version", "4"));
        modem.require(option("pdpcid", String.valueOf(request.contextId())));
        modem.require(option(
                "ssl", request.tlsContext().map(context -> "1," + context).orElse("0")));
        modem.require(option(
                "keepalive", String.valueOf(Math.min(3600, request.keepAlive().toSeconds()))));
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
            close(false);
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
        return Modem.number(
                resultOf(command, Bytes.empty(), OPENING, "+QMTOPEN").argument(1), -1);
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
        AtEvent.Urc urc = resultOf(command.toString(), Bytes.empty(), RESULT, "+QMTCONN");
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
        int number = number();
        AtEvent.Urc urc = resultOf(
                "AT+QMTSUB=" + index + "," + number + ",\"" + quotable(filter, "the filter") + "\"," + qos,
                Bytes.empty(),
                RESULT,
                "+QMTSUB",
                number);
        int granted = Modem.number(urc.argument(3), -1);
        if (Modem.number(urc.argument(2), -1) != 0 || granted < 0 || granted > 2) {
            throw new OffloadException("the subscription to \"" + filter + "\" failed (" + urc.text() + ")", granted);
        }
        return granted;
    }

    public void unsubscribe(String filter) throws ModemException {
        int number = number();
        check(
                "UNSUBSCRIBE from \"" + filter + "\"",
                resultOf(
                        "AT+QMTUNS=" + index + "," + number + ",\"" + quotable(filter, "the filter") + "\"",
                        Bytes.empty(),
                        RESULT,
                        "+QMTUNS",
                        number));
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
        check("PUBLISH to \"" + topic + "\"", resultOf(command, payload, RESULT, "+QMTPUB", number));
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
                    what + " has characters that an AT command cannot carry in quotes; use the host's MQTT (stack host or"
                            + " modem-tls)",
                    -1);
        }
        return text;
    }

    private AtEvent.Urc resultOf(String command, Bytes payload, Duration limit, String name) throws ModemException {
        return resultOf(command, payload, limit, name, -1);
    }

    /** Sends a command and waits for the URC with its result; retransmissions (result 1) are waited out. */
    private AtEvent.Urc resultOf(String command, Bytes payload, Duration limit, String name, int number)
            throws ModemException {
        boolean isConnect = name.equals("+QMTOPEN") || name.equals("+QMTCONN") || name.equals("+QMTCLOSE");
        try (UrcWait result = new UrcWait(
                modem,
                urc -> (urc.name().equals(name)
                                || (name.equals("+QMTPUB") && urc.name().equals("+QMTPUBEX")))
                        && Modem.number(urc.argument(0), -1) == index
                        && (number < 0 || Modem.number(urc.argument(1), -1) == number)
                        && (isConnect || number < 0 || Modem.number(urc.argument(2), -1) != 1))) {
            checkConnected();
            Reply reply = modem.send(command, payload, modem.profile().limit(command), Event.Origin.PARLEY);
            if (!reply.succeeded()) {
                checkConnected();
                throw new CommandFailedException(reply, ErrorWords.cmeCode(reply), ErrorWords.cme(reply));
            }
            return result.await(limit, this::checkConnected)
                    .orElseThrow(() -> new OffloadException(
                            "the modem gave no result (" + name + ") for "
                                    + Dictionary.standard().masked(command) + " within " + limit.toSeconds() + " s",
                            -1));
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
        if (lost.compareAndSet(null, new OffloadException(why, code))) {
            whenLost.accept(why);
        }
    }

    /** Sends DISCONNECT and closes; never throws. Safe to call twice. */
    @Override
    public void close() {
        close(true);
        listening.close();
    }

    /** Closes without DISCONNECT, so that the broker publishes the will. */
    public void abort() {
        close(false);
        listening.close();
    }

    private void close(boolean says) {
        boolean already = closing;
        closing = lost.get() != null || says || closing;
        if (already) {
            return;
        }
        for (String name : says ? List.of("+QMTDISC", "+QMTCLOSE") : List.of("+QMTCLOSE")) {
            try {
                AtEvent.Urc _ = resultOf("AT" + name + "=" + index, Bytes.empty(), Duration.ofSeconds(10), name);
                return;
            } catch (ModemException closedAlready) {
                // A client that is gone refuses both; that is what was wanted.
            }
        }
    }
}
