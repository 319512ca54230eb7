package dev.parley.modem;

import dev.parley.at.Coding;
import dev.parley.at.ResultCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a modem from an open link to an address on the network, step by step.
 *
 * <p>It looks before it changes anything, and what it changes can be put back ({@link ModemSettings}). It does not touch what
 * outlives a restart of the modem, save the APN where one is asked for.
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
         * A step began, gets on or is over.
         *
         * @param value what was found; the cause in words where it failed; how it stands while it is running
         * @param nanos how long it has taken; 0 when it begins
         */
        void step(BringUpStep step, Status status, String value, long nanos);
    }

    /**
     * What to reach.
     *
     * @param apn the access point name; empty to leave the modem's own
     * @param contextId the PDP context, 1 to 16
     * @param registration how long the network may take to register the modem
     * @param recognise true to go by what the modem says it is, false to keep the profile it is driven with
     */
    public record Target(String apn, int contextId, Duration registration, boolean recognise) {
        public Target {
            if (apn.length() > 99 || !apn.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"')) {
                throw new IllegalArgumentException(
                        "'" + apn + "' is no APN; it has up to 99 printable ASCII characters, no blanks, no quotes");
            }
            if (contextId < 1 || contextId > 16) {
                throw new IllegalArgumentException("a context is 1 to 16, not " + contextId);
            }
        }

        /** Context 1, three minutes, the profile as it is. */
        public static Target of(String apn) {
            return new Target(apn, 1, Duration.ofMinutes(3), false);
        }

        public Target recognising() {
            return new Target(apn, contextId, registration, true);
        }
    }

    /**
     * What was found on the way.
     *
     * @param model for example {@code BG95-M3}
     * @param firmware for example {@code BG95M3LAR02A03_01.012.01.012}
     * @param registration with the operator
     * @param address the modem's address in the network, and its APN
     */
    public record Network(String model, String firmware, String signal, String registration, String address) {}

    /** One step: does its work and says what it found. */
    @FunctionalInterface
    private interface Work {
        String run() throws ModemException;
    }

    private final Modem modem;
    private final Target target;
    private final Observer observer;
    private BringUpStep running = BringUpStep.ATTENTION;
    private long start;

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
        List<String> identity = new ArrayList<>();
        step(BringUpStep.IDENTITY, () -> identity(identity));
        step(BringUpStep.SETTINGS, this::settings);
        step(BringUpStep.SIM, this::sim);
        String signal = step(BringUpStep.RADIO, this::signal);
        String registration = step(BringUpStep.REGISTRATION, this::registration);
        if (isQuectel()) {
            step(BringUpStep.STALE_SOCKETS, () -> new StaleConnections(modem).close());
        }
        String address = step(
                BringUpStep.PDP_CONTEXT,
                () -> PdpContext.of(modem, target.contextId())
                        .activate(target.apn())
                        .words());
        return new Network(identity.get(0), identity.get(1), signal, registration, address);
    }

    private boolean isQuectel() {
        return modem.profile().dialect() == ModemProfile.Dialect.QUECTEL;
    }

    private String step(BringUpStep step, Work work) throws BringUpException {
        start = System.nanoTime();
        running = step;
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

    /** How the running step stands. */
    private void getsOn(String value) {
        observer.step(running, Status.RUNNING, value, System.nanoTime() - start);
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
                getsOn("no answer yet, asked " + attempts + (attempts == 1 ? " time" : " times"));
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
        // Quectel's ATI has three lines: Quectel, the model, "Revision: " and the firmware. Others say what they like.
        List<String> lines = modem.send("ATI").information().stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        boolean quectel = lines.size() >= 2 && lines.getFirst().equalsIgnoreCase("Quectel");
        String manufacturer = quectel ? lines.getFirst() : text("AT+CGMI").orElse("unknown manufacturer");
        String model = quectel ? lines.get(1) : text("AT+CGMM").orElse("unknown model");
        if (target.recognise()) {
            modem.recognised(ModemProfile.recognise(manufacturer, model));
        }
        Optional<String> longFirmware = isQuectel() ? text("AT+QGMR") : Optional.empty();
        String firmware =
                longFirmware.isPresent() ? longFirmware.get() : text("AT+CGMR").orElse("unknown firmware");
        found.add(model);
        found.add(firmware);
        String known = modem.profile().name();
        boolean asItself = model.toUpperCase(Locale.ROOT).startsWith(known.toUpperCase(Locale.ROOT));
        return (quectel ? "" : manufacturer + " ") + model + " " + firmware + (asItself ? "" : ", driven as " + known);
    }

    private String settings() throws ModemException {
        List<String> found = new ArrayList<>();
        ModemSettings settings = modem.settings();
        found.add(settings.echoOff());
        found.add(settings.set(ModemSettings.ERROR_FORM, "2"));
        if (isQuectel()) {
            found.add(settings.set(ModemSettings.PAYLOAD_ECHO, "0"));
            // +QURCCFG: "urcport","uart1": at another port than ours, no URC would ever come.
            modem.send("AT+QURCCFG=\"urcport\"")
                    .value("+QURCCFG")
                    .map(values -> values.substring(values.indexOf(',') + 1)
                            .replace("\"", "")
                            .strip())
                    .ifPresent(port -> found.add("URCs at " + port));
        }
        return String.join(", ", found);
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
        String csq = modem.send("AT+CSQ").value("+CSQ").map(BringUp::csq).orElse("not told by this modem");
        if (!isQuectel()) {
            return csq;
        }
        return modem.send("AT+QCSQ")
                .value("+QCSQ")
                .flatMap(BringUp::qcsq)
                .map(words -> csq + "; " + words)
                .orElse(csq);
    }

    /** {@code <rssi>,<ber>} (3GPP TS 27.007, 8.5). */
    private static String csq(String values) {
        return Coding.CSQ.words(values.split(",", -1)[0]);
    }

    /** {@code "eMTC",<rssi>,<rsrp>,<sinr>,<rsrq>} (Quectel BG95 AT manual); nothing for other forms. */
    private static Optional<String> qcsq(String values) {
        String[] parts = values.split(",", -1);
        String technology = parts[0].replace("\"", "").strip();
        if (technology.equals("NOSERVICE")) {
            return Optional.of("no service");
        }
        return parts.length < 5
                ? Optional.empty()
                : Optional.of(technology + " RSRP " + Coding.RSRP.words(parts[2]) + ", SINR "
                        + Coding.SINR_FIFTHS.words(parts[3]));
    }

    private String registration() throws ModemException {
        long end = System.nanoTime() + target.registration().toNanos();
        int denials = 0;
        String last = "";
        while (true) {
            String denied = "";
            for (String domain : List.of("+CEREG", "+CREG", "+CGREG")) {
                Optional<String> values = modem.send("AT" + domain + "?").value(domain);
                Optional<Integer> state = values.flatMap(BringUp::registrationState);
                if (state.isEmpty()) {
                    continue;
                }
                if (state.get() == 1 || state.get() == 5) {
                    return (state.get() == 1 ? "home network" : "roaming") + " (" + domain.substring(1) + "), "
                            + operator();
                }
                String words = domain + ": " + values.get() + " " + words(state.get());
                if (state.get() == 3 && denied.isEmpty()) {
                    denied = words;
                }
                last = words;
                getsOn(words);
            }
            denials = denied.isEmpty() ? 0 : denials + 1;
            if (denials >= DENIALS) {
                throw new BringUpException(
                        BringUpStep.REGISTRATION,
                        denied + ": the SIM or the APN is not allowed on this network; check the subscription, roaming"
                                + " and the radio technology");
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
            return "operator not told";
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
}
