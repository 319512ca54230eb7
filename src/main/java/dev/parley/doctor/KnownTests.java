package dev.parley.doctor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tests there are, and what each finding foretells of them. A new one is an entry here. */
final class KnownTests {
    /** A question to the modem. */
    private static final double COMMAND = 1;
    /** Another connection with one thing changed. */
    private static final double CONNECTION = 3;
    /** Another machine. */
    private static final double OTHER_MACHINE = 6;

    static final List<Test> ALL = List.of(
            new Test(
                    "On \"closed\", read AT+QIRD={id},1500 until it answers +QIRD: 0, and only then AT+QICLOSE={id}",
                    COMMAND,
                    new Trial.Ask(List.of("AT+QIRD={id},1500"), Trial.Needs.CONNECTION, TestAnswers::drained),
                    foretold(
                            seen(
                                    TestAnswers.ALERT_CAME,
                                    "certificate-refused",
                                    "server-alert",
                                    "closed-before-drained"),
                            seen(TestAnswers.FLIGHT_CAME, "receive-stalled", "closed-by-host", "bytes-lost-from-modem"),
                            seen(
                                    TestAnswers.NOTHING_LEFT,
                                    "closed-by-peer",
                                    "carrier-reset",
                                    "handshake-too-slow",
                                    "radio-slow"))),
            new Test(
                    "Ask AT+QISEND={id},0 after the last send, before the close",
                    COMMAND,
                    new Trial.Ask(List.of("AT+QISEND={id},0"), Trial.Needs.CONNECTION, TestAnswers::counted),
                    foretold(
                            seen(TestAnswers.FEWER, "bytes-lost-to-modem", "no-flow-control", "send-length-mismatch"),
                            seen(TestAnswers.UNACKNOWLEDGED, "radio-slow", "nat-idle", "keep-alive-too-long"),
                            seen(
                                    TestAnswers.ACKNOWLEDGED,
                                    "certificate-refused",
                                    "server-alert",
                                    "closed-by-peer",
                                    "handshake-too-slow"))),
            new Test(
                    "Set AT+IFC=2,2 on a port with RTS and CTS wired, and connect again",
                    CONNECTION,
                    new Trial.Reconnect(
                            List.of("AT+IFC=2,2"), Trial.Change.NOTHING, "it succeeds", "it fails as before"),
                    foretold(
                            seen("it succeeds", "no-flow-control", "bytes-lost-to-modem", "bytes-lost-from-modem"),
                            seen(
                                    "it fails as before",
                                    "certificate-refused",
                                    "server-alert",
                                    "closed-by-peer",
                                    "radio-slow"))),
            new Test(
                    "Use the same endpoint, CA, certificate and key from a PC (openssl s_client -connect HOST:PORT"
                            + " -CAfile CA -cert CERT -key KEY)",
                    OTHER_MACHINE,
                    new Trial.Elsewhere(),
                    foretold(
                            seen(
                                    "the server refuses the PC as well",
                                    "certificate-refused",
                                    "server-alert",
                                    "key-mismatch",
                                    "policy-disconnect",
                                    "mqtt-refused"),
                            seen(
                                    "the PC gets through",
                                    "closed-by-peer",
                                    "carrier-reset",
                                    "radio-slow",
                                    "handshake-too-slow",
                                    "bytes-lost-to-modem",
                                    "bytes-lost-from-modem",
                                    "nat-idle"))),
            new Test(
                    "Ask AT+CCLK? and compare with the time of day",
                    COMMAND,
                    new Trial.Ask(List.of("AT+CCLK?"), Trial.Needs.MODEM, TestAnswers::clock),
                    foretold(
                            seen(TestAnswers.CLOCK_WRONG, "clock-wrong"),
                            seen(
                                    TestAnswers.CLOCK_RIGHT,
                                    "server-not-trusted",
                                    "server-name-mismatch",
                                    "sni-missing"))),
            new Test(
                    "Connect with the endpoint's name as --sni",
                    CONNECTION,
                    new Trial.Reconnect(
                            List.of(),
                            Trial.Change.SERVER_NAME,
                            "the server shows another certificate, or goes on",
                            "it fails as before"),
                    foretold(
                            seen(
                                    "the server shows another certificate, or goes on",
                                    "sni-missing",
                                    "server-name-mismatch"),
                            seen(
                                    "it fails as before",
                                    "server-not-trusted",
                                    "no-common-parameters",
                                    "certificate-refused",
                                    "server-alert"))),
            new Test(
                    "Ask AT+QIACT?",
                    COMMAND,
                    new Trial.Ask(List.of("AT+QIACT?"), Trial.Needs.CONTEXT, TestAnswers::context),
                    foretold(
                            seen(TestAnswers.NO_CONTEXT, "pdp-lost", "apn-missing"),
                            seen(
                                    TestAnswers.CONTEXT,
                                    "dns-failed",
                                    "connect-refused",
                                    "carrier-reset",
                                    "closed-by-peer",
                                    "apn-in-host-field"))),
            new Test(
                    "Ask AT+QIDNSGIP=1,\"{host}\" for the endpoint's name",
                    COMMAND,
                    new Trial.Ask(List.of("AT+QIDNSGIP=1,\"{host}\""), Trial.Needs.CONTEXT, TestAnswers::name),
                    foretold(
                            seen(TestAnswers.NO_NAME, "dns-failed", "apn-in-host-field"),
                            seen(TestAnswers.NAME, "connect-refused", "stale-socket", "not-tls"))),
            new Test(
                    "Ask AT+CPIN? and AT+CEREG?",
                    COMMAND,
                    new Trial.Ask(List.of("AT+CPIN?", "AT+CEREG?"), Trial.Needs.MODEM, TestAnswers::registration),
                    foretold(
                            seen(TestAnswers.NO_SIM, "sim-missing"),
                            seen(TestAnswers.DENIED, "registration-denied"),
                            seen(TestAnswers.SEARCHING, "not-registered"),
                            seen(TestAnswers.REGISTERED, "apn-missing", "pdp-lost"))),
            new Test(
                    "Connect with another --client-id",
                    CONNECTION,
                    new Trial.Reconnect(
                            List.of(), Trial.Change.CLIENT_ID, "it stays connected", "it is closed as before"),
                    foretold(
                            seen("it stays connected", "duplicate-client-id"),
                            seen(
                                    "it is closed as before",
                                    "policy-disconnect",
                                    "mqtt-refused",
                                    "nat-idle",
                                    "keep-alive-too-long"))),
            new Test(
                    "Switch AT+CPSMS=0, AT+CEDRXS=0 and AT+QSCLK=0, and try again",
                    CONNECTION,
                    new Trial.Reconnect(
                            List.of("AT+CPSMS=0", "AT+CEDRXS=0", "AT+QSCLK=0"),
                            Trial.Change.NOTHING,
                            "the modem answers all the time",
                            "it is silent or restarts as before"),
                    foretold(
                            seen("the modem answers all the time", "modem-asleep"),
                            seen("it is silent or restarts as before", "no-answer", "modem-reset"))));

    private KnownTests() {}

    /**
     * A test.
     *
     * @param cost what it takes, a question to the modem being 1
     * @param trial how it is made
     * @param foretold what is seen where a finding is right, by its code
     */
    record Test(String action, double cost, Trial trial, Map<String, String> foretold) {
        Test {
            foretold = Map.copyOf(foretold);
        }
    }

    /** What is seen, and the findings that foretell it. */
    private record Seen(String words, List<String> codes) {}

    private static Seen seen(String words, String... codes) {
        return new Seen(words, List.of(codes));
    }

    private static Map<String, String> foretold(Seen... outcomes) {
        Map<String, String> foretold = new LinkedHashMap<>();
        for (Seen outcome : outcomes) {
            for (String code : outcome.codes()) {
                if (foretold.put(code, outcome.words()) != null) {
                    throw new IllegalArgumentException(code + " foretells one thing of a test, not two");
                }
            }
        }
        return foretold;
    }
}
