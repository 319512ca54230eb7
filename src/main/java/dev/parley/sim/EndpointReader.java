package dev.parley.sim;

import dev.parley.json.JsonSection;
import dev.parley.json.JsonText.MalformedException;
import dev.parley.sim.endpoint.EndpointEffect;
import dev.parley.sim.endpoint.EndpointEffect.Ending;
import dev.parley.sim.endpoint.EndpointSetup;
import dev.parley.sim.endpoint.Policy;
import dev.parley.sim.fault.Fault;
import dev.parley.sim.fault.Trigger;
import dev.parley.tls.ClientOffer;
import dev.parley.tls.TlsNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a scenario's endpoint. */
final class EndpointReader {
    private EndpointReader() {}

    static EndpointSetup read(JsonSection endpoint) throws MalformedException {
        EndpointSetup.Service service =
                switch (endpoint.choice("service", "mutual-tls", "plain", "http", "none")) {
                    case "plain" -> EndpointSetup.Service.PLAIN;
                    case "http" -> EndpointSetup.Service.HTTP;
                    case "none" -> EndpointSetup.Service.NONE;
                    default -> EndpointSetup.Service.MUTUAL_TLS;
                };
        List<Fault<EndpointEffect>> faults = new ArrayList<>();
        for (JsonSection fault : endpoint.sections("faults", "a fault")) {
            Fault<EndpointEffect> one = fault(fault);
            if (service != EndpointSetup.Service.MUTUAL_TLS
                    && one.what() instanceof EndpointEffect.Close(var ending)
                    && ending == Ending.NOTIFY) {
                throw FaultReader.wrong(
                        fault.line("ending"),
                        "close_notify is said in TLS, which a service '" + endpoint.text("service")
                                + "' does not speak; write \"fin\", \"rst\" or \"half\"");
            }
            faults.add(one);
        }
        EndpointSetup read = new EndpointSetup(
                service,
                switch (endpoint.choice(
                        "identity", "trusted", "other-ca", "self-signed", "expired", "other-name", "long-chain")) {
                    case "other-ca" -> EndpointSetup.Identity.OTHER_CA;
                    case "self-signed" -> EndpointSetup.Identity.SELF_SIGNED;
                    case "expired" -> EndpointSetup.Identity.EXPIRED;
                    case "other-name" -> EndpointSetup.Identity.OTHER_NAME;
                    case "long-chain" -> EndpointSetup.Identity.LONG_CHAIN;
                    default -> EndpointSetup.Identity.TRUSTED;
                },
                endpoint.truth("requiresName", false),
                taken(endpoint),
                switch (endpoint.choice("clientCertificate", "required", "wanted", "none")) {
                    case "wanted" -> EndpointSetup.Demand.WANTED;
                    case "none" -> EndpointSetup.Demand.NONE;
                    default -> EndpointSetup.Demand.REQUIRED;
                },
                switch (endpoint.choice("maxFragment", "agrees", "ignores", "breaks")) {
                    case "ignores" -> EndpointSetup.Fragments.IGNORES;
                    case "breaks" -> EndpointSetup.Fragments.BREAKS;
                    default -> EndpointSetup.Fragments.AGREES;
                },
                new EndpointSetup.Framing(
                        endpoint.number("recordBytes", 0, 16_384, 0),
                        endpoint.truth("coalesced", false),
                        endpoint.millis("recordGapMillis", Duration.ZERO)),
                endpoint.has("policy") ? Optional.of(policy(endpoint.section("policy"))) : Optional.empty(),
                endpoint.number("retainedBytes", 0, 1_000_000, 0),
                faults);
        endpoint.finish();
        return read;
    }

    /** What is not named is allowed to everybody. */
    private static Policy policy(JsonSection policy) throws MalformedException {
        Policy read = new Policy(
                policy.truth("certificate", true),
                patterns(policy, "clientIds"),
                patterns(policy, "publish"),
                patterns(policy, "subscribe"));
        policy.finish();
        return read;
    }

    private static List<String> patterns(JsonSection policy, String name) throws MalformedException {
        return policy.has(name) ? policy.texts(name) : List.of("*");
    }

    /** The versions of TLS that a side speaks, the preferred one first; empty where nothing is said. */
    static List<Integer> versions(JsonSection endpoint) throws MalformedException {
        List<Integer> versions = new ArrayList<>();
        for (String name : endpoint.texts("tls")) {
            versions.add(
                    switch (name) {
                        case "1.2" -> ClientOffer.TLS_1_2;
                        case "1.3" -> ClientOffer.TLS_1_3;
                        default ->
                            throw FaultReader.wrong(
                                    endpoint.line("tls"),
                                    "there is no TLS '" + name + "' on the bench; write \"1.2\", \"1.3\" or both, the"
                                            + " preferred one first");
                    });
        }
        if (versions.isEmpty() && endpoint.has("tls")) {
            throw FaultReader.wrong(endpoint.line("tls"), "\"tls\" names no version; write \"1.2\", \"1.3\" or both");
        }
        return versions;
    }

    private static EndpointSetup.Taken taken(JsonSection endpoint) throws MalformedException {
        List<Integer> spoken = versions(endpoint);
        List<Integer> groups = new ArrayList<>();
        for (String name : endpoint.texts("groups")) {
            groups.add(TlsNames.groupNumber(name)
                    .orElseThrow(() -> FaultReader.wrong(
                            endpoint.line("groups"),
                            "'" + name + "' is no group for a key exchange; write its registered name, for example"
                                    + " secp384r1")));
        }
        return new EndpointSetup.Taken(
                spoken.isEmpty() ? EndpointSetup.Taken.USUAL.versions() : spoken, suites(endpoint), groups);
    }

    private static List<Integer> suites(JsonSection endpoint) throws MalformedException {
        List<Integer> suites = new ArrayList<>();
        for (String name : endpoint.texts("suites")) {
            suites.add(suite(endpoint, "suites", name));
        }
        return suites;
    }

    /** The number of a cipher suite by its registered name. */
    static int suite(JsonSection section, String field, String name) throws MalformedException {
        return TlsNames.suiteNumber(name)
                .orElseThrow(() -> FaultReader.wrong(
                        section.line(field),
                        "'" + name + "' is no cipher suite; write its registered name, for example"
                                + " TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"));
    }

    /** A fault with its moment. */
    static Fault<EndpointEffect> fault(JsonSection fault) throws MalformedException {
        Fault<EndpointEffect> read = FaultReader.fault(fault, EndpointReader::effect);
        if (read.when() instanceof Trigger.AtCommand) {
            throw FaultReader.wrong(fault.line(), "an endpoint hears no AT commands; the modem does");
        }
        return read;
    }

    /** What a fault of the endpoint does. */
    static EndpointEffect effect(JsonSection fault) throws MalformedException {
        String what = fault.text("do");
        return switch (what) {
            case "alert" -> new EndpointEffect.Alert(fault.truth("fatal", true), fault.number("alert", 0, 255, 46));
            case "close" ->
                new EndpointEffect.Close(
                        switch (fault.choice("ending", "fin", "rst", "half", "notify")) {
                            case "rst" -> Ending.RST;
                            case "notify" -> Ending.NOTIFY;
                            case "half" -> Ending.HALF;
                            default -> Ending.FIN;
                        });
            case "silence" -> new EndpointEffect.Silence();
            case "pause" -> new EndpointEffect.Pause(fault.millis("millis", Duration.ofSeconds(1)));
            case "renegotiate" -> new EndpointEffect.Renegotiate(fault.truth("insists", false));
            case "connack" -> new EndpointEffect.Connack(fault.number("code", 0, 255, 5));
            case "disconnect" -> new EndpointEffect.Disconnect(fault.number("reason", 0, 255, 0x8e));
            default ->
                throw FaultReader.wrong(
                        fault.line("do"),
                        "an endpoint does not '" + what
                                + "'; it does alert, close, silence, pause, renegotiate, connack" + " or disconnect");
        };
    }
}
