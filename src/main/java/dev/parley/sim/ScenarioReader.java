package dev.parley.sim;

import dev.parley.sim.endpoint.EndpointSetup;
import dev.parley.sim.modem.ModemFault;
import dev.parley.sim.modem.ModemOptions;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.tls.HandshakeType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads scenarios from JSON and says, with the line, what is wrong with one. */
final class ScenarioReader {
    private static final int LONGEST_TIME_MILLIS = 600_000;

    private final String source;

    private ScenarioReader(String source) {
        this.source = source;
    }

    static Scenario read(Path file) throws ScenarioException {
        try {
            return read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ScenarioException("the scenario file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static Scenario read(String source, String text) throws ScenarioException {
        ScenarioReader reader = new ScenarioReader(source);
        try {
            return reader.scenario(reader.fields(JsonText.parse(text), "a scenario"));
        } catch (JsonText.MalformedException e) {
            throw reader.wrong(e.line(), e.getMessage());
        }
    }

    private Scenario scenario(Section scenario) throws ScenarioException {
        String name = scenario.text("name");
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw wrong(scenario.line("name"), "\"name\" is lower-case words with hyphens, not '" + name + "'");
        }
        Section modem = scenario.section("modem");
        Section endpoint = scenario.section("endpoint");
        Section host = scenario.section("host");
        Scenario read = new Scenario(
                name,
                scenario.text("story"),
                modem(modem),
                endpoint.truth("named", true),
                endpoint(endpoint),
                new Scenario.Host(
                        host.millis("readTimeoutMillis", Duration.ofSeconds(30)),
                        host.choice("accessMode", "buffer", "push", "transparent")),
                scenario.optionalText("finding"),
                scenario.text("fix"));
        for (Section section : List.of(modem, endpoint, host, scenario)) {
            section.finish();
        }
        return read;
    }

    private ModemSetup modem(Section modem) throws ScenarioException {
        ModemOptions standard = ModemOptions.standard();
        ModemOptions.Builder options = standard.toBuilder()
                .promptBlank(modem.truth("promptBlank", standard.promptBlank()))
                .urcLead(modem.number("urcLead", 0, 2, standard.urcLead()))
                .receiveLengths(modem.truth("receiveLengths", standard.receiveLengths()))
                .closedReadable(modem.truth("closedReadable", standard.closedReadable()))
                .connectedState(modem.number("connectedState", 2, 3, standard.connectedState()))
                .identityInUse(
                        modem.choice("identityInUse", "error", "urc").equals("error")
                                ? ModemOptions.IdentityInUse.ERROR
                                : ModemOptions.IdentityInUse.URC)
                .failedOpenKeepsId(modem.truth("failedOpenKeepsId", standard.failedOpenKeepsId()))
                .sim(
                        switch (modem.choice("sim", "ready", "missing", "pin")) {
                            case "missing" -> ModemOptions.Sim.MISSING;
                            case "pin" -> ModemOptions.Sim.PIN;
                            default -> ModemOptions.Sim.READY;
                        })
                .registration(modem.number("registration", 0, 5, standard.registration()))
                .sendLatency(modem.millis("sendLatencyMillis", standard.sendLatency()))
                .roundTrip(modem.millis("roundTripMillis", standard.roundTrip()))
                .boot(modem.millis("bootMillis", standard.boot()))
                .receiveBuffer(modem.number("receiveBuffer", 1500, 10_000_000, standard.receiveBuffer()))
                .sendBuffer(modem.number("sendBuffer", 1460, 10_000_000, standard.sendBuffer()));
        Duration low = modem.millis("latencyLowMillis", standard.latencyLow());
        Duration high = modem.millis("latencyHighMillis", standard.latencyHigh());
        if (low.compareTo(high) > 0) {
            throw wrong(modem.line("latencyLowMillis"), "\"latencyLowMillis\" is more than \"latencyHighMillis\"");
        }
        options.latency(low, high);
        List<ModemFault> faults = new ArrayList<>();
        for (Section fault : modem.sections("faults")) {
            faults.add(modemFault(fault));
            fault.finish();
        }
        return new ModemSetup(options.build(), faults);
    }

    private ModemFault modemFault(Section fault) throws ScenarioException {
        Optional<String> command = fault.optionalText("atCommand");
        ModemFault.Moment moment;
        if (command.isPresent()) {
            moment = new ModemFault.Moment.Command(
                    command.get().toUpperCase(Locale.ROOT),
                    fault.number("nth", 1, 1_000_000, 1),
                    fault.number("times", 1, 1_000_000, 1));
        } else if (fault.has("afterSent")) {
            moment = new ModemFault.Moment.Sent(fault.number("afterSent", 1, Integer.MAX_VALUE, 1));
        } else if (fault.has("afterReceived")) {
            moment = new ModemFault.Moment.Received(fault.number("afterReceived", 1, Integer.MAX_VALUE, 1));
        } else {
            throw wrong(fault.line(), "a fault of the modem needs \"atCommand\", \"afterSent\" or \"afterReceived\"");
        }
        String what = fault.text("do");
        ModemFault.Effect effect =
                switch (what) {
                    case "reset" -> new ModemFault.Effect.Reset();
                    case "pdp-lost" -> new ModemFault.Effect.PdpLost();
                    case "connection-lost" -> new ModemFault.Effect.ConnectionLost();
                    case "send-fail" -> new ModemFault.Effect.SendFail();
                    case "result" -> new ModemFault.Effect.Result(fault.text("result"));
                    case "open-error" -> new ModemFault.Effect.OpenError(fault.number("error", 550, 574, 566));
                    case "omit-recv" -> new ModemFault.Effect.OmitReceive();
                    case "silence" -> new ModemFault.Effect.Silence();
                    default ->
                        throw wrong(
                                fault.line("do"),
                                "a modem does not '" + what + "'; it does reset, pdp-lost, connection-lost, send-fail,"
                                        + " result, open-error, omit-recv or silence");
                };
        try {
            return new ModemFault(moment, effect);
        } catch (IllegalArgumentException e) {
            throw wrong(fault.line(), e.getMessage());
        }
    }

    private EndpointSetup endpoint(Section endpoint) throws ScenarioException {
        List<EndpointSetup.Fault> faults = new ArrayList<>();
        for (Section fault : endpoint.sections("faults")) {
            faults.add(endpointFault(fault));
            fault.finish();
        }
        return new EndpointSetup(
                switch (endpoint.choice("service", "mutual-tls", "plain", "none")) {
                    case "plain" -> EndpointSetup.Service.PLAIN;
                    case "none" -> EndpointSetup.Service.NONE;
                    default -> EndpointSetup.Service.MUTUAL_TLS;
                },
                endpoint.choice("identity", "trusted", "other-ca").equals("trusted")
                        ? EndpointSetup.Identity.TRUSTED
                        : EndpointSetup.Identity.OTHER_CA,
                endpoint.truth("requiresName", false),
                faults);
    }

    private EndpointSetup.Fault endpointFault(Section fault) throws ScenarioException {
        String what = fault.text("do");
        try {
            return switch (what) {
                case "refuse-certificate" ->
                    new EndpointSetup.Fault.RefuseCertificate(fault.number("alert", 1, 255, 46));
                case "silent" -> new EndpointSetup.Fault.SilentAfter(message(fault));
                case "close" -> {
                    EndpointSetup.Ending ending =
                            fault.choice("ending", "fin", "rst").equals("fin")
                                    ? EndpointSetup.Ending.FIN
                                    : EndpointSetup.Ending.RST;
                    yield fault.has("afterBytes")
                            ? new EndpointSetup.Fault.CloseAfterBytes(
                                    fault.number("afterBytes", 1, Integer.MAX_VALUE, 1), ending)
                            : new EndpointSetup.Fault.CloseAfter(message(fault), ending);
                }
                default ->
                    throw wrong(
                            fault.line("do"),
                            "an endpoint does not '" + what + "'; it does refuse-certificate, silent or close");
            };
        } catch (IllegalArgumentException e) {
            throw wrong(fault.line(), e.getMessage());
        }
    }

    private HandshakeType message(Section fault) throws ScenarioException {
        String title = fault.text("after");
        for (HandshakeType type : HandshakeType.values()) {
            if (type.title().equals(title)) {
                return type;
            }
        }
        throw wrong(fault.line("after"), "'" + title + "' is no handshake message; write for example Certificate");
    }

    private Section fields(JsonText value, String what) throws ScenarioException {
        if (value instanceof JsonText.Fields fields) {
            return new Section(fields);
        }
        throw wrong(value.line(), what + " is written in { }");
    }

    private ScenarioException wrong(int line, @Nullable String message) {
        return new ScenarioException(source + ":" + line + ": " + message);
    }

    /** The fields of one object; what is asked for is remembered, and what is left over at the end is wrong. */
    private final class Section {
        private final JsonText.Fields fields;
        private final Set<String> known = new HashSet<>();

        Section(JsonText.Fields fields) {
            this.fields = fields;
        }

        int line() {
            return fields.line();
        }

        int line(String name) {
            return fields.values().containsKey(name) ? fields.values().get(name).line() : line();
        }

        boolean has(String name) {
            known.add(name);
            return fields.values().containsKey(name);
        }

        void finish() throws ScenarioException {
            for (var field : fields.values().entrySet()) {
                if (!known.contains(field.getKey())) {
                    throw wrong(
                            field.getValue().line(),
                            "\"" + field.getKey() + "\" means nothing here"
                                    + Spelling.nearest(field.getKey(), known)
                                            .map(near -> "; did you mean \"" + near + "\"?")
                                            .orElse(""));
                }
            }
        }

        String text(String name) throws ScenarioException {
            Optional<String> text = optionalText(name);
            if (text.isEmpty() || text.get().isBlank()) {
                throw wrong(line(name), "\"" + name + "\" is missing");
            }
            return text.get();
        }

        Optional<String> optionalText(String name) throws ScenarioException {
            if (!has(name) || fields.values().get(name) instanceof JsonText.Nothing) {
                return Optional.empty();
            }
            if (fields.values().get(name) instanceof JsonText.Text(var value, var _)) {
                return Optional.of(value);
            }
            throw wrong(line(name), "\"" + name + "\" is text in quotes");
        }

        /** One of {@code choices}; the first where nothing is said. */
        String choice(String name, String... choices) throws ScenarioException {
            String chosen = optionalText(name).orElse(choices[0]);
            if (!List.of(choices).contains(chosen)) {
                throw wrong(
                        line(name),
                        "\"" + name + "\" is one of " + String.join(", ", choices) + ", not '" + chosen + "'");
            }
            return chosen;
        }

        boolean truth(String name, boolean otherwise) throws ScenarioException {
            if (!has(name)) {
                return otherwise;
            }
            if (fields.values().get(name) instanceof JsonText.Truth(var value, var _)) {
                return value;
            }
            throw wrong(line(name), "\"" + name + "\" is true or false");
        }

        int number(String name, int low, int high, int otherwise) throws ScenarioException {
            if (!has(name)) {
                return otherwise;
            }
            if (fields.values().get(name) instanceof JsonText.Numeral(var value, var _)
                    && value.stripTrailingZeros().scale() <= 0
                    && value.compareTo(BigDecimal.valueOf(low)) >= 0
                    && value.compareTo(BigDecimal.valueOf(high)) <= 0) {
                return value.intValueExact();
            }
            throw wrong(line(name), "\"" + name + "\" is a whole number from " + low + " to " + high);
        }

        Duration millis(String name, Duration otherwise) throws ScenarioException {
            return Duration.ofMillis(number(name, 0, LONGEST_TIME_MILLIS, (int) otherwise.toMillis()));
        }

        /** The section of that name; an empty one where there is none. */
        Section section(String name) throws ScenarioException {
            known.add(name);
            JsonText value = fields.values().getOrDefault(name, new JsonText.Fields(Map.of(), line()));
            return fields(value, "\"" + name + "\"");
        }

        List<Section> sections(String name) throws ScenarioException {
            List<Section> sections = new ArrayList<>();
            if (has(name)) {
                if (!(fields.values().get(name) instanceof JsonText.Items(var items, var _))) {
                    throw wrong(line(name), "\"" + name + "\" is a list in [ ]");
                }
                for (JsonText item : items) {
                    sections.add(fields(item, "a fault"));
                }
            }
            return sections;
        }
    }
}
