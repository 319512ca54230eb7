package dev.parley.sim;

import dev.parley.json.Spelling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The library of scenarios. */
public final class Scenarios {
    /** The scenario without a fault, which is used where none is named. */
    public static final String STANDARD = "clean";

    /** As they are listed: by group, from the plain ones up the layers. */
    private static final List<String> NAMES = List.of(
            STANDARD,
            "field-report",
            "field-report-bytes-lost",
            "field-report-too-slow",
            "field-report-radio",
            "field-report-host-closes",
            "sim-missing",
            "registration-denied",
            "not-registered",
            "pdp-lost",
            "pdp-lost-early",
            "pdp-lost-in-service",
            "deregistered",
            "deregistered-and-back",
            "deregistered-pdpdeact",
            "apn-missing",
            "apn-in-host-field",
            "blocked-by-carrier",
            "nat-forgets",
            "keep-alive-too-long",
            "psm-sleep",
            "slow-clock-sleep",
            "modem-reset",
            "reset-at-open",
            "reset-in-service",
            "modem-hangs",
            "no-prompt",
            "dead-after-boot",
            "bytes-lost-to-modem",
            "bit-flipped",
            "bytes-lost-from-modem",
            "no-flow-control",
            "read-told-short",
            "read-told-long",
            "stuck-cts",
            "send-result-lost",
            "dns-failed",
            "connect-refused",
            "half-dead-context",
            "stale-socket",
            "recv-missed",
            "recv-thrown-away",
            "closed-unread",
            "connection-cut",
            "peer-resets",
            "peer-half-closes",
            "closes-at-hello",
            "closes-after-bytes",
            "host-quits",
            "sent-before-prompt",
            "length-too-long",
            "length-too-short",
            "payload-echoed",
            "send-fail-dropped",
            "send-over-1460",
            "read-over-1500",
            "five-byte-reads",
            "slow-arithmetic",
            "impatient-host",
            "device-ca-unknown",
            "peer-closes",
            "wrong-ca",
            "certificate-bad",
            "certificate-unsupported",
            "certificate-revoked",
            "certificate-expired",
            "certificate-not-active",
            "access-denied",
            "server-self-signed",
            "server-expired",
            "server-other-name",
            "clock-of-1980",
            "sni-missing",
            "sni-missing-other-certificate",
            "web-server-there",
            "plain-broker",
            "key-of-another",
            "no-common-suite",
            "no-common-curve",
            "old-client",
            "fragment-agreed",
            "fragment-broken",
            "fragment-ignored-small-buffer",
            "big-record-small-buffer",
            "certificate-missing",
            "certificate-refused-13",
            "certificate-missing-13",
            "renegotiation-refused",
            "server-error",
            "server-cannot-verify",
            "no-certificate-wanted",
            "mqtt-version",
            "mqtt-client-id",
            "mqtt-unavailable",
            "mqtt-password",
            "mqtt-not-authorized",
            "policy-connect",
            "policy-subscribe",
            "policy-publish",
            "policy-goodbye",
            "certificate-optional-policy",
            "aws-policy-client-id",
            "aws-policy-subscribe",
            "aws-policy-publish",
            "duplicate-client-id",
            "disconnected-in-service",
            "slow-network",
            "roaming",
            "roamed-and-back",
            "coverage-gap",
            "another-firmware",
            "split-output",
            "urc-storm",
            "late-recv",
            "double-recv",
            "slow-prompt",
            "short-stall",
            "tunnel",
            "tls13-only",
            "hello-retry",
            "chacha-only",
            "coalesced-flight",
            "tiny-records",
            "slow-flight",
            "long-chain",
            "fragment-obeyed",
            "fragment-ignored",
            "big-records",
            "hello-request",
            "hello-request-early",
            "certificate-optional",
            "aws-policy",
            "no-certificate-asked",
            "name-warning",
            "send-fail");

    private Scenarios() {}

    /** The names of the library's scenarios, in the order to show them. */
    public static List<String> names() {
        return NAMES;
    }

    /** All of the library. */
    public static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (String name : NAMES) {
            all.add(ofLibrary(name));
        }
        return List.copyOf(all);
    }

    /** The scenario without a fault. */
    public static Scenario standard() {
        return ofLibrary(STANDARD);
    }

    /**
     * The library's scenario of that name.
     *
     * @throws ScenarioException if there is none; the message names the nearest
     */
    public static Scenario find(String name) throws ScenarioException {
        if (!NAMES.contains(name)) {
            throw new ScenarioException("there is no scenario '" + name + "'; "
                    + Spelling.nearest(name, NAMES)
                            .map(near -> "did you mean '" + near + "'? ")
                            .orElse("")
                    + "'parley scenarios' lists them");
        }
        return ofLibrary(name);
    }

    /**
     * The library's scenario of that name, or what a file of that name holds.
     *
     * @throws ScenarioException if there is neither, or the file cannot be used
     */
    public static Scenario findOrRead(String nameOrFile) throws ScenarioException {
        boolean file =
                nameOrFile.endsWith(".json") || (!NAMES.contains(nameOrFile) && Files.exists(Path.of(nameOrFile)));
        return file ? Scenario.read(Path.of(nameOrFile)) : find(nameOrFile);
    }

    /** The JSON schema of scenario files. */
    public static String schema() {
        try (InputStream in = Scenarios.class.getResourceAsStream("scenario.schema.json")) {
            if (in == null) {
                throw new IllegalStateException("the schema of scenarios is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the schema of scenarios cannot be read", e);
        }
    }

    private static Scenario ofLibrary(String name) {
        String resource = "scenarios/" + name + ".json";
        try (InputStream in = Scenarios.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the library lacks its scenario " + name);
            }
            return ScenarioReader.read(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | ScenarioException e) {
            throw new IllegalStateException("the library's scenario " + name + " is damaged: " + e.getMessage(), e);
        }
    }
}
