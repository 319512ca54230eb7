package dev.parley.tls.client;

import dev.parley.tls.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What an endpoint's name and port tell before a connection: the forms of AWS IoT Core (its developer guide, "Device communication
 * protocols" and "Server authentication") and of Azure IoT Hub (its page on MQTT).
 */
final class EndpointAdvice {
    static final String AWS_ALPN = "x-amzn-mqtt-ca";

    private static final Pattern AWS_ATS =
            Pattern.compile("[a-z0-9]+-ats\\.iot\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");
    private static final Pattern AWS_LEGACY = Pattern.compile("[a-z0-9]+\\.iot\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");
    private static final Pattern AWS_OTHER = Pattern.compile(".*iot\\..*amazonaws\\.com(\\.cn)?");
    private static final Pattern AZURE = Pattern.compile("[a-z0-9-]+\\.azure-devices(-provisioning)?\\.(net|cn|us)");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|.*:.*");

    private final List<CredentialFinding> findings = new ArrayList<>();

    private EndpointAdvice() {}

    /** True if the endpoint is one of AWS IoT Core that answers with a certificate of Amazon Trust Services. */
    static boolean isAmazonTrust(String host) {
        return AWS_ATS.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    static boolean isAzure(String host) {
        return AZURE.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    static List<CredentialFinding> of(String host, int port, String sni, List<String> alpn) {
        EndpointAdvice advice = new EndpointAdvice();
        advice.look(host.toLowerCase(Locale.ROOT), port, sni, alpn);
        return List.copyOf(advice.findings);
    }

    private void look(String host, int port, String sni, List<String> alpn) {
        if (host.contains("/") || host.isBlank() || !host.equals(host.strip())) {
            add(
                    Severity.ERROR,
                    "'" + host + "' is no host name.",
                    "Give the name alone: without mqtts://, without a path and without blanks.");
            return;
        }
        if (ADDRESS.matcher(host).matches()) {
            if (sni.isEmpty()) {
                add(
                        Severity.WARNING,
                        "The endpoint is an address, and no server name can be sent for an address; brokers with"
                                + " several names and custom domains need one.",
                        "Give the host name, or name it with --sni.");
            }
        } else if (!sni.isEmpty() && !sni.equalsIgnoreCase(host)) {
            add(
                    Severity.NOTE,
                    "The server name sent is " + sni + ", not the endpoint " + host
                            + "; the server's certificate must be for it.",
                    "");
        }
        boolean legacy =
                AWS_LEGACY.matcher(host).matches() && !AWS_ATS.matcher(host).matches();
        if (AWS_ATS.matcher(host).matches() || legacy) {
            amazon(port, alpn, legacy, host);
        } else if (AWS_OTHER.matcher(host).matches()) {
            add(
                    Severity.ERROR,
                    host + " is not the data endpoint of an account of AWS IoT Core, where devices connect.",
                    "Ask for it: aws iot describe-endpoint --endpoint-type iot:Data-ATS.");
        } else if (AZURE.matcher(host).matches()) {
            azure(port, alpn);
        }
        if (port == 1883) {
            add(
                    Severity.WARNING,
                    "Port 1883 is for MQTT without TLS; a broker there answers a ClientHello with silence or a close.",
                    "Use 8883, or --plain where the broker takes no TLS.");
        }
    }

    private void amazon(int port, List<String> alpn, boolean legacy, String host) {
        if (legacy) {
            add(
                    Severity.WARNING,
                    host
                            + " is an endpoint of the old form; its certificate leads to a VeriSign root that is no"
                            + " longer in common lists.",
                    "Use the endpoint with -ats in its name.");
        }
        switch (port) {
            case 8883 -> {}
            case 443 -> {
                if (!alpn.contains(AWS_ALPN)) {
                    add(
                            Severity.ERROR,
                            "On port 443 AWS IoT Core takes MQTT with a device certificate only with the ALPN protocol "
                                    + AWS_ALPN + ".",
                            "Add --alpn " + AWS_ALPN + ", or use port 8883.");
                }
            }
            case 8443 ->
                add(
                        Severity.ERROR,
                        "Port 8443 of AWS IoT Core speaks HTTPS only.",
                        "Use 8883, or 443 with --alpn " + AWS_ALPN + ".");
            default ->
                add(
                        Severity.ERROR,
                        "AWS IoT Core listens on 8883 and 443 for MQTT, not on " + port + ".",
                        "Use 8883, or 443 with --alpn " + AWS_ALPN + ".");
        }
    }

    private void azure(int port, List<String> alpn) {
        if (port != 8883) {
            add(
                    Severity.ERROR,
                    "Azure IoT Hub speaks MQTT on port 8883 only; its port 443 wants WebSockets, which Parley does not"
                            + " speak.",
                    "Use port 8883.");
        }
        if (!alpn.isEmpty()) {
            add(Severity.NOTE, "Azure IoT Hub asks for no ALPN protocol.", "");
        }
        add(
                Severity.NOTE,
                "Azure IoT Hub takes the device's name as client id and asks for a user name made of hub, device and"
                        + " api-version; the handshake can be tried without.",
                "Give --client-id DEVICE, and --mqtt none to try the handshake alone.");
    }

    private void add(Severity severity, String sentence, String fix) {
        findings.add(new CredentialFinding(severity, sentence, fix, Optional.empty(), OptionalInt.empty()));
    }
}
