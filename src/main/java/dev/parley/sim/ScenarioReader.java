package dev.parley.sim;

import dev.parley.json.JsonSection;
import dev.parley.json.JsonText;
import dev.parley.json.JsonText.MalformedException;
import dev.parley.sim.endpoint.EndpointSetup;
import dev.parley.sim.modem.ModemFault;
import dev.parley.sim.modem.ModemOptions;
import dev.parley.sim.modem.ModemSetup;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.HandshakeType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads scenarios from JSON and says, with the line, what is wrong with one. */
final class ScenarioReader {
    private ScenarioReader() {}

    static Scenario read(Path file) throws ScenarioException {
        try {
            return read(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ScenarioException("the scenario file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static Scenario read(String source, String text) throws ScenarioException {

        try {
            return scenario(JsonSection.of(JsonText.parse(text), "a scenario"));
        } catch (MalformedException e) {
            throw new ScenarioException(source + ":" + e.line() + ": " + e.getMessage());
        }
    }

    private static Scenario scenario(JsonSection scenario) throws MalformedException {
        String name = scenario.text("name");
        if (!name.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw wrong(scenario.line("name"), "\"name\" is lower-case words with hyphens, not '" + name + "'");
        }
        JsonSection modem = scenario.section("modem");
        JsonSection endpoint = scenario.section("endpoint");
        JsonSection host = scenario.section("host");
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
        for (JsonSection section : List.of(modem, endpoint, host, scenario)) {
            section.finish();
        }
        return read;
    }

    private static ModemSetup modem(JsonSection modem) throws MalformedException {
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
        for (JsonSection fault : modem.sections("faults", "a fault")) {
            faults.add(modemFault(fault));
            fault.finish();
        }
        return new ModemSetup(options.build(), faults);
    }

    private static ModemFault modemFault(JsonSection fault) throws MalformedException {
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
                    case "no-answer" -> new ModemFault.Effect.NoAnswer();
                    case "silence" -> new ModemFault.Effect.Silence();
                    default ->
                        throw wrong(
                                fault.line("do"),
                                "a modem does not '" + what + "'; it does reset, pdp-lost, connection-lost, send-fail,"
                                        + " result, open-error, omit-recv, no-answer or silence");
                };
        try {
            return new ModemFault(moment, effect);
        } catch (IllegalArgumentException e) {
            throw wrong(fault.line(), e.getMessage());
        }
    }

    private static EndpointSetup endpoint(JsonSection endpoint) throws MalformedException {
        List<EndpointSetup.Fault> faults = new ArrayList<>();
        for (JsonSection fault : endpoint.sections("faults", "a fault")) {
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
                versions(endpoint),
                faults);
    }

    /** The versions of TLS it speaks, the preferred one first. */
    private static List<Integer> versions(JsonSection endpoint) throws MalformedException {
        List<Integer> versions = new ArrayList<>();
        for (String name : endpoint.texts("tls")) {
            versions.add(
                    switch (name) {
                        case "1.2" -> ClientOffer.TLS_1_2;
                        case "1.3" -> ClientOffer.TLS_1_3;
                        default ->
                            throw wrong(
                                    endpoint.line("tls"),
                                    "the endpoint speaks no TLS '" + name + "'; write \"1.2\", \"1.3\" or both, the"
                                            + " preferred one first");
                    });
        }
        if (versions.isEmpty() && endpoint.has("tls")) {
            throw wrong(endpoint.line("tls"), "\"tls\" names no version; write \"1.2\", \"1.3\" or both");
        }
        return versions.isEmpty() ? EndpointSetup.USUAL_VERSIONS : versions;
    }

    private static EndpointSetup.Fault endpointFault(JsonSection fault) throws MalformedException {
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

    private static HandshakeType message(JsonSection fault) throws MalformedException {
        String title = fault.text("after");
        for (HandshakeType type : HandshakeType.values()) {
            if (type.title().equals(title)) {
                return type;
            }
        }
        throw wrong(fault.line("after"), "'" + title + "' is no handshake message; write for example Certificate");
    }

    private static MalformedException wrong(int line, @Nullable String message) {
        return new MalformedException(line, String.valueOf(message));
    }
}
