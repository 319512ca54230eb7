package dev.parley.modem;

import dev.parley.at.ResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a modem from an open link to an address on the network, step by step.
 *
 * <p>It looks before it changes anything: a context that is active stays so, an APN that is set already is not written again.
 * It does not touch what outlives a restart of the modem, save the APN where one is asked for.
 */
public final class BringUp {
    /** How often in a row the network has to deny the registration: a single denial may come from a neighbour's network. */
    private static final int DENIALS = 3;

    /** How a step is getting on. */
    public enum Status {
        RUNNING,
        DONE,
        FAILED
    }

    /** Hears of every step, on the thread that calls {@link #run}. */
    @FunctionalInterface
    public interface Observer {
        /**
         * A step began or is over.
         *
         * @param value what was found; the cause in words where it failed; empty while it is running
         * @param nanos how long it took; 0 when it begins
         */
        void step(BringUpStep step, Status status, String value, long nanos);
    }

    /**
     * What to reach.
     *
     * @param apn the access point name; empty to leave the modem's own
     * @param contextId the PDP context, 1 to 16
     * @param registration how long the network may take to register the modem
     */
    public record Target(String apn, int contextId, Duration registration) {
        public Target {
            if (apn.length() > 99 || !apn.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"')) {
                throw new IllegalArgumentException(
                        "'" + apn + "' is no APN; it has up to 99 printable ASCII characters, no blanks, no quotes");
            }
            if (contextId < 1 || contextId > 16) {
                throw new IllegalArgumentException("a context is 1 to 16, not " + contextId);
            }
        }

        /** Context 1, three minutes. */
        public static Target of(String apn) {
            return new Target(apn, 1, Duration.ofMinutes(3));
        }
    }

    /**
     * What was found on the way.
     *
     * @param model for example {@code BG95-M3}
     * @param firmware for example {@code BG95M3LAR02A03_01.012.01.012}
     * @param address the modem's address in the network
     */
    public record Network(
            String model, String firmware, String signal, String registration, String operator, String address) {}

    /** One step: does its work and says what it found. */
    @FunctionalInterface
    private interface Work {
        String run() throws ModemException;
    }

    private final Modem modem;
    private final Target target;
    private final Observer observer;

    public BringUp(Modem modem, Target target, Observer observer) {
        this.modem = modem;
        this.target = target;
        this.observer = observer;
    }

    /**
     * Goes all the way; blocks.
     *
     * @throws BringUpException if a step fails; it names the step, and its message says what to do
     */
    public Network run() throws BringUpException {
        step(BringUpStep.ATTENTION, this::attention);
        step(BringUpStep.ECHO_OFF, () -> done(modem.require("ATE0")));
        step(BringUpStep.ERRORS_IN_WORDS, () -> done(modem.require("AT+CMEE=2")));
        List<String> identity = new ArrayList<>();
        step(BringUpStep.IDENTITY, () -> identity(identity));
        // Some firmware does not know it; then it does not echo payload either, or the decoder counts the echo off.
        step(
                BringUpStep.PAYLOAD_ECHO_OFF,
                () -> modem.send("AT+QISDE=0").succeeded() ? "off" : "not known to this modem");
        step(BringUpStep.SIM, this::sim);
        String signal = step(BringUpStep.SIGNAL, this::signal);
        String registration = step(BringUpStep.REGISTRATION, this::registration);
        String operator = step(BringUpStep.OPERATOR, this::operator);
        step(BringUpStep.STALE_SOCKETS, this::staleSockets);
        step(BringUpStep.APN, this::apn);
        step(BringUpStep.PDP_CONTEXT, this::context);
        String address = step(BringUpStep.ADDRESS, this::address);
        return new Network(identity.get(0), identity.get(1), signal, registration, operator, address);
    }

    private String step(BringUpStep step, Work work) throws BringUpException {
        long start = System.nanoTime();
        observer.step(step, Status.RUNNING, "", 0);
        try {
            String value = work.run();
            observer.step(step, Status.DONE, value, System.nanoTime() - start);
            return value;
        } catch (ModemException e) {
            observer.step(step, Status.FAILED, e.getMessage(), System.nanoTime() - start);
            throw e instanceof BringUpException known ? known : new BringUpException(step, e.getMessage(), e);
        }
    }

    private static String done(Reply reply) {
        return reply.resultText();
    }

    private String attention() throws ModemException {
        long end = System.nanoTime() + modem.profile().timing().start().toNanos();
        int attempts = 0;
        @Nullable NoAnswerException silence = null;
        while (System.nanoTime() < end) {
            attempts++;
            if (attempts == 4) {
                // It may still be in transparent mode from an earlier session.
                modem.escapeBlindly();
            }
            try {
                Reply reply = modem.attention();
                if (reply.code() == ResultCode.OK) {
                    if (attempts > 1) {
                        modem.settle();
                    }
                    return attempts == 1 ? "answers" : "answers after " + attempts + " attempts";
                }
                // Between RDY and APP RDY commands may be refused.
                modem.pause(modem.profile().timing().lookAgain());
            } catch (NoAnswerException e) {
                // Asked again until the limit is over.
                silence = e;
            }
        }
        throw new BringUpException(
                BringUpStep.ATTENTION,
                "the modem at " + modem.link().address() + " does not answer AT within "
                        + NoAnswerException.seconds(modem.profile().timing().start())
                        + " s; check that it is on, that this is its AT port (another of its USB ports may"
                        + " be), and the baud rate",
                silence);
    }

    private String identity(List<String> found) throws ModemException {
        // Three lines: Quectel, the model, "Revision: " and the firmware.
        List<String> lines = modem.send("ATI").information().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String model = lines.size() >= 2 ? lines.get(1) : text("AT+CGMM").orElse("unknown model");
        String shortFirmware = lines.stream()
                .filter(line -> line.startsWith("Revision:"))
                .map(line -> line.substring("Revision:".length()).strip())
                .findFirst()
                .orElse("");
        Optional<String> longFirmware = text("AT+QGMR");
        String firmware = longFirmware.isPresent()
                ? longFirmware.get()
                : shortFirmware.isEmpty() ? text("AT+CGMR").orElse("unknown firmware") : shortFirmware;
        found.add(model);
        found.add(firmware);
        return model + " " + firmware;
    }

    private Optional<String> text(String command) throws ModemException {
        Reply reply = modem.send(command);
        return reply.succeeded()
                ? reply.information().stream()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                : Optional.empty();
    }

    private String sim() throws ModemException {
        long end = System.nanoTime() + modem.profile().timing().start().toNanos();
        while (true) {
            Reply reply = modem.send("AT+CPIN?");
            if (reply.succeeded()) {
                String state = reply.value("+CPIN").orElse("");
                if (state.equals("READY")) {
                    return "ready";
                }
                throw new BringUpException(
                        BringUpStep.SIM,
                        switch (state) {
                            case "SIM PIN" ->
                                "the SIM asks for its PIN; enter it with AT+CPIN=\"1234\" in the console, or switch"
                                        + " the PIN off in a phone";
                            case "SIM PUK" ->
                                "the SIM is locked after three wrong PINs; unlock it with the PUK in a phone";
                            default -> "the SIM says '" + state + "'; look at it in a phone";
                        });
            }
            boolean busy = ErrorWords.cmeCode(reply) == 14;
            if (!busy || System.nanoTime() >= end) {
                throw new BringUpException(
                        BringUpStep.SIM,
                        ErrorWords.cmeCode(reply) == 10
                                ? "there is no SIM card in the modem; check that it is in and the right way round"
                                : "the modem cannot use its SIM (" + reply.resultText()
                                        + "); take the card out and in again, and try it in a phone");
            }
            modem.pause(modem.profile().timing().lookAgain());
        }
    }

    private String signal() throws ModemException {
        String csq =
                modem.send("AT+CSQ").value("+CSQ").map(SignalQuality::ofCsq).orElse("not told by this modem");
        Reply detail = modem.send("AT+QCSQ");
        return detail.value("+QCSQ")
                .flatMap(SignalQuality::ofQcsq)
                .map(words -> csq + "; " + words)
                .orElse(csq);
    }

    private String registration() throws ModemException {
        long end = System.nanoTime() + target.registration().toNanos();
        int denials = 0;
        String last = "";
        while (true) {
            List<Integer> states = new ArrayList<>();
            for (String domain : List.of("+CEREG", "+CREG", "+CGREG")) {
                Reply reply = modem.send("AT" + domain + "?");
                Optional<Integer> state = reply.value(domain).flatMap(BringUp::registrationState);
                if (state.isPresent()) {
                    if (state.get() == 1 || state.get() == 5) {
                        return (state.get() == 1 ? "home network" : "roaming") + " (" + domain.substring(1) + ")";
                    }
                    states.add(state.get());
                    last = words(state.get());
                }
            }
            denials = states.contains(3) ? denials + 1 : 0;
            if (denials >= DENIALS) {
                throw new BringUpException(
                        BringUpStep.REGISTRATION,
                        "registration denied: the SIM or the APN is not allowed on this network; check the"
                                + " subscription, roaming and the radio technology");
            }
            if (System.nanoTime() >= end) {
                throw new BringUpException(
                        BringUpStep.REGISTRATION,
                        "no network after " + NoAnswerException.seconds(target.registration()) + " s ("
                                + (last.isEmpty() ? "the modem tells no state" : last)
                                + "); check the antenna, the bands (AT+QCFG=\"band\") and the radio technology"
                                + " (AT+QCFG=\"iotopmode\")");
            }
            modem.pause(modem.profile().timing().lookAgain());
        }
    }

    /** The state in {@code <n>,<stat>[,...]}. */
    private static Optional<Integer> registrationState(String values) {
        String[] parts = values.split(",", -1);
        int state = parts.length < 2 ? -1 : Modem.number(parts[1], -1);
        return state < 0 ? Optional.empty() : Optional.of(state);
    }

    /** 3GPP TS 27.007, +CEREG. */
    private static String words(int state) {
        return switch (state) {
            case 0 -> "not registered, not searching";
            case 2 -> "not registered, searching";
            case 3 -> "registration denied";
            case 4 -> "out of coverage or unknown";
            default -> "state " + state;
        };
    }

    private String operator() throws ModemException {
        // +COPS: <mode>[,<format>,"<operator>"[,<access technology>]]
        String[] parts = modem.send("AT+COPS?").value("+COPS").orElse("").split(",", -1);
        if (parts.length < 3) {
            return "not told";
        }
        String name = parts[2].replace("\"", "").strip();
        String technology = parts.length < 4
                ? ""
                : switch (parts[3].strip()) {
                    case "0" -> " (GSM)";
                    case "7" -> " (LTE)";
                    case "8" -> " (eMTC)";
                    case "9" -> " (NB-IoT)";
                    default -> "";
                };
        return name + technology;
    }

    private String staleSockets() throws ModemException {
        // +QISTATE: <id>,"TCP",... for every socket there is; the modem outlives its host's program.
        List<Integer> ids = modem.send("AT+QISTATE?").values("+QISTATE").stream()
                .map(line -> Modem.number(line.split(",", 2)[0], -1))
                .filter(id -> id >= 0)
                .toList();
        for (int id : ids) {
            modem.require("AT+QICLOSE=" + id);
        }
        return ids.isEmpty()
                ? "none"
                : "closed "
                        + String.join(", ", ids.stream().map(String::valueOf).toList());
    }

    private String apn() throws ModemException {
        // +QICSGP: <type>,"<apn>","<user>","<password>",<auth>
        String query = "AT+QICSGP=" + target.contextId();
        String[] set = modem.send(query).value("+QICSGP").orElse("").split(",", -1);
        String present = set.length < 2 ? "" : set[1].replace("\"", "").strip();
        if (target.apn().isEmpty()) {
            return present.isEmpty() ? "the modem's own" : present + " (the modem's own)";
        }
        if (present.equals(target.apn())) {
            return present + " (set already)";
        }
        if (activeContext().isPresent()) {
            modem.require("AT+QIDEACT=" + target.contextId());
        }
        modem.require(query + ",1,\"" + target.apn() + "\"");
        return target.apn();
    }

    private String context() throws ModemException {
        if (activeContext().isPresent()) {
            return "active already";
        }
        Reply reply = modem.send("AT+QIACT=" + target.contextId());
        if (!reply.succeeded()) {
            CommandFailedException why = modem.inTurn(() -> modem.refused(reply));
            throw new BringUpException(
                    BringUpStep.PDP_CONTEXT,
                    "the network did not give context " + target.contextId() + " an address (" + why.getMessage()
                            + "); check the APN and the subscription");
        }
        return "activated";
    }

    private String address() throws ModemException {
        return activeContext()
                .orElseThrow(() -> new BringUpException(
                        BringUpStep.ADDRESS,
                        "context " + target.contextId() + " is not active after it was activated; bring the modem up"
                                + " again"));
    }

    /** The address of the context if it is active; empty text where the modem tells none. */
    private Optional<String> activeContext() throws ModemException {
        // +QIACT: <context>,<state>,<type>[,"<address>"]
        return modem.require("AT+QIACT?").values("+QIACT").stream()
                .map(line -> line.split(",", -1))
                .filter(parts -> parts.length >= 2
                        && Modem.number(parts[0], -1) == target.contextId()
                        && parts[1].strip().equals("1"))
                .map(parts -> parts.length < 4 ? "" : parts[3].replace("\"", "").strip())
                .findFirst();
    }
}
