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
                    "On \"closed\", read AT+QIRD=0,1500 until it answers +QIRD: 0, and only then AT+QICLOSE=0",
                    COMMAND,
                    foretold(
                            seen(
                                    "an alert comes out of the modem",
                                    "certificate-refused",
                                    "server-alert",
                                    "closed-before-drained"),
                            seen(
                                    "the rest of the server's flight comes out, without an alert",
                                    "receive-stalled",
                                    "closed-by-host",
                                    "bytes-lost-from-modem"),
                            seen(
                                    "nothing is left in the modem",
                                    "closed-by-peer",
                                    "carrier-reset",
                                    "handshake-too-slow",
                                    "radio-slow"))),
            new Test(
                    "Ask AT+QISEND=0,0 after the last send, before the close",
                    COMMAND,
                    foretold(
                            seen(
                                    "it counts fewer bytes than were written",
                                    "bytes-lost-to-modem",
                                    "no-flow-control",
                                    "send-length-mismatch"),
                            seen(
                                    "all are counted, and many stay unacknowledged",
                                    "radio-slow",
                                    "nat-idle",
                                    "keep-alive-too-long"),
                            seen(
                                    "all are counted and acknowledged",
                                    "certificate-refused",
                                    "server-alert",
                                    "closed-by-peer",
                                    "handshake-too-slow"))),
            new Test(
                    "Set AT+IFC=2,2 on a port with RTS and CTS wired, and connect again",
                    CONNECTION,
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
                    foretold(
                            seen("the clock is wrong", "clock-wrong"),
                            seen("the clock is right", "server-not-trusted", "server-name-mismatch", "sni-missing"))),
            new Test(
                    "Connect with the endpoint's name as --sni",
                    CONNECTION,
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
                    foretold(
                            seen("no context is active", "pdp-lost", "apn-missing"),
                            seen(
                                    "the context has an address",
                                    "dns-failed",
                                    "connect-refused",
                                    "carrier-reset",
                                    "closed-by-peer",
                                    "apn-in-host-field"))),
            new Test(
                    "Ask AT+QIDNSGIP=1,\"HOST\" for the endpoint's name",
                    COMMAND,
                    foretold(
                            seen("the name is not found", "dns-failed", "apn-in-host-field"),
                            seen("the name has an address", "connect-refused", "stale-socket", "not-tls"))),
            new Test(
                    "Ask AT+CPIN? and AT+CEREG?",
                    COMMAND,
                    foretold(
                            seen("the SIM does not answer READY", "sim-missing"),
                            seen("registration is denied (3)", "registration-denied"),
                            seen("it is still searching (2)", "not-registered"),
                            seen("it is registered (1 or 5)", "apn-missing", "pdp-lost"))),
            new Test(
                    "Connect with another --client-id",
                    CONNECTION,
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
                    foretold(
                            seen("the modem answers all the time", "modem-asleep"),
                            seen("it is silent or restarts as before", "no-answer", "modem-reset"))));

    private KnownTests() {}

    /**
     * A test.
     *
     * @param cost what it takes, a question to the modem being 1
     * @param foretold what is seen where a finding is right, by its code
     */
    record Test(String action, double cost, Map<String, String> foretold) {
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
